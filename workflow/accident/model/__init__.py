"""The facts of an accident case. Lines that record what was said or found are only added."""

from workflow.accident.model.accident import Accident, Regime, Stage
from workflow.accident.model.accountability import Accountability, AccountabilityKind
from workflow.accident.model.alarm import Alarm
from workflow.accident.model.casualties import CasualtyReport
from workflow.accident.model.clock_facts import Appraisal, ClockExtension, ExtensionKind
from workflow.accident.model.evaluation import Evaluation, Finding, FindingKind
from workflow.accident.model.findings import Cause, CauseKind, Custody, Evidence, EvidenceKind
from workflow.accident.model.measure import (
    Answer,
    Escalation,
    Inspection,
    Measure,
    MeasureAnswer,
    MeasureExtension,
    MeasureStage,
    Proof,
)
from workflow.accident.model.paper import CasePaper
from workflow.accident.model.report import (
    Chapter,
    ChapterKind,
    ChapterText,
    Conclusion,
    PublishedCorrection,
    Signature,
)
from workflow.accident.model.supervision import Supervision
from workflow.accident.model.team import Member, Role

__all__ = [
    "Accident",
    "Accountability",
    "AccountabilityKind",
    "Alarm",
    "Answer",
    "Appraisal",
    "CasePaper",
    "CasualtyReport",
    "Cause",
    "CauseKind",
    "Chapter",
    "ChapterKind",
    "ChapterText",
    "ClockExtension",
    "Conclusion",
    "Custody",
    "Escalation",
    "Evaluation",
    "Evidence",
    "EvidenceKind",
    "ExtensionKind",
    "Finding",
    "FindingKind",
    "Inspection",
    "Measure",
    "MeasureAnswer",
    "MeasureExtension",
    "MeasureStage",
    "Member",
    "Proof",
    "PublishedCorrection",
    "Regime",
    "Role",
    "Signature",
    "Stage",
    "Supervision",
]  # fmt: skip
