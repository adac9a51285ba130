"""待办: what lies open on somebody's desks, whatever process it belongs to, the most urgent first.

A query over the task rows themselves: there is no copy of the list that could go stale.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, and_, not_, or_, select

from workflow.engine.deployment import Engine
from workflow.engine.process import Hands, Named
from workflow.engine.rows import instances, tasks
from workflow.people.posts import ADMINISTRATORS, PostKind

_NEVER = datetime.max.replace(tzinfo=UTC)
Desks = Collection[tuple[int, PostKind]]  # (unit, post)


@dataclass(frozen=True)
class Waiting:
    """One open task: which step of which case, since when, and the name of its page. `subject`: as in "reply:12"."""

    case: Named
    step: str  # as the case's own diagram calls it
    page: str
    since: datetime
    post: PostKind | None = None  # on whose desk; None where no step of a diagram laid it there
    subject: str = ""


def waiting(hands: Hands, engine: Engine, desks: Desks) -> list[Waiting]:
    """The open tasks of these desks: first what has the nearest deadline, then what has waited longest."""
    if not desks:
        return []
    found = list(_described(hands, engine, _rows(hands, _on(desks))))
    return sorted(found, key=urgency)


def with_colleagues(hands: Hands, engine: Engine, desks: Desks) -> list[Waiting]:
    """The open tasks of the same units that lie on other desks, in the same order. Who only administers has no part."""
    units = {unit_id for unit_id, post in desks if post not in ADMINISTRATORS}
    if not units:
        return []
    elsewhere = and_(tasks.c.unit_id.in_(units), not_(_on(desks)))
    return sorted(_described(hands, engine, _rows(hands, elsewhere)), key=urgency)


def urgency(task: Waiting) -> tuple[datetime, datetime]:
    return task.case.over or _NEVER, task.since


def _on(desks: Desks) -> ColumnElement[bool]:
    return or_(*(and_(tasks.c.unit_id == unit_id, tasks.c.post == kind.value) for unit_id, kind in desks))


def _rows(hands: Hands, which: ColumnElement[bool]) -> Sequence[Any]:
    about = (instances.c.process, instances.c.definition, instances.c.subject_id)
    return hands.session.execute(
        select(tasks.c.step, tasks.c.post, tasks.c.opened_at, *about)
        .join(instances, instances.c.id == tasks.c.instance_id)
        .where(which)
        .order_by(instances.c.process, tasks.c.opened_at, tasks.c.instance_id, tasks.c.at)
    ).all()


def _described(hands: Hands, engine: Engine, rows: Sequence[Any]) -> Iterator[Waiting]:
    for process_id, some in groupby(rows, key=lambda row: str(row.process)):
        process, alike = engine.processes[process_id], list(some)
        names = process.names(hands.session, [row.subject_id for row in alike])
        for row in alike:
            step = engine.definition(hands.session, row.definition).steps[row.step]
            page = process.steps[row.step].page
            subject = f"{process_id}:{row.subject_id}"
            yield Waiting(names[row.subject_id], step.name, page, row.opened_at, PostKind(row.post), subject)
