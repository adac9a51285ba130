"""From the first report to the work of the team: 事故快报, 成立调查组通知, 技术鉴定委托书, 延期批复."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workflow.accident.rules.facts import LONGEST_APPROVAL_EXTENSION, LONGEST_EXTENSION
from workflow.documents.paper import Issued


@dataclass(frozen=True)
class ReportingStep:
    """One line of who learned or reported what, when."""

    step: str  # 事故发生单位负责人向县级以上人民政府有关部门报告
    at: datetime | None  # None: has not happened
    limit: str = ""  # 接到报告后1小时内
    remark: str = ""  # 用时40分钟 / 迟报25分钟


@dataclass(frozen=True)
class Informed:
    """One of the bodies that are told at the same time (条例第10条)."""

    body: str  # 公安机关 / 劳动保障行政部门 / 工会 / 人民检察院
    at: datetime | None  # None: 尚未通知
    channel: str = ""


@dataclass(frozen=True, kw_only=True)
class FirstReport(Issued):
    """事故快报: the six items of 条例第12条 and the times, as a form; a further report has its own `sequence`."""

    kind = "accident_first_report"
    title_in_words = "事故快报"

    accident: str
    sequence: str = "首报"  # 首报 / 续报（第1次）
    addressees: tuple[str, ...]  # who is reported to
    approved_by: str = ""  # 签发人
    occurred_at: datetime
    place: str
    grade: str  # 初判等级: 较大事故
    steps: tuple[ReportingStep, ...]
    informed: tuple[Informed, ...]
    unit_profile: str  # 第12条（一）
    scene: str  # （二）, beside time and place
    course: str  # （三）
    dead: int
    missing: int = 0
    seriously_injured: int  # acute poisoning included
    slightly_injured: int = 0
    casualty_note: str = ""
    loss: str  # 初步估计的直接经济损失 in words: 约120万元
    measures_taken: str  # （五）
    other: str = ""  # （六）
    supplement_until: date  # 条例第13条


@dataclass(frozen=True)
class Member:
    """A member of the team, sent by one body (条例第22条)."""

    name: str
    body: str
    post: str
    role: str  # 组长 / 副组长 / 成员


@dataclass(frozen=True)
class Expert:
    """An expert the team is helped by."""

    name: str
    body: str
    field: str


@dataclass(frozen=True, kw_only=True)
class TeamNotice(Issued):
    """成立调查组通知, issued by the government in charge."""

    kind = "accident_team"
    title_in_words = "成立调查组通知"

    accident: str
    addressees: tuple[str, ...]
    occurred_on: date
    grade: str
    team: str  # full name of the team
    leader: Member
    members: tuple[Member, ...]  # without the leader
    experts: tuple[Expert, ...] = ()
    procuratorate: str  # invited, as 条例第22条 asks
    procuratorate_answer: str = ""  # what came of the invitation: 已派员参加
    report_due: date
    copies_to: tuple[str, ...] = ()


@dataclass(frozen=True)
class Material:
    """Something handed to the appraisers."""

    name: str
    quantity: str
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class AppraisalOrder(Issued):
    """技术鉴定委托书: begins the time that does not count (条例第27条)."""

    kind = "accident_appraisal"
    title_in_words = "技术鉴定委托书"

    accident: str
    institution: str  # who appraises
    qualification: str = ""  # its 资质
    occurred_on: date
    questions: tuple[str, ...]  # what is to be found out; clauses without their final stop
    materials: tuple[Material, ...] = ()
    expected_by: date | None = None


@dataclass(frozen=True, kw_only=True)
class ExtensionApproval(Issued):
    """延期批复 of the government in charge: the report may come later (条例第29条), or its approval (第32条)."""

    kind = "accident_extension"
    title_in_words = "延期批复"

    accident: str
    addressee: str  # 事故调查组; of the approval: 区安委会办公室
    of_approval: bool = False  # the days the government has for the report, of the most serious class only
    request_number: str = ""
    requested_on: date
    reason: str  # 因…; a clause without its final comma
    old_due: date
    days: int
    new_due: date
    arithmetic: tuple[
        str, ...
    ]  # one line a date: 2017年12月1日 + 60日 + 鉴定25日 = 2018年2月24日（条例第29条、第27条）
    copies_to: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        longest = LONGEST_APPROVAL_EXTENSION if self.of_approval else LONGEST_EXTENSION
        if not 0 < self.days <= longest:
            raise ValueError(f"an extension has 1 to {longest} days, not {self.days}")
        if self.old_due + timedelta(days=self.days) != self.new_due:
            raise ValueError(f"{self.old_due} and {self.days} days do not make {self.new_due}")
