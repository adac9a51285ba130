"""The blueprint of a case from investigation to archive, whichever module its pages stand in."""

from flask import Blueprint

blueprint = Blueprint("reports", __name__, url_prefix="/accident/<key>")
