"""等他人办理: what has left this desk and lies on another: with colleagues of the same unit, or with the units that were asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from web.deadlines import Countdown, DueDay, countdown, due_day
from web.tasks.pages import is_of_rounds
from workflow.consultation import desks
from workflow.desk import Desk
from workflow.engine import inbox
from workflow.people import POSTS

MOST = 20  # lines of the first page


@dataclass(frozen=True)
class Awaited:
    """One line. `who`: 「主要领导」 or 「37家单位」; `url`: "" where only the other may open the page."""

    title: str
    about: str
    who: str
    step: str
    since: datetime
    deadline: Countdown | None
    due: DueDay | None
    url: str


def awaited(desk: Desk) -> list[Awaited]:
    """The nearest deadline first, within each kind."""
    return [*_of_units(desk), *_of_colleagues(desk)][:MOST]


def _of_units(desk: Desk) -> Iterator[Awaited]:
    for line in desks.asked(desk):
        yield Awaited(
            line.title, "", f"{line.units}家单位", line.step, line.since, countdown(desk, line.deadline), None,
            url_for("rounds.board", key=line.round_key),
        )  # fmt: skip


def _of_colleagues(desk: Desk) -> Iterator[Awaited]:
    for task in inbox.with_colleagues(desk, desk.engine, desk.duties):
        case = task.case
        days = (case.due_on - desk.today).days if case.due_on else None
        who = POSTS[task.post] if task.post else ""
        yield Awaited(
            case.title, case.about, who, task.step, task.since, countdown(desk, case.deadline),
            due_day(case.due_on, days), url_for(task.page, key=case.key) if is_of_rounds(task.page) else "",
        )  # fmt: skip
