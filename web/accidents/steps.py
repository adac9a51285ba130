"""The steps of a case on its pages: which lie open, who does them, and whether it is you."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for

from workflow.accident.model import Accident
from workflow.desk import Desk
from workflow.engine.process import Step
from workflow.engine.tracking import where
from workflow.people import POSTS, Unit


@dataclass(frozen=True)
class OpenStep:
    """One step that lies open. `about`: the part of the case, or ""; `who`: 区安委会办公室主要领导; `url`: its page."""

    title: str
    about: str
    who: str
    url: str
    is_mine: bool


def opened(desk: Desk, accident: Accident) -> Iterator[OpenStep]:
    """In the case itself, its supervisions, measures and evaluation, under the names their diagrams give them."""
    for part, about in _parts(accident):
        if found := desk.open_steps(part):
            nodes = where(desk, desk.engine, part.process, part).definition.graph.nodes
            yield from (_open_step(desk, part, name, nodes[name].name, about) for name in _in_order(desk, part, found))


def _parts(accident: Accident) -> Iterator[tuple[Any, str]]:
    yield accident, ""
    yield from ((supervision, "挂牌督办") for supervision in accident.supervisions)
    yield from ((measure, f"第{measure.number}项整改措施") for measure in accident.measures if measure.ordered_at)
    if accident.evaluation:
        yield accident.evaluation, "整改评估"


def _in_order(desk: Desk, part: Any, found: set[str]) -> Iterator[str]:
    yield from (name for name in desk.engine.processes[part.process].steps if name in found)


def _open_step(desk: Desk, part: Any, name: str, title: str, about: str) -> OpenStep:
    step = _step(desk, part, name)
    unit = desk.session.get_one(Unit, step.unit_of(part))
    who = f"{unit.short_name}{POSTS[step.post]}"
    return OpenStep(title, about, who, address(step.page, part.key), _is_mine(desk, part, step))


def waits(desk: Desk, accident: Accident, step: str) -> bool:
    """The step lies open, and on the desk of whoever looks."""
    return step in desk.open_steps(accident) and _is_mine(desk, accident, _step(desk, accident, step))


def address(endpoint: str, key: str) -> str:
    """ "" as long as no view of that name is registered."""
    return url_for(endpoint, key=key) if endpoint in current_app.view_functions else ""


def _step(desk: Desk, part: Any, name: str) -> Step:
    return desk.engine.processes[part.process].steps[name]


def _is_mine(desk: Desk, part: Any, step: Step) -> bool:
    return desk.holds(step.unit_of(part), step.post)
