"""The blueprint to which the office's pages about a round belong, whichever module they stand in."""

from flask import Blueprint

blueprint = Blueprint("rounds", __name__)
