"""The facts of a consultation round, and what may be done to them. Tables, one module a subject."""

from workflow.consultation.model.decision import Coordination, Decision, Verdict
from workflow.consultation.model.draft import Annex, Clause, Draft
from workflow.consultation.model.letter import Comment, Handwriting, Letter, LetterChannel, VoidKind
from workflow.consultation.model.reply import Delivery, Reminder, Reply, Stage, Standing, StandingKind
from workflow.consultation.model.round import (
    Extension,
    Outcome,
    Paper,
    PlannedEvent,
    PlannedKind,
    Round,
    RoundRevocation,
    RoundStage,
)

__all__ = [
    "Annex",
    "Clause",
    "Comment",
    "Coordination",
    "Decision",
    "Delivery",
    "Draft",
    "Extension",
    "Handwriting",
    "Letter",
    "LetterChannel",
    "Outcome",
    "Paper",
    "PlannedEvent",
    "PlannedKind",
    "Reminder",
    "Reply",
    "Round",
    "RoundRevocation",
    "RoundStage",
    "Stage",
    "Standing",
    "StandingKind",
    "Verdict",
    "VoidKind",
]  # fmt: skip
