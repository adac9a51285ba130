"""The papers of a consultation round: each dataclass is exactly what one paper shows.

A paper's `kind` is the name of its template in templates/word/, whose placeholders are the fields below
(a test holds the two together). Dates and moments are values; how they read in Chinese is settled in one
place, `workflow.documents.wording`. Equal papers give equal bytes.
"""

from dataclasses import dataclass, fields
from datetime import date, datetime

from workflow.documents.paper import Issued, Paper
from workflow.documents.sheets import table


@dataclass(frozen=True, kw_only=True)
class Notice(Issued):
    """征求意见通知."""

    kind = "notice"
    title_in_words = "征求意见通知"

    title: str  # 关于征求《…（征求意见稿）》意见的通知
    addressees: tuple[str, ...]  # 主送机关, group by group as they are to be read
    basis: str  # 根据…要求，参照《…》; a clause without its final comma
    drafter: str  # 起草单位 as the notice calls it: 区安委会办公室
    draft_title: str  # without 《》
    requests: tuple[str, ...] = ()  # further paragraphs: how to fill the form, what to look at
    deadline: datetime  # strictly before this moment
    deliver_to: str  # where replies go: 区安委会办公室
    silence_means_no_objection: bool = True
    annexes: tuple[str, ...] = ()  # names in order, without 附件1
    copies_to: tuple[str, ...] = ()  # 抄送


@dataclass(frozen=True)
class FormClause:
    """One prefilled line of the blank form."""

    clause: str  # 第四部分（十八）完善事故调查处理机制
    original: str = ""


@dataclass(frozen=True, kw_only=True)
class CommentForm(Paper):
    """反馈单: blank, prefilled with the unit and the clauses; read back by `workflow.documents.forms`."""

    kind = "comment_form"
    title_in_words = "意见反馈单"

    form_code: str  # tells unit, round and version when the form comes back
    unit: str
    office: str  # who asks: 区安委会办公室
    draft_title: str
    draft_version: str  # 第1稿
    deadline: datetime
    contact: str = ""
    telephone: str = ""
    clauses: tuple[FormClause, ...]


@dataclass(frozen=True)
class CommentLine:
    """One comment as its unit wrote it."""

    number: int
    clause: str
    original: str
    proposed: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Reply(Paper):
    """单位回函: the comments or the sentence 无修改意见, the leader's opinion, name and full date, the seal.

    Before it is signed, `leader` is "" and `signed_on` None, and the paper says 尚未签字.
    """

    kind = "reply"
    title_in_words = "单位回函"

    unit: str
    number: str = ""  # the unit's own 发文字号, if it has one
    office: str  # 主送
    notice_title: str  # without 《》
    notice_number: str = ""
    draft_title: str
    draft_version: str
    comments: tuple[CommentLine, ...]  # none: 书面无意见
    department: str = ""  # 承办科室
    handler: str = ""  # 承办人
    telephone: str = ""
    opinion: str = ""  # the leader's opinion: 同意，请按程序报送。
    leader: str = ""
    signed_on: date | None = None
    signature: bytes | None = None  # PNG of the handwriting
    seal: bytes | None = None

    def __post_init__(self) -> None:
        if bool(self.leader) != bool(self.signed_on):
            raise ValueError(f"a signature is a name and a date: {self.leader!r}, {self.signed_on}")
        if self.seal and not self.leader:
            raise ValueError(f"a seal is applied only to what has been signed: {self.unit}")


@dataclass(frozen=True, kw_only=True)
class Reminder(Issued):
    """催办函 to one unit that has not replied."""

    kind = "reminder"
    title_in_words = "催办函"

    unit: str
    notice_title: str
    notice_number: str = ""
    draft_title: str
    state: str  # 尚未签收通知 / 已签收，尚未报送书面意见
    time_left: str  # 2个工作日
    deadline: datetime
    deliver_to: str
    silence_means_no_objection: bool = True


@dataclass(frozen=True, kw_only=True)
class Extension(Issued):
    """延期通知 to all units, issued before the old deadline."""

    kind = "extension"
    title_in_words = "延期通知"

    addressees: tuple[str, ...]
    notice_title: str
    notice_number: str = ""
    draft_title: str
    reason: str  # 因…; a clause without its final comma
    old_deadline: datetime
    new_deadline: datetime
    deliver_to: str
    silence_means_no_objection: bool = True
    copies_to: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.new_deadline <= self.old_deadline:
            raise ValueError(f"an extension goes forward: {self.old_deadline} -> {self.new_deadline}")


@dataclass(frozen=True, kw_only=True)
class Correction(Issued):
    """补正通知 to one unit whose reply has a defect of form."""

    kind = "correction"
    title_in_words = "补正通知"

    unit: str
    draft_title: str
    received_at: datetime
    defects: tuple[str, ...]  # 未经主要负责同志签字; a clause without its final stop
    deadline: datetime
    deliver_to: str
    silence_means_no_objection: bool = True


@dataclass(frozen=True)
class Change:
    """One place in which a new version differs."""

    clause: str
    old: str
    new: str


@dataclass(frozen=True, kw_only=True)
class Replacement(Issued):
    """更正通知: a corrected version of the draft, which units that have replied confirm again."""

    kind = "replacement"
    title_in_words = "更正通知"

    addressees: tuple[str, ...]
    notice_title: str
    notice_number: str = ""
    draft_title: str
    reason: str  # 因…; a clause without its final comma
    old_version: str  # 第1稿
    new_version: str  # 第2稿
    changes: tuple[Change, ...]
    deadline: datetime
    deliver_to: str
    annexes: tuple[str, ...] = ()
    copies_to: tuple[str, ...] = ()


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


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The figures of a closed round, in units and comments; its two equations must hold.

    received (with comments + written no objection) + overdue (silent) + undelivered = sent;
    adopted + partly + declined + explained = comments. `late` and `returned_uncorrected` count units that
    are already among the silent or undelivered; they are shown apart and never added.
    """

    sent: int
    with_comments: int
    no_objection: int  # 书面无意见
    silent: int  # 逾期视为无意见
    undelivered: int  # 未送达
    late: int = 0  # 逾期来文
    returned_uncorrected: int = 0  # 退回补正后仍逾期
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
        if self.returned_uncorrected > self.silent + self.undelivered:
            raise ValueError(
                f"{self.returned_uncorrected} returned and never corrected are more than the "
                f"{self.silent + self.undelivered} units without a reply"
            )

    def _decisions_add_up(self) -> None:
        if self.adopted + self.partly + self.declined + self.explained != self.comments:
            raise ValueError(
                f"adopted {self.adopted}, partly {self.partly}, declined {self.declined} and "
                f"explained {self.explained} do not make {self.comments} comments"
            )

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
    standing: str  # what we hold of it, said after 贵单位: 于…书面回复无修改意见
    lines: tuple[AnswerLine, ...]


@dataclass(frozen=True)
class Delivery:
    """One proof that the notice reached the unit, or one attempt that did not."""

    at: datetime
    channel: str  # 系统待办 / 电话 / 传真 / 现场送达
    result: str


@dataclass(frozen=True)
class Reminding:
    """One reminder that was sent."""

    at: datetime
    channel: str
    result: str


@dataclass(frozen=True, kw_only=True)
class SilenceRecord(Paper):
    """逾期视为无意见记录: a record of the system about one silent unit; nobody signs or seals it."""

    kind = "silence_record"
    title_in_words = "逾期视为无意见记录"

    record_code: str
    unit: str
    notice_title: str
    notice_number: str = ""
    draft_title: str
    deliveries: tuple[Delivery, ...]  # at least one: without proof it is an UndeliveredRecord
    reminders: tuple[Reminding, ...]
    deadline: datetime
    closed_at: datetime  # to the second
    calendar_note: str  # 截止日为工作日（星期二），无调休
    rule: str  # 逾期不报视为无意见
    rule_source: str  # 征求意见通知正文
    remark: str = ""  # e.g. 曾于…报送，因缺章退回补正，截止前未补正

    def __post_init__(self) -> None:
        if not self.deliveries:
            raise ValueError(f"nobody is silent about what never reached him: {self.unit}")


@dataclass(frozen=True, kw_only=True)
class UndeliveredRecord(Paper):
    """未送达情况记录: the unit cannot count as having no objection."""

    kind = "undelivered_record"
    title_in_words = "未送达情况记录"

    record_code: str
    unit: str
    notice_title: str
    notice_number: str = ""
    draft_title: str
    attempts: tuple[Delivery, ...]
    reminders: tuple[Reminding, ...]
    deadline: datetime
    closed_at: datetime
    calendar_note: str
    next_step: str = ""  # what the office decided to do about it


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


PAPERS: tuple[type[Paper], ...] = (
    Notice,
    CommentForm,
    Reply,
    Reminder,
    Extension,
    Correction,
    Replacement,
    Summary,
    AdoptionReport,
    Answer,
    SilenceRecord,
    UndeliveredRecord,
    Submission,
    Coordination,
)

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
