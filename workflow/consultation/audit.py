"""The rehearsal against what happened: what the system said it would do, beside what the journal says it did.

Nothing is taken from marks on the plan itself: a planned event has happened when the journal has its line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from workflow.consultation.model import PlannedEvent, PlannedKind, Round
from workflow.desk import Desk
from workflow.journal import JournalLine, lines_of_case

_VERBS = {"deliver": PlannedKind.DELIVER, "remind": PlannedKind.REMIND, "close": PlannedKind.CLOSE}
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
    lines = lines_of_case(desk.session, round_.case)
    happened: dict[_Key, list[datetime]] = {}
    for line in lines:
        if line.verb in _VERBS and line.due is not None:
            happened.setdefault((_VERBS[line.verb], line.due, line.unit_id), []).append(line.at)
    planned = [_audited(event, happened) for event in _in_force(round_, lines)]
    return planned + [Audited(*key, at, was_planned=False) for key, rest in happened.items() for at in rest]


def matches(lines: Sequence[Audited], now: datetime) -> bool:
    """All that was due until `now` happened, once, and nothing else did."""
    return all(line.agrees(now) for line in lines)


def _audited(event: PlannedEvent, happened: dict[_Key, list[datetime]]) -> Audited:
    found = happened.get((event.kind, event.due, event.unit_id))
    return Audited(event.kind, event.due, event.unit_id, found.pop(0) if found else None)


def _in_force(round_: Round, lines: Sequence[JournalLine]) -> list[PlannedEvent]:
    """The plan without what an extension or the revocation, recorded in the journal, has moved before it was due."""
    extended = {line.at for line in lines if line.verb in ("extend", "revoke")}
    moved = {
        e.id for e in round_.plan if e.dropped_at in extended and e.dropped_at is not None and e.due > e.dropped_at
    }
    return sorted((event for event in round_.plan if event.id not in moved), key=lambda event: (event.due, event.id))
