"""The government's answer to the report, and the report for the public: 批复, 公布稿."""

from dataclasses import dataclass
from datetime import date

from workflow.accident.papers.report import Report
from workflow.documents.paper import Issued


@dataclass(frozen=True, kw_only=True)
class Approval(Issued):
    """批复 (条例第32条): a formal paper with remedies; its date closes the case."""

    kind = "accident_approval"
    title_in_words = "批复"

    accident: str
    addressee: str  # who leads: 区安委会办公室
    request_number: str = ""  # 请示 with which the report came
    report_received_on: date
    submitted_by: str  # 事故调查组 (条例第29条)
    grade: str  # 较大事故
    nature: str  # 生产安全责任事故
    accountability: tuple[str, ...] = ()  # decisions beside the report's proposals; sentences
    measures: int  # how many the report has
    publish_by: date | None = None
    evaluation_opens: date
    evaluation_due: date
    review_body: str  # 行政复议机关
    court: str
    review_within: str = ""  # 60日; "" reads 法定期限内
    suit_within: str = ""  # 6个月
    copies_to: tuple[str, ...] = ()


@dataclass(frozen=True)
class Correction:
    """A correction after publication: added below, the text above stays."""

    made_on: date
    place: str
    old: str
    new: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Publication(Report):
    """公布稿: the whole text of the approved report. The caller has removed names of the dead and injured;
    signatures, evidence and dissents stay with the file."""

    kind = "accident_publication"
    title_in_words = "公布稿"

    approved_by: str
    approval_number: str
    approved_on: date
    publisher: str
    published_on: date
    privacy_note: str = ""  # what was left out, and on what ground
    corrections: tuple[Correction, ...] = ()

    def __post_init__(self) -> None:
        if self.published_on < self.approved_on:
            raise ValueError(f"published {self.published_on}, before the approval of {self.approved_on}")
