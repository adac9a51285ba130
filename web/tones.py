"""How each state looks: quiet, going, good, warn or bad. The words say what it is; the tone only helps the eye."""

from collections.abc import Mapping

from flask import Flask

from workflow.accident.model import Answer, CauseKind, Escalation, FindingKind, MeasureStage
from workflow.accident.model import Stage as CaseStage
from workflow.accident.rules.grading import Grade
from workflow.accident.standing import ClockState
from workflow.consultation import words
from workflow.consultation.brief import Change
from workflow.consultation.model import RoundStage, Stage, StandingKind, Verdict
from workflow.errands import State as Going
from workflow.outbox.rows import State as Sending

REPLY_STAGES: Mapping[Stage, str] = {
    Stage.ISSUED: "quiet",
    Stage.WRITING: "going",
    Stage.AWAITING_SIGNATURE: "going",
    Stage.AWAITING_SEAL: "going",
    Stage.SUBMITTED: "good",
    Stage.CORRECTING: "warn",
    Stage.ACCEPTED: "good",
    Stage.SILENT: "warn",
    Stage.UNDELIVERED: "bad",
    Stage.REVOKED: "quiet",
}

# On the office's board what waits for the office stands out, and what is merely quiet does not.
BOARD_STAGES: Mapping[Stage, str] = {**REPLY_STAGES, Stage.SUBMITTED: "warn", Stage.SILENT: "quiet"}

ROUND_STAGES: Mapping[RoundStage, str] = {
    **dict.fromkeys(RoundStage, "going"),
    RoundStage.ARCHIVED: "good",
    RoundStage.REVOKED: "quiet",
}

STANDINGS: Mapping[StandingKind, str] = {
    StandingKind.WITH_COMMENTS: "good",
    StandingKind.NO_OBJECTION: "good",
    StandingKind.SILENT: "warn",
    StandingKind.UNDELIVERED: "bad",
    StandingKind.OPEN: "going",
}

VERDICTS: Mapping[Verdict, str] = {
    Verdict.ADOPTED: "good",
    Verdict.PARTLY: "going",
    Verdict.DECLINED: "warn",
    Verdict.EXPLAINED: "quiet",
}

CAUSES: Mapping[CauseKind, str] = {
    CauseKind.DIRECT: "bad",
    CauseKind.INDIRECT: "warn",
    CauseKind.EXCLUDED: "quiet",
}

CHANGES: Mapping[Change, str] = {Change.SAME: "quiet", Change.NEW: "warn", Change.CHANGED: "warn"}

MEASURE_STAGES: Mapping[MeasureStage, str] = {
    MeasureStage.PROPOSED: "quiet",
    MeasureStage.ANSWERING: "going",
    MeasureStage.CARRYING_OUT: "going",
    MeasureStage.INSPECTING: "warn",
    MeasureStage.CLOSED: "good",
}

ANSWERS: Mapping[Answer, str] = {Answer.ACCEPTED: "good", Answer.PARTLY: "warn", Answer.REFUSED: "bad"}

ESCALATIONS: Mapping[Escalation, str] = {
    Escalation.REMINDED: "warn",
    Escalation.SUPERVISED: "warn",
    Escalation.SUMMONED: "bad",
    Escalation.REPRIMANDED: "bad",
}

FINDINGS: Mapping[FindingKind, str] = {
    FindingKind.DONE: "good",
    FindingKind.PARTLY: "warn",
    FindingKind.NOT_DONE: "bad",
}

CASE_STAGES: Mapping[CaseStage, str] = {
    **dict.fromkeys(CaseStage, "going"),
    CaseStage.CLOSED: "good",
    CaseStage.ARCHIVED: "good",
    CaseStage.TRANSFERRED: "quiet",
}

GRADES: Mapping[Grade, str] = {
    Grade.ORDINARY: "quiet",
    Grade.LARGER: "warn",
    Grade.MAJOR: "bad",
    Grade.EXTREME: "bad",
}

CLOCK_STATES: Mapping[ClockState, str] = {
    ClockState.RUNNING: "going",
    ClockState.PAUSED: "warn",
    ClockState.LATE: "bad",
    ClockState.DONE: "good",
    ClockState.DONE_LATE: "warn",
    ClockState.OVER: "quiet",
    ClockState.ENDED: "quiet",
}

ERRANDS: Mapping[Going, str] = {
    Going.WAITING: "quiet",
    Going.RUNNING: "going",
    Going.DONE: "good",
    Going.FAILED: "bad",
}

PARCELS: Mapping[Sending, str] = {
    Sending.WAITING: "quiet",
    Sending.SENDING: "going",
    Sending.SENT: "good",
    Sending.FAILED: "bad",
    Sending.UNKNOWN: "warn",
}


def install(app: Flask) -> None:
    """Templates write states with `words`, and how they look with `tones`."""
    app.context_processor(lambda: {"words": words, "tones": TONES})


TONES = {
    "REPLY_STAGES": REPLY_STAGES,
    "BOARD_STAGES": BOARD_STAGES,
    "ROUND_STAGES": ROUND_STAGES,
    "STANDINGS": STANDINGS,
    "VERDICTS": VERDICTS,
    "CHANGES": CHANGES,
    "CASE_STAGES": CASE_STAGES,
    "GRADES": GRADES,
    "CLOCK_STATES": CLOCK_STATES,
    "CAUSES": CAUSES,
    "MEASURE_STAGES": MEASURE_STAGES,
    "ANSWERS": ANSWERS,
    "ESCALATIONS": ESCALATIONS,
    "FINDINGS": FINDINGS,
    "PARCELS": PARCELS,
    "ERRANDS": ERRANDS,
}
