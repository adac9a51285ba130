"""What is recorded of units that kept silent or were not reached: nothing here is ever signed or sealed for them."""

from dataclasses import dataclass
from datetime import datetime

from workflow.documents.paper import Paper


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
