"""What the clocks of a case depend on, checked once: a case whose dates contradict each other is refused here."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from workflow.accident.rules.grading import Grade
from workflow.accident.rules.pauses import Pause
from workflow.clock import day_in_words
from workflow.errors import Incomplete, Refusal
from workflow.workdays import Calendar

LONGEST_EXTENSION = 60  # days, 条例第29条
LONGEST_APPROVAL_EXTENSION = 30  # days, 条例第32条, only for the most serious class


@dataclass(frozen=True)
class Settings:
    """What no article fixes or an office may decide for itself. Days are natural days unless they say workdays."""

    team_days: int = 5  # until a team must stand; later suggests supervision
    supervision_days: int = 60  # from the receipt of the notice of supervision
    publish_workdays: int = 20  # 政府信息公开条例第26条
    evaluation_opens_months: int = 10  # 安委办〔2021〕4号
    evaluation_due_months: int = 12  # 安全生产法第86条
    evaluation_days: int = 60  # from the beginning of the evaluation to its report
    warning_days: tuple[int, ...] = (15, 7, 1)  # before a due day
    shift_holidays: bool = False  # whether a due day that is not worked moves to the next day that is


@dataclass(frozen=True)
class Facts:
    """One case as its clocks see it; None or 0 for what has not happened. Contradictions are refused.

    `extension_days` (条例第29条) and `approval_extension_days` (条例第32条) are what was approved in all.
    """

    occurred: date
    grade: Grade = Grade.ORDINARY
    traffic_or_fire: bool = False
    appraisals: tuple[Pause, ...] = ()
    extension_days: int = 0
    submitted: date | None = None  # the day the government received the report
    approval_extension_days: int = 0
    approved: date | None = None  # the day of the approval, which closes the case
    supervised: date | None = None  # the day the notice of supervision was received
    supervision_extension_days: int = 0  # granted by those who supervise
    evaluation_began: date | None = None
    settings: Settings = Settings()
    calendar: Calendar = field(default_factory=Calendar, compare=False)

    def __post_init__(self) -> None:
        for name, day in self._days():
            _must_be_plausible(name, day)
        self._must_follow_each_other()
        if self.extension_days:
            must_be_an_extension(self.extension_days)
        if self.approval_extension_days:
            must_be_an_approval_extension(self.approval_extension_days, self.grade)

    def _days(self) -> Iterator[tuple[str, date]]:
        """Every day of the case that is known, by the name people give it."""
        days = [
            ("事故发生日期", self.occurred),
            ("报告提交日期", self.submitted),
            ("批复日期", self.approved),
            ("挂牌督办通知接收日期", self.supervised),
            ("评估启动日期", self.evaluation_began),
        ]
        days += [("鉴定委托日期", pause.start) for pause in self.appraisals]
        days += [("鉴定结论日期", pause.end) for pause in self.appraisals]
        yield from ((name, day) for name, day in days if day)

    def _must_follow_each_other(self) -> None:
        for name, day in self._days():
            _must_not_precede(("事故发生日期", self.occurred), (name, day))
        way = ("报告提交日期", "批复日期", "评估启动日期")
        for earlier, later in pairwise([known for known in self._days() if known[0] in way]):
            _must_not_precede(earlier, later)


def must_be_an_extension(days: int, already: int = 0) -> None:
    """Refuses an extension of the investigation that is not 1 to 60 days in all (条例第29条)."""
    left = LONGEST_EXTENSION - already
    if left <= 0:
        raise Refusal(
            f"调查期限已延长{already}日，不能再延长：条例第29条规定延长的期限最长不超过60日。"
            "请按期提交事故调查报告；需要技术鉴定的，所需时间另按条例第27条不计入期限。"
        )
    if not 1 <= days <= left:
        before = f"（此前已延长{already}日）" if already else ""
        raise Refusal(
            f"不能延长{days}日：条例第29条规定延长的期限最长不超过60日{before}，请将延长天数改为1至{left}日后重新报批；"
            "需要技术鉴定的，所需时间另按条例第27条不计入期限。"
        )


def must_be_an_approval_extension(days: int, grade: Grade, already: int = 0) -> None:
    """Refuses to put off an approval unless the class is the most serious one, for 1 to 30 days in all (条例第32条)."""
    if grade is not Grade.EXTREME:
        raise Refusal(
            f"{grade.label}的批复期限不能延长：条例第32条只允许特别重大事故延长批复时间，"
            "其他事故应当自收到事故调查报告之日起15日内批复，请在期限内办理。"
        )
    left = LONGEST_APPROVAL_EXTENSION - already
    if not 1 <= days <= left:
        rest = f"请将延长天数改为1至{left}日后重新办理。" if left > 0 else "已延满30日，请在期限内批复。"
        raise Refusal(f"批复期限不能延长{days}日：条例第32条规定特别重大事故延长的时间最长不超过30日，{rest}")


def _must_be_plausible(name: str, day: date) -> None:
    if not 1950 <= day.year <= 2200:
        raise Incomplete({"day": f"{name}填写的是{day_in_words(day)}，请核对年份后重新填写。"})


def _must_not_precede(earlier: tuple[str, date], later: tuple[str, date]) -> None:
    if later[1] < earlier[1]:
        raise Incomplete(
            {
                "day": f"{later[0]}{day_in_words(later[1])}早于{earlier[0]}{day_in_words(earlier[1])}，"
                "请核对两个日期后重新填写。"
            }
        )
