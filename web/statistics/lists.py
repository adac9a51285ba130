"""The lists of the statistics page; each sorts and goes out as .xlsx like every other."""

from datetime import timedelta

from web.lists import Column, List
from workflow.accident.statistics import UnitTimeliness
from workflow.consultation import words
from workflow.consultation.model import StandingKind, Verdict
from workflow.consultation.statistics import ClauseFigures, RoundFigures, UnitFigures

PAGE = "statistics.show"
CARRIED = ("year", "round")
KINDS = (StandingKind.WITH_COMMENTS, StandingKind.NO_OBJECTION, StandingKind.SILENT, StandingKind.UNDELIVERED)


def lasting(took: timedelta | None) -> str:
    """2天5小时; "" where nothing was measured."""
    if took is None:
        return ""
    days, hours = took.days, took.seconds // 3600
    return f"{days}天{hours}小时" if days else f"{hours}小时"


def _of_kind(kind: StandingKind) -> Column[RoundFigures]:
    return Column(words.STANDINGS[kind], lambda line: line.standings[kind], kind.value, figures=True)


def _of_verdict(verdict: Verdict) -> Column[ClauseFigures]:
    return Column(words.VERDICTS[verdict], lambda line: line.verdicts[verdict], verdict.value, figures=True)


ROUNDS: List[RoundFigures] = List(
    "stat-rounds",
    "历轮征求意见统计",
    PAGE,
    (
        Column("征求意见稿", lambda line: line.title, "title"),
        Column("签发时间", lambda line: line.issued_at, "issued"),
        Column("截止时间", lambda line: line.deadline, on_page=False),
        Column("发文字号", lambda line: line.doc_number, on_page=False),
        Column("发出（家）", lambda line: line.sent, "sent", figures=True),
        *(_of_kind(kind) for kind in KINDS),
        Column("尚未登记结果", lambda line: line.open, "open", figures=True),
        Column("报送用时（中位数）", lambda line: lasting(line.median), "median", order=lambda line: line.median),
    ),
    prefix="rounds_",
    carried=CARRIED,
)
UNITS: List[UnitFigures] = List(
    "stat-units",
    "各单位报送用时统计",
    PAGE,
    (
        Column("单位", lambda line: line.unit, "unit"),
        Column("组别", lambda line: line.group, "group"),
        Column("征求（轮）", lambda line: line.asked, "asked", figures=True),
        Column("按期报送（轮）", lambda line: line.answered, "answered", figures=True),
        Column("逾期（轮）", lambda line: line.silent, "silent", figures=True),
        Column("催办（次）", lambda line: line.reminders, "reminders", figures=True),
        Column("报送用时（中位数）", lambda line: lasting(line.median), "median", order=lambda line: line.median),
    ),
    prefix="units_",
    carried=CARRIED,
    size=30,
)
CLAUSES: List[ClauseFigures] = List(
    "stat-clauses",
    "各条款意见统计",
    PAGE,
    (
        Column("条款", lambda line: line.label + line.title, "clause", order=lambda line: line.position),
        Column("意见（条）", lambda line: line.comments, "comments", figures=True),
        Column("提出单位（家）", lambda line: line.units, "units", figures=True),
        *(_of_verdict(verdict) for verdict in Verdict),
        Column("未处理", lambda line: line.undecided, "undecided", figures=True),
    ),
    prefix="clauses_",
    carried=CARRIED,
)
MEASURES: List[UnitTimeliness] = List(
    "stat-measures",
    "整改措施时限统计",
    PAGE,
    (
        Column("责任单位", lambda line: line.unit, "unit"),
        Column("下达（项）", lambda line: line.ordered, "ordered", figures=True),
        Column("按期销号", lambda line: line.in_time, "in_time", figures=True),
        Column("逾期销号", lambda line: line.late, "late", figures=True),
        Column("期限内", lambda line: line.running, "running", figures=True),
        Column("已逾期", lambda line: line.overdue, "overdue", figures=True),
        Column("同意延期", lambda line: line.extended, "extended", figures=True),
    ),
    prefix="measures_",
    carried=CARRIED,
)
