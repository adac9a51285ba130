"""The steps of a case on its pages: which lie open, who does them, and whether it is you."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import current_app, url_for

from workflow.accident.model import Accident
from workflow.accident.standing import open_steps
from workflow.desk import Desk
from workflow.engine.process import Step
from workflow.engine.tracking import where
from workflow.people import POSTS, Unit


@dataclass(frozen=True)
class OpenStep:
    """One step that lies open. `who`: 区安委会办公室主要领导; `url`: its page; `is_mine`: it lies on this desk."""

    title: str
    who: str
    url: str
    is_mine: bool


def opened(desk: Desk, accident: Accident) -> Iterator[OpenStep]:
    """In the order of the diagram, under the names the diagram gives them."""
    nodes = where(desk, desk.engine, accident.process, accident).definition.graph.nodes
    for name in open_steps(desk, accident):
        step = _step(desk, accident, name)
        yield OpenStep(
            nodes[name].name,
            _who(desk, accident, step),
            address(step.page, accident.key),
            _is_mine(desk, accident, step),
        )


def waits(desk: Desk, accident: Accident, step: str) -> bool:
    """The step lies open, and on the desk of whoever looks."""
    return step in desk.open_steps(accident) and _is_mine(desk, accident, _step(desk, accident, step))


def address(endpoint: str, key: str) -> str:
    """ "" as long as no view of that name is registered."""
    return url_for(endpoint, key=key) if endpoint in current_app.view_functions else ""


def _step(desk: Desk, accident: Accident, name: str) -> Step:
    return desk.engine.processes[accident.process].steps[name]


def _is_mine(desk: Desk, accident: Accident, step: Step) -> bool:
    return desk.holds(step.unit_of(accident), step.post)


def _who(desk: Desk, accident: Accident, step: Step) -> str:
    unit = desk.session.get_one(Unit, step.unit_of(accident))
    return f"{unit.short_name}{POSTS[step.post]}"
