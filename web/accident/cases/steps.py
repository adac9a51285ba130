"""接下来: every open step of a case and its parts, who does it, and whether it is you."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from web.steps import is_own, nobody_at, steps_of
from workflow.accident.model import Accident
from workflow.desk import Desk
from workflow.engine.deserted import Deserted, deserted_of
from workflow.engine.process import Step
from workflow.engine.tracking import where
from workflow.people import POSTS, Unit


@dataclass(frozen=True)
class OpenStep:
    """One step that lies open. `about`: the part of the case, or ""; `who`: 区安委会办公室主要领导; `url`: its page.

    `deserted`: where it lies before nobody, which `who` says then.
    """

    title: str
    about: str
    who: str
    url: str
    is_mine: bool
    deserted: Deserted | None


def opened(desk: Desk, accident: Accident) -> Iterator[OpenStep]:
    """In the case itself, its supervisions, measures and evaluation, under the names their diagrams give them."""
    parts = list(_parts(accident))
    empty = _deserted(desk, [part for part, _ in parts])
    for part, about in parts:
        if found := steps_of(desk, part):
            nodes = where(desk, desk.engine, part.process, part).definition.graph.nodes
            for name, step in found.items():
                yield _open_step(desk, part, step, nodes[name].name, about, empty.get((part.process, part.id, name)))


def _deserted(desk: Desk, parts: Sequence[Any]) -> dict[tuple[str, int, str], Deserted]:
    """Process, subject and step -> what lies there before nobody; one look a process."""
    ids = defaultdict(list)
    for part in parts:
        ids[part.process].append(part.id)
    found = (task for process, subjects in ids.items() for task in deserted_of(desk, process, subjects))
    return {(task.process, task.subject_id, task.step): task for task in found}


def _parts(accident: Accident) -> Iterator[tuple[Any, str]]:
    yield accident, ""
    yield from ((supervision, "挂牌督办") for supervision in accident.supervisions)
    yield from ((measure, f"第{measure.number}项整改措施") for measure in accident.measures if measure.ordered_at)
    if accident.evaluation:
        yield accident.evaluation, "整改评估"


def _open_step(desk: Desk, part: Any, step: Step, title: str, about: str, empty: Deserted | None) -> OpenStep:
    unit = desk.session.get_one(Unit, step.unit_of(part))
    who = nobody_at(unit, step.post) if empty else f"{unit.short_name}{POSTS[step.post]}"
    return OpenStep(title, about, who, url_for(step.page, key=part.key), is_own(desk, part, step), empty)
