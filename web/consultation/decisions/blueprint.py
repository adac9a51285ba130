"""The blueprint to which the pages after the deadline belong, whichever module they stand in."""

from flask import Blueprint

blueprint = Blueprint("decisions", __name__)
