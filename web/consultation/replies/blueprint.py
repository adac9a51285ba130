"""The blueprint to which a unit's pages about its reply belong, whichever module they stand in."""

from flask import Blueprint

blueprint = Blueprint("replies", __name__, url_prefix="/reply/<key>")
