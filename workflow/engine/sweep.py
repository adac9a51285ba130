"""The sweep: whatever is due happens, exactly once, soon after a restart too; one failure never stops the rest.

It is safe to run anywhere, any number of times at once: a moment's row goes away in the transaction that carries
it out, under the instance's lock.
"""

import logging
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import insert, select

from workflow.bulk import among
from workflow.engine.deployment import Engine
from workflow.engine.process import Hands
from workflow.engine.rows import incidents, instances, moments
from workflow.engine.verbs import fire, locked_instances

AT_ONCE = 3000  # cases in one transaction: more hold the locks longer, fewer wait more often for the disk
RETRY_AFTER = timedelta(minutes=5)
OpenHands = Callable[[], AbstractContextManager[Hands]]  # a new writing transaction


log = logging.getLogger("zhengxun.sweep")


@dataclass(frozen=True)
class Due:
    """Moments of one name that came due together."""

    process: str
    at: str
    due: datetime
    instance_ids: tuple[int, ...]


def sweep(open_hands: OpenHands, engine: Engine, *, grace: timedelta = timedelta(0)) -> int:
    """Carry out all that is due; returns how many moments fired.

    `grace`: requests taken in before a deadline may still be on their way to the lock; let them go first.
    """
    fired = 0
    while True:
        with open_hands() as hands:
            batch = _next_due(hands, hands.now - grace)
        if batch is None:
            return fired
        fired += _carry_out(open_hands, engine, batch)


def next_due_at(hands: Hands) -> datetime | None:
    """When the next moment is due: the sweep may sleep until then."""
    return hands.session.scalar(select(moments.c.due).where(moments.c.due.is_not(None)).order_by(moments.c.due))


def _next_due(hands: Hands, now: datetime) -> Due | None:
    held_back = select(incidents.c.instance_id).where(incidents.c.resolved_at.is_(None), incidents.c.retry_after > now)
    waiting = (
        select(instances.c.process, instances.c.id, moments.c.at, moments.c.due, moments.c.rank)
        .join(instances, instances.c.id == moments.c.instance_id)
        .where(moments.c.due <= now, instances.c.id.not_in(held_back))
        .order_by(moments.c.due, moments.c.rank, instances.c.process, moments.c.at, instances.c.id)
        .limit(AT_ONCE)
    )
    rows = hands.session.execute(waiting).all()
    if not rows:
        return None
    first = rows[0]
    alike = [r.id for r in rows if (r.process, r.at, r.due) == (first.process, first.at, first.due)]
    return Due(first.process, first.at, first.due, tuple(alike))


def _carry_out(open_hands: OpenHands, engine: Engine, batch: Due) -> int:
    try:
        with open_hands() as hands:
            return _fire(hands, engine, batch)
    except Exception as error:
        if len(batch.instance_ids) == 1:
            with open_hands() as hands:
                _record(hands, batch, error)
            return 0
    return sum(_carry_out(open_hands, engine, half) for half in _halves(batch))


def _halves(batch: Due) -> tuple[Due, Due]:
    """The one that cannot be carried out is soon found among thousands, and the others wait for little."""
    middle = len(batch.instance_ids) // 2
    first, second = batch.instance_ids[:middle], batch.instance_ids[middle:]
    return replace(batch, instance_ids=first), replace(batch, instance_ids=second)


def _fire(hands: Hands, engine: Engine, batch: Due) -> int:
    process = engine.processes[batch.process]
    cases = locked_instances(hands, engine, process, batch.instance_ids)
    still = set(
        hands.session.scalars(
            select(moments.c.instance_id).where(
                among(hands.session, moments.c.instance_id, batch.instance_ids),
                moments.c.at == batch.at,
                moments.c.due <= hands.now,
            )
        )
    )
    due = [case for case in cases if case.instance_id in still]
    if due:
        fire(hands, engine, process, due, batch.at)
    return len(due)


def _record(hands: Hands, batch: Due, error: Exception) -> None:
    told = {
        "process_id": batch.process,  # "process" is a word of the log itself
        "instance": batch.instance_ids[0],
        "moment": batch.at,
    }
    log.error("a moment could not be carried out", exc_info=error, extra=told)
    hands.session.execute(
        insert(incidents).values(
            instance_id=batch.instance_ids[0],
            happened_at=hands.now,
            retry_after=hands.now + RETRY_AFTER,
            event=f"fire {batch.at}",
            error="".join(traceback.format_exception(error))[-4000:],
        )
    )
