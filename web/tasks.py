"""Everybody's desk: what waits, what was done, what was begun."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from web.deadlines import Countdown, countdown
from web.desk import read_desk
from workflow.consultation import desks, words
from workflow.desk import Desk
from workflow.engine import inbox

blueprint = Blueprint("tasks", __name__)


@blueprint.get("/")
def waiting() -> ResponseReturnValue:
    with read_desk() as desk:
        return render_template("tasks/waiting.html", tasks=list(_tasks(desk)), notices=desks.notices(desk))


@blueprint.get("/done")
def done() -> ResponseReturnValue:
    with read_desk() as desk:
        found, has_older = desks.done(desk)
        lines = [(line, _page_of(line)) for line in found]
        return render_template("tasks/done.html", lines=lines, most=desks.MOST, has_older=has_older)


@blueprint.get("/started")
def started() -> ResponseReturnValue:
    with read_desk() as desk:
        rounds = [(each, address("rounds.show", each.key)) for each in desks.started(desk)]
        return render_template("tasks/started.html", rounds=rounds, stages=words.ROUND_STAGES)


@dataclass(frozen=True)
class Task:
    """One line of 待办."""

    title: str
    about: str
    step: str
    since: datetime
    deadline: Countdown | None
    url: str


def _tasks(desk: Desk) -> Iterator[Task]:
    for task in inbox.waiting(desk, desk.engine, desk.posts):
        case = task.case
        until = countdown(desk, case.deadline)
        yield Task(case.title, case.about, task.step, task.since, until, address(task.page, case.key))


def _page_of(line: desks.Done) -> str:
    """People of a unit look at their reply, the office at its round."""
    if line.is_own_unit and line.reply_key:
        return address("replies.show", line.reply_key)
    return address("rounds.show", line.round_key)


def address(endpoint: str, key: str) -> str:
    """The page of a case; "" as long as no view of that name is registered."""
    return url_for(endpoint, key=key) if endpoint in current_app.view_functions else ""
