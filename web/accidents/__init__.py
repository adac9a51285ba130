"""The pages of accident cases: the list, the case itself, and the steps from the first report to the team."""

from flask import Blueprint

from workflow.accident.words import opening, standing

blueprint = Blueprint("accidents", __name__)


@blueprint.context_processor
def _labels() -> dict[str, object]:
    """The words of a case in the place of those of a round."""
    return {"words": opening, "clock_states": standing.CLOCK_STATES}


from web.accidents import (  # noqa: E402, F401 -- their views register themselves
    case,
    classifying,
    clocks,
    correcting,
    diagrams,
    informing,
    listing,
    registering,
    settings,
    team,
)
