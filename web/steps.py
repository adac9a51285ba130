"""Which open steps of a case lie on the desk of the person at the page: what its page offers, and nothing else."""

from typing import Any

from workflow.desk import Desk
from workflow.people import Unit


def own_steps(desk: Desk, subject: Any) -> frozenset[str]:
    """Ids of the open steps whose post this person holds; the actions ask for themselves again."""
    steps = desk.engine.processes[subject.process].steps
    return frozenset(
        name for name in desk.open_steps(subject) if desk.holds(steps[name].unit_of(subject), steps[name].post)
    )


def waiting_units(desk: Desk, subject: Any) -> list[str]:
    """Where the case lies now: the units of its open steps, by their short names."""
    steps = desk.engine.processes[subject.process].steps
    ids = dict.fromkeys(steps[name].unit_of(subject) for name in sorted(desk.open_steps(subject)))
    return [desk.session.get_one(Unit, unit_id).short_name for unit_id in ids]
