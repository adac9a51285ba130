"""State -> tone of its badge (quiet, going, good, warn, bad); the words are those of `words.py`."""

from collections.abc import Mapping

from flask import Flask

from workflow.consultation import words
from workflow.consultation.model import RoundStage, Stage, StandingKind

STAGES: Mapping[Stage, str] = {
    Stage.ISSUED: "quiet",
    Stage.WRITING: "going",
    Stage.AWAITING_SIGNATURE: "going",
    Stage.AWAITING_SEAL: "going",
    Stage.SUBMITTED: "warn",  # it waits for the office
    Stage.CORRECTING: "warn",
    Stage.ACCEPTED: "good",
    Stage.SILENT: "quiet",
    Stage.UNDELIVERED: "bad",
}

STANDINGS: Mapping[StandingKind, str] = {
    StandingKind.WITH_COMMENTS: "good",
    StandingKind.NO_OBJECTION: "good",
    StandingKind.SILENT: "quiet",
    StandingKind.UNDELIVERED: "bad",
    StandingKind.OPEN: "going",
}

ROUND_STAGES: Mapping[RoundStage, str] = {
    RoundStage.DRAFTING: "quiet",
    RoundStage.APPROVING: "warn",
    RoundStage.COLLECTING: "going",
    RoundStage.SUMMARISING: "going",
    RoundStage.CONFIRMING: "warn",
    RoundStage.RELEASING: "going",
    RoundStage.CONCLUDING: "going",
    RoundStage.ARCHIVING: "going",
    RoundStage.ARCHIVED: "good",
}


def install(app: Flask) -> None:
    """Give templates `words` and the tables of tones."""
    app.context_processor(
        lambda: {"words": words, "stage_tones": STAGES, "standing_tones": STANDINGS, "round_tones": ROUND_STAGES}
    )
