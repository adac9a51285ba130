"""The pages of accident cases: the list, the case itself, and the steps from the first report to the team."""

from flask import Blueprint

from web.accident import labels

blueprint = Blueprint("accidents", __name__)
blueprint.context_processor(labels.of_a_case)
blueprint.context_processor(labels.of_findings)
blueprint.context_processor(labels.of_what_follows)


from web.accident.cases import (  # noqa: E402, F401 -- their views register themselves
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
