"""The blueprint to which the pages about supervisions belong, whichever module they stand in."""

from flask import Blueprint

from web.accident import labels

blueprint = Blueprint("supervisions", __name__)
blueprint.context_processor(labels.of_what_follows)
