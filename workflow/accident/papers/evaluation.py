"""评估报告: within a year of the approval, measure by measure against the test fixed at the start."""

from dataclasses import dataclass
from datetime import date

from workflow.accident.papers.report import Paragraph
from workflow.documents.paper import Paper


@dataclass(frozen=True)
class Evaluator:
    """A member of the evaluation team."""

    name: str
    body: str
    role: str


@dataclass(frozen=True)
class EvaluatedMeasure:
    """What became of one measure."""

    number: int
    measure: str
    unit: str
    due_on: date
    test: str
    found: str  # 落实情况
    finding: str  # 已落实 / 部分落实 / 未落实


@dataclass(frozen=True, kw_only=True)
class EvaluationReport(Paper):
    """整改措施落实情况评估报告 (安全生产法第86条; 安委办〔2021〕4号)."""

    kind = "accident_evaluation"
    title_in_words = "评估报告"

    accident: str
    approval_number: str = ""
    approved_on: date
    evaluation_opens: date
    evaluation_due: date
    evaluators: tuple[Evaluator, ...]
    process: tuple[Paragraph, ...]
    overall: tuple[Paragraph, ...]
    evaluated: tuple[EvaluatedMeasure, ...]
    accountability: tuple[Paragraph, ...] = ()
    problems: tuple[Paragraph, ...] = ()
    proposals: tuple[Paragraph, ...] = ()
    issuer: str
    issued_on: date
    seal: bytes | None = None
