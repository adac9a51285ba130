"""Everybody's desk: what waits, what was done, what was begun."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from web.desk import read_desk

blueprint = Blueprint("tasks", __name__)


@blueprint.get("/")
def waiting() -> ResponseReturnValue:
    with read_desk():
        return render_template("tasks/waiting.html")
