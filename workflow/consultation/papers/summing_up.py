"""What the office makes of the replies: summary, figures, adoption report, answers, submission."""

from dataclasses import dataclass, fields
from datetime import date, datetime

from workflow.documents.paper import Issued, Paper
from workflow.documents.sheets import table


@dataclass(frozen=True)
class SummaryRow:
    """One row of the summary; equal comments of several units share it."""

    number: int
    clause: str
    original: str
    proposed: str
    reason: str
    units: tuple[str, ...]
    decision: str  # 采纳 / 部分采纳 / 不予采纳 / 解释说明, "" while undecided
    explanation: str


@dataclass(frozen=True, kw_only=True)
class Summary(Paper):
    """意见汇总表, as a Word table on its side and as a sheet."""

    kind = "summary"
    title_in_words = "意见汇总表"

    draft_title: str
    draft_version: str
    office: str
    compiled_on: date
    rows: tuple[SummaryRow, ...]
    no_objection_units: tuple[str, ...] = ()
    silent_units: tuple[str, ...] = ()
    undelivered_units: tuple[str, ...] = ()
    late_units: tuple[str, ...] = ()


SUMMARY_HEADINGS = ("序号", "条款", "原文", "修改意见", "理由", "提出单位", "采纳情况", "说明")


def summary_sheet(summary: Summary) -> bytes:
    """The summary as an .xlsx, row for row what the Word table shows."""
    rows = [
        (
            row.number,
            row.clause,
            row.original,
            row.proposed,
            row.reason,
            "、".join(row.units),
            row.decision,
            row.explanation,
        )
        for row in summary.rows
    ]
    return table(f"《{summary.draft_title}》意见汇总表", SUMMARY_HEADINGS, rows)


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The figures of a closed round, in units and comments; its two equations must hold.

    received (with comments + written no objection) + overdue (silent) + undelivered = sent;
    adopted + partly + declined + explained = comments. `late_comments` are among the comments: they came late, the
    office uses them all the same, and no unit counted in `with_comments` is meant by them. `late` counts units, and
    `returned_uncorrected` silent ones, that are counted already; they are shown apart and never added.
    """

    sent: int
    with_comments: int
    no_objection: int  # 书面无意见
    silent: int  # 逾期视为无意见
    undelivered: int  # 未送达
    late: int = 0  # 逾期来文
    returned_uncorrected: int = 0  # 退回补正后仍逾期
    late_comments: int = 0  # 采用的逾期来文意见
    comments: int
    adopted: int
    partly: int
    declined: int
    explained: int

    def __post_init__(self) -> None:
        self._count_nothing_below_zero()
        self._units_add_up()
        self._decisions_add_up()

    def _count_nothing_below_zero(self) -> None:
        for name, value in ((field.name, getattr(self, field.name)) for field in fields(self)):
            if value < 0:
                raise ValueError(f"{name} counts something and cannot be {value}")

    def _units_add_up(self) -> None:
        if self.with_comments + self.no_objection + self.silent + self.undelivered != self.sent:
            raise ValueError(
                f"received {self.with_comments} + {self.no_objection}, silent {self.silent} and "
                f"undelivered {self.undelivered} do not make the {self.sent} units it was sent to"
            )
        if self.returned_uncorrected > self.silent:
            raise ValueError(
                f"{self.returned_uncorrected} returned and never corrected are more than the {self.silent} silent units"
            )

    def _decisions_add_up(self) -> None:
        if self.adopted + self.partly + self.declined + self.explained != self.comments:
            raise ValueError(
                f"adopted {self.adopted}, partly {self.partly}, declined {self.declined} and "
                f"explained {self.explained} do not make {self.comments} comments"
            )
        if self.late_comments > self.comments:
            raise ValueError(f"{self.late_comments} comments that came late are more than all {self.comments}")

    @property
    def comments_in_time(self) -> int:
        """What the units said whose written reply came in time."""
        return self.comments - self.late_comments

    @property
    def received(self) -> int:
        """Units whose written reply came in time: with comments and without."""
        return self.with_comments + self.no_objection


@dataclass(frozen=True)
class ReportedComment:
    """A comment that was not adopted as it stood, with the reason given for it."""

    number: int
    clause: str
    proposed: str
    units: tuple[str, ...]
    decision: str
    explanation: str


@dataclass(frozen=True, kw_only=True)
class AdoptionReport(Paper):
    """采纳情况说明: whom we asked, what came back, what became of it, and why."""

    kind = "adoption_report"
    title_in_words = "采纳情况说明"

    draft_title: str
    notice_number: str = ""
    opened_on: date
    deadline: datetime
    figures: Figures
    silent_units: tuple[str, ...]
    undelivered_units: tuple[str, ...]
    late_units: tuple[str, ...]
    not_adopted: tuple[ReportedComment, ...]  # partly, declined and explained, in clause order
    disagreements: tuple[str, ...] = ()  # one paragraph for each major disagreement and how it ended
    issuer: str
    issued_on: date
    seal: bytes | None = None

    def __post_init__(self) -> None:
        named = (self.silent_units, self.undelivered_units, self.late_units)
        counted = (self.figures.silent, self.figures.undelivered, self.figures.late)
        if tuple(map(len, named)) != counted:
            raise ValueError(f"units by name {tuple(map(len, named))}, in the figures {counted}")


@dataclass(frozen=True)
class AnswerLine:
    """One of the unit's own comments and what became of it."""

    number: int
    clause: str
    original: str
    proposed: str
    reason: str
    decision: str
    explanation: str


@dataclass(frozen=True, kw_only=True)
class Answer(Issued):
    """采纳情况反馈函 to one unit, quoting its own comments."""

    kind = "answer"
    title_in_words = "采纳情况反馈函"

    unit: str
    notice_title: str
    notice_number: str = ""
    draft_title: str
    standing: str  # what we hold of it, said after 你单位: 于…书面回复无修改意见
    lines: tuple[AnswerLine, ...]


@dataclass(frozen=True, kw_only=True)
class Submission(Issued):
    """送审稿说明: the cover of the package that goes to the deciding body."""

    kind = "submission"
    title_in_words = "送审稿说明"

    addressee: str  # 区委、区政府
    draft_title: str  # of the 送审稿, without 《》
    basis: str
    drafter: str
    opened_on: date
    deadline: datetime
    rounds: int  # how many rounds were held
    figures: Figures  # of the last round
    changes: tuple[str, ...]  # main changes since the consultation draft
    disagreements: tuple[str, ...] = ()
    annexes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Position:
    """What one unit holds in a disagreement."""

    unit: str
    proposed: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Coordination(Paper):
    """协调记录: how contradicting proposals about the same words were settled."""

    kind = "coordination"
    title_in_words = "协调记录"

    draft_title: str
    clause: str
    original: str
    positions: tuple[Position, ...]
    held_on: date
    place: str = ""
    chair: str
    participants: tuple[str, ...]
    course: str  # what was said
    outcome: str  # what was agreed
    recorder: str
    recorded_on: date
