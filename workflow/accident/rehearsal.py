"""The rehearsal of a case: what the system will say by itself and when; afterwards beside what it did.

Nothing is taken from marks on the plan itself: a planned alarm has happened when the journal has its line.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workflow.accident.model import Accident, Alarm
from workflow.desk import Desk
from workflow.journal import JournalLine, lines_of_case

_Key = tuple[str, str, datetime]  # subject, kind, due


@dataclass(frozen=True)
class Audited:
    """One alarm planned or raised. `happened_at` None: not (yet); not `was_planned`: nobody had announced it."""

    subject: str  # "accident:1", "measure:3"
    kind: str
    due: datetime
    says: str
    happened_at: datetime | None
    was_planned: bool = True

    def agrees(self, now: datetime) -> bool:
        """Announced, and said at its moment or as soon as the system could after it; or not due yet."""
        if self.happened_at is None:
            return self.due > now
        return self.was_planned and self.happened_at >= self.due


def audit(desk: Desk, accident: Accident) -> list[Audited]:
    """The plan in force of the case and its parts, in the order of its moments, then what nobody had planned."""
    happened: dict[_Key, list[JournalLine]] = {}
    for line in lines_of_case(desk.session, accident.case):
        if line.verb == "raise_alarm" and line.due is not None:
            happened.setdefault((line.subject, str(line.details.get("kind", "")), line.due), []).append(line)
    in_force = sorted(_in_force(accident), key=lambda pair: (pair[1].due, pair[1].id))
    planned = [_audited(subject, alarm, happened) for subject, alarm in in_force]
    return planned + [
        Audited(*key, str(line.details.get("says", "")), line.at, was_planned=False)
        for key, lines in happened.items()
        for line in lines
    ]


def matches(lines: Sequence[Audited], now: datetime) -> bool:
    """All that was due until `now` was said, once, and nothing else was."""
    return all(line.agrees(now) for line in lines)


def _audited(subject: str, alarm: Alarm, happened: dict[_Key, list[JournalLine]]) -> Audited:
    found = happened.get((subject, alarm.kind, alarm.due))
    return Audited(subject, alarm.kind, alarm.due, alarm.says, found.pop(0).at if found else None)


def _in_force(accident: Accident) -> Iterator[tuple[str, Alarm]]:
    """Without what was dropped before it was due: the facts had moved, or the matter was done."""
    for subject in parts(accident):
        for alarm in subject.alarms:
            if alarm.dropped_at is None or alarm.dropped_at > alarm.due:
                yield subject.subject, alarm


def parts(accident: Accident) -> Iterator[Any]:
    """The case and everything of it that has alarms of its own."""
    yield accident
    yield from accident.measures
    yield from accident.supervisions
    if accident.evaluation:
        yield accident.evaluation
