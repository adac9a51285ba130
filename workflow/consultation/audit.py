"""The rehearsal against what happened: what the system said it would do, beside what the journal says it did."""

from dataclasses import dataclass
from datetime import datetime

from workflow.consultation.model import PlannedKind, Round
from workflow.desk import Desk
from workflow.journal import JournalLine, lines_of_case

_VERBS = {"deliver": PlannedKind.DELIVER, "remind": PlannedKind.REMIND, "close": PlannedKind.CLOSE}


@dataclass(frozen=True)
class Audited:
    """One thing planned or done. `happened_at` None: not (yet); not `was_planned`: nobody had announced it."""

    kind: PlannedKind
    due: datetime
    unit_id: int | None
    happened_at: datetime | None
    was_planned: bool = True

    @property
    def is_as_planned(self) -> bool:
        return self.was_planned and self.happened_at is not None


def audit(desk: Desk, round_: Round) -> list[Audited]:
    """The plan in force (an extension drops what it re-planned), line by line, then what nobody had planned."""
    happened: dict[tuple[PlannedKind, datetime, int | None], list[JournalLine]] = {}
    for line in lines_of_case(desk.session, round_.case):
        if line.verb in _VERBS and line.due is not None:
            happened.setdefault((_VERBS[line.verb], line.due, line.unit_id), []).append(line)
    lines = []
    for event in round_.plan:
        if event.dropped_at is None:
            found = happened.get((event.kind, event.due, event.unit_id))
            done = found.pop(0).at if found else None
            lines.append(Audited(event.kind, event.due, event.unit_id, done))
    unplanned = [
        Audited(kind, due, unit_id, line.at, was_planned=False)
        for (kind, due, unit_id), rest in happened.items()
        for line in rest
    ]
    return lines + unplanned


def matches(lines: list[Audited]) -> bool:
    """All that was announced happened, once, and nothing else did."""
    return all(line.is_as_planned for line in lines)
