"""The blueprint to which the office's pages about one unit's reply belong, whichever module they stand in."""

from flask import Blueprint

blueprint = Blueprint("checks", __name__, url_prefix="/check/<key>")
