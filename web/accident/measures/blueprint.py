"""The blueprint to which the pages about measures belong, whichever module they stand in."""

from flask import Blueprint

from web.accident import labels

blueprint = Blueprint("measures", __name__)
blueprint.context_processor(labels.of_what_follows)
