"""已办: every step that somebody took himself, the latest first."""

from dataclasses import dataclass
from datetime import datetime

from flask.typing import ResponseReturnValue

from web.frame.desk import read_desk
from web.lists import Column, List, Narrowing, look_at
from web.tasks import pages
from web.tasks.blueprint import blueprint
from workflow.accident import desks as case_desks
from workflow.consultation import desks
from workflow.desk import Desk


@dataclass(frozen=True)
class Step:
    """One line of 已办. `unit`: whose reply it was about, where that says something."""

    at: datetime
    what: str
    title: str
    unit: str
    url: str


DONE: List[Step] = List(
    "done",
    "已办事项",
    "tasks.done",
    (
        Column("时间", lambda step: step.at, "at"),
        Column("办理情况", lambda step: step.what, "what"),
        Column("事项", lambda step: step.title, "title"),
        Column("单位", lambda step: step.unit, on_page=False),
    ),
    narrowings={
        "q": Narrowing(lambda step, wanted: any(wanted in said for said in (step.what, step.title, step.unit)))
    },
    size=desks.MOST,
)


@blueprint.get("/done")
def done() -> ResponseReturnValue:
    look = look_at(DONE)
    with read_desk() as desk:
        found, has_older = steps(desk)
        return look.answer(found, "tasks/done.html", most=desks.MOST, has_older=has_older)


def steps(desk: Desk) -> tuple[list[Step], bool]:
    """The latest first; and whether there is more than a list shows."""
    rounds, more_rounds = desks.done(desk)
    cases, more_cases = case_desks.done(desk)
    found = [
        *(_step_of(each) for each in rounds),
        *(
            Step(each.at, each.what, each.title, "", url)
            for each, url in zip(cases, pages.of_cases(desk, cases), strict=True)
        ),
    ]
    found.sort(key=lambda step: step.at, reverse=True)
    return found[: desks.MOST], more_rounds or more_cases or len(found) > desks.MOST


def _step_of(line: desks.Done) -> Step:
    return Step(line.at, line.what, line.title, "" if line.is_own_unit else line.unit, pages.of_round(line))
