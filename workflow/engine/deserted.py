"""无人办理: open tasks on the desk of a post that nobody holds today.

A post ends by itself on its last day, and a case may come to a desk after its last holder has left it. A unit that never
had anybody in the system takes part on paper: its desks miss nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, true

from workflow.clock import day_of
from workflow.engine.process import Hands
from workflow.engine.rows import instances, tasks
from workflow.people import FALLS_TO, Post, PostKind
from workflow.people.posts import stands_on


@dataclass(frozen=True)
class Deserted:
    """One task of a case that lies before nobody; `at`: its address in the diagram, `step`: its element."""

    process: str
    subject_id: int
    at: str
    step: str
    since: datetime
    unit_id: int
    post: PostKind


def deserted(hands: Hands) -> list[Deserted]:
    """Of all cases, the longest first."""
    return _found(hands, true())


def deserted_of(hands: Hands, process: str, subjects: Sequence[int] | Select[int]) -> list[Deserted]:
    """Of these cases of one process."""
    return _found(hands, and_(instances.c.process == process, instances.c.subject_id.in_(subjects)))


def _found(hands: Hands, which: ColumnElement[bool]) -> list[Deserted]:
    rows = hands.session.execute(
        select(instances.c.process, instances.c.subject_id, tasks)
        .join(instances, instances.c.id == tasks.c.instance_id)
        .where(which, _has_had_people(), _before_nobody(day_of(hands.now)))
        .order_by(tasks.c.opened_at, tasks.c.instance_id, tasks.c.at)
    )
    return [
        Deserted(row.process, row.subject_id, row.at, row.step, row.opened_at, row.unit_id, PostKind(row.post))
        for row in rows
    ]


def _has_had_people() -> ColumnElement[bool]:
    return exists().where(Post.unit_id == tasks.c.unit_id).correlate(tasks)


def _before_nobody(today: date) -> ColumnElement[bool]:
    """Neither is the post held nor the one that its work falls to."""
    return or_(
        *(
            and_(
                tasks.c.post == kind.value,
                ~exists()
                .where(
                    Post.unit_id == tasks.c.unit_id,
                    Post.kind.in_({kind, FALLS_TO.get(kind, kind)}),
                    stands_on(today),
                )
                .correlate(tasks),
            )
            for kind in PostKind
        )
    )
