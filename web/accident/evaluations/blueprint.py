"""The blueprint to which the pages about evaluations belong, whichever module they stand in."""

from flask import Blueprint

from web.accident import labels

blueprint = Blueprint("evaluations", __name__)
blueprint.context_processor(labels.of_what_follows)
