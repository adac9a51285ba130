"""The blueprint of a case from investigation to archive, whichever module its pages stand in."""

from flask import Blueprint

from web.accident import labels

blueprint = Blueprint("reports", __name__, url_prefix="/accident/<key>")
blueprint.context_processor(labels.of_findings)
