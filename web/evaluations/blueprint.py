"""The blueprint to which the pages about evaluations belong, whichever module they stand in."""

from flask import Blueprint

from workflow.accident.words import following

blueprint = Blueprint("evaluations", __name__)


@blueprint.context_processor
def labels() -> dict[str, object]:
    """The words of what follows the approval; `words` are those of the consultation."""
    return {"labels": following}
