"""The papers of an accident: each dataclass is exactly what one paper shows, `kind` the name of its template.

`accident` is everywhere the full name of the case as its papers call it: 某某区某某公司“12·1”较大火灾事故.
Articles: 《生产安全事故报告和调查处理条例》（国务院令第493号）, 「条例」 below, and 《安全生产法》.
"""

from workflow.accident.papers.approval import Approval, Correction, Publication
from workflow.accident.papers.beginning import (
    AppraisalOrder,
    Expert,
    ExtensionApproval,
    FirstReport,
    Informed,
    Material,
    Member,
    ReportingStep,
    TeamNotice,
)
from workflow.accident.papers.evaluation import EvaluatedMeasure, EvaluationReport, Evaluator
from workflow.accident.papers.rectification import ClosingEvidence, ClosingSheet, RectificationOrder
from workflow.accident.papers.report import (
    AttachedDissent,
    Conclusion,
    Dissent,
    DissentPoint,
    Evidence,
    InvestigationReport,
    MinorityView,
    Paragraph,
    ReportMeasure,
    Signing,
    paragraphs,
)
from workflow.accident.papers.supervision import SupervisionLifted, SupervisionNotice
from workflow.documents.paper import Issued, Paper, word

PAPERS: tuple[type[Paper], ...] = (
    FirstReport,
    TeamNotice,
    AppraisalOrder,
    ExtensionApproval,
    InvestigationReport,
    Dissent,
    Conclusion,
    Approval,
    Publication,
    SupervisionNotice,
    SupervisionLifted,
    RectificationOrder,
    ClosingSheet,
    EvaluationReport,
)

__all__ = [
    "PAPERS",
    "AppraisalOrder",
    "Approval",
    "AttachedDissent",
    "ClosingEvidence",
    "ClosingSheet",
    "Conclusion",
    "Correction",
    "Dissent",
    "DissentPoint",
    "EvaluatedMeasure",
    "EvaluationReport",
    "Evaluator",
    "Evidence",
    "Expert",
    "ExtensionApproval",
    "FirstReport",
    "Informed",
    "InvestigationReport",
    "Issued",
    "Material",
    "Member",
    "MinorityView",
    "Paper",
    "Paragraph",
    "Publication",
    "RectificationOrder",
    "ReportMeasure",
    "ReportingStep",
    "Signing",
    "SupervisionLifted",
    "SupervisionNotice",
    "TeamNotice",
    "paragraphs",
    "word",
]
