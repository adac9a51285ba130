"""One measure and one unit: 整改通知书 that orders it, 销号单 that closes it."""

from dataclasses import dataclass
from datetime import date

from workflow.documents.paper import Issued, Paper


@dataclass(frozen=True, kw_only=True)
class RectificationOrder(Issued):
    """整改通知书 (安全生产法第86条): the measure, the day, the test by which it will be accepted."""

    kind = "accident_rectification"
    title_in_words = "整改通知书"

    accident: str
    unit: str
    approval_number: str = ""
    approved_on: date
    cause: str = ""  # only for a second order: 经评估，该项措施未落实; a clause
    measure_number: int
    measure: str
    due_on: date
    test: str  # fixed with the measure, not changed since
    evidence_wanted: tuple[str, ...] = ()  # 佐证材料
    plan_due: date | None = None  # 整改方案
    deliver_to: str


@dataclass(frozen=True)
class ClosingEvidence:
    """One piece of evidence that the measure was carried out."""

    number: int
    name: str
    submitted_on: date
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class ClosingSheet(Paper):
    """销号单: a measure, the evidence, what the acceptance found, who closed it and when."""

    kind = "accident_closing"
    title_in_words = "销号单"

    record_code: str
    accident: str
    unit: str
    measure_number: int
    measure: str
    test: str
    due_on: date
    extended_to: date | None = None
    completed_on: date
    evidence: tuple[ClosingEvidence, ...]
    finding: str
    inspectors: tuple[str, ...]
    inspected_on: date
    office: str
    closed_by: str
    closed_on: date

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"measure {self.measure_number} cannot be closed without evidence")
