"""The rehearsal against what happened: what the system said it would do, beside what the journal says it did.

Nothing is taken from marks on the plan itself: a planned event has happened when the journal has its line.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from workflow.consultation.model import PlannedEvent, PlannedKind, Round
from workflow.desk import Desk
from workflow.journal import JournalLine

_VERBS = {"deliver": PlannedKind.DELIVER, "remind": PlannedKind.REMIND, "close": PlannedKind.CLOSE}
_MOVES = ("extend", "revoke")
_Key = tuple[PlannedKind, datetime, int | None]


@dataclass(frozen=True)
class Audited:
    """One thing planned or done. `happened_at` None: not (yet); not `was_planned`: nobody had announced it."""

    kind: PlannedKind
    due: datetime
    unit_id: int | None
    happened_at: datetime | None
    was_planned: bool = True

    def agrees(self, now: datetime) -> bool:
        """Announced, and done at its moment or as soon as the system could after it; or not due yet."""
        if self.happened_at is None:
            return self.due > now
        return self.was_planned and self.happened_at >= self.due


def audit(desk: Desk, round_: Round) -> list[Audited]:
    """The plan in force, line by line in the order of its moments, then what nobody had planned."""
    lines = desk.session.execute(_lines_of(round_)).all()
    happened: dict[_Key, list[datetime]] = {}
    for line in lines:
        if line.verb in _VERBS and line.due is not None:
            happened.setdefault((_VERBS[line.verb], line.due, line.unit_id), []).append(line.at)
    moved_at = {line.at for line in lines if line.verb in _MOVES}
    planned = [_audited(event, happened) for event in _in_force(desk, round_, moved_at)]
    return planned + [Audited(*key, at, was_planned=False) for key, rest in happened.items() for at in rest]


def matches(lines: Sequence[Audited], now: datetime) -> bool:
    """All that was due until `now` happened, once, and nothing else did."""
    return all(line.agrees(now) for line in lines)


def _lines_of(round_: Round) -> Any:
    """Columns, not objects: to ten thousand units as many things were sent."""
    told = select(JournalLine.verb, JournalLine.due, JournalLine.unit_id, JournalLine.at)
    of_round = told.where(JournalLine.case == round_.case, JournalLine.verb.in_((*_VERBS, *_MOVES)))
    return of_round.order_by(JournalLine.id)


def _audited(event: Any, happened: dict[_Key, list[datetime]]) -> Audited:
    found = happened.get((event.kind, event.due, event.unit_id))
    return Audited(event.kind, event.due, event.unit_id, found.pop(0) if found else None)


def _in_force(desk: Desk, round_: Round, moved_at: Container[datetime]) -> list[Any]:
    """The plan without what an extension or the revocation, recorded in the journal, has moved before it was due."""
    facts = (PlannedEvent.id, PlannedEvent.kind, PlannedEvent.due, PlannedEvent.unit_id, PlannedEvent.dropped_at)
    planned = desk.session.execute(
        select(*facts).where(PlannedEvent.round_id == round_.id).order_by(PlannedEvent.due, PlannedEvent.id)
    )
    return [event for event in planned if not _was_moved(event, moved_at)]


def _was_moved(event: Any, moved_at: Container[datetime]) -> bool:
    return event.dropped_at is not None and event.dropped_at in moved_at and event.due > event.dropped_at
