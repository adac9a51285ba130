"""The rehearsal against the journal: what the system said it would do, and what it wrote down as done.

Nothing is taken from marks on the plan itself: a planned event has happened when the journal has its line.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from workflow.consultation.model import PlannedEvent, PlannedKind, Round
from workflow.desk import Desk
from workflow.journal import JournalLine

VERBS = {"deliver": PlannedKind.DELIVER, "remind": PlannedKind.REMIND, "close": PlannedKind.CLOSE}


@dataclass(frozen=True)
class Happened:
    """One line the system wrote by itself: what was due when, and when it was done."""

    due: datetime
    kind: PlannedKind
    unit_id: int | None
    at: datetime

    @property
    def delay(self) -> timedelta:
        """How long after its moment; more than the sweep's rhythm only after a standstill."""
        return self.at - self.due


Pair = tuple[PlannedEvent | None, Happened | None]


def audit(desk: Desk, round_: Round) -> list[Pair]:
    """Every planned event with its journal line, in the order of the plan.

    (planned, None): not done, or not yet due. (None, happened): done without having been planned, or twice.
    """
    left = _happened(desk, round_)
    pairs: list[Pair] = [(planned, _take(left, planned)) for planned in _in_force(desk, round_)]
    return pairs + [(None, line) for line in left]


def matches(pairs: Sequence[Pair], now: datetime) -> bool:
    """Whether what happened until `now` equals what was planned: nothing missing, nothing extra, nothing early."""
    return all(_agrees(planned, happened, now) for planned, happened in pairs)


def _agrees(planned: PlannedEvent | None, happened: Happened | None, now: datetime) -> bool:
    if planned is None:
        return False
    if happened is None:
        return planned.due > now
    return happened.at >= planned.due


def _in_force(desk: Desk, round_: Round) -> list[PlannedEvent]:
    """The plan without what an extension, recorded in the journal, has moved before it was due."""
    extended = {line.at for line in _lines(desk, round_, ["extend"])}
    moved = {event.id for event in round_.plan if event.dropped_at in extended and event.due > event.dropped_at}
    return sorted((event for event in round_.plan if event.id not in moved), key=lambda event: (event.due, event.id))


def _happened(desk: Desk, round_: Round) -> list[Happened]:
    lines = _lines(desk, round_, VERBS)
    return [Happened(line.due, VERBS[line.verb], line.unit_id, line.at) for line in lines if line.due is not None]


def _lines(desk: Desk, round_: Round, verbs: Iterable[str]) -> Sequence[JournalLine]:
    of_round = select(JournalLine).where(JournalLine.case == round_.case, JournalLine.verb.in_(list(verbs)))
    return desk.session.scalars(of_round.order_by(JournalLine.id)).all()


def _take(left: list[Happened], planned: PlannedEvent) -> Happened | None:
    """The line of that event, which no other event may claim again."""
    wanted = (planned.due, planned.kind, planned.unit_id)
    found = next((line for line in left if (line.due, line.kind, line.unit_id) == wanted), None)
    if found is not None:
        left.remove(found)
    return found
