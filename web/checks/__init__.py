"""The office's pages about one unit's reply: the check of its form, paper, deliveries, reminders, late letters."""

from flask import Blueprint

blueprint = Blueprint("checks", __name__, url_prefix="/check/<key>")

from web.checks import checking, contacts, paper  # noqa: E402, F401 -- their views register themselves
