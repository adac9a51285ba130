"""Which open steps of a case lie on the desk of the person at the page: what its page offers, and nothing else."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from workflow.desk import Desk
from workflow.engine.deserted import Deserted, deserted_of
from workflow.engine.process import Step
from workflow.people import PostKind, Unit

NAMED = 3  # desks without anybody


def steps_of(desk: Desk, subject: Any) -> dict[str, Step]:
    """The open steps, in the order in which their process names them."""
    open_ = desk.open_steps(subject)
    return {name: step for name, step in desk.engine.processes[subject.process].steps.items() if name in open_}


def is_own(desk: Desk, subject: Any, step: Step) -> bool:
    """This person holds the step's post; the actions ask for themselves again."""
    return desk.holds(step.unit_of(subject), step.post)


def own_steps(desk: Desk, subject: Any) -> frozenset[str]:
    """Ids of the open steps that are this person's."""
    return frozenset(name for name, step in steps_of(desk, subject).items() if is_own(desk, subject, step))


def waiting_units(desk: Desk, subject: Any) -> list[str]:
    """Where the case lies now: the units of its open steps, by their short names; of an empty desk, that nobody is there."""
    empty = {task.step for task in deserted_of(desk, subject.process, [subject.id])}
    steps = [
        (name, step, desk.session.get_one(Unit, step.unit_of(subject)))
        for name, step in steps_of(desk, subject).items()
    ]
    named = (nobody_at(unit, step.post) if name in empty else unit.short_name for name, step, unit in steps)
    return list(dict.fromkeys(named))


def nobody_at(unit: Unit, post: PostKind) -> str:
    return f"{unit.without(post)}（无人办理）"


def named_desks(desk: Desk, tasks: Iterable[Deserted]) -> str:
    """Where nobody is there to do what waits: each desk once, the first few by name; "" when somebody is everywhere."""
    found = dict.fromkeys((task.unit_id, task.post) for task in tasks)
    named = "；".join(desk.session.get_one(Unit, unit_id).without(post) for unit_id, post in islice(found, NAMED))
    return f"{named}；等{len(found)}处" if len(found) > NAMED else named
