"""办理记录: the journal of a round in sentences — when, who, for which unit, what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from workflow.clock import moment_in_words
from workflow.consultation import words
from workflow.consultation.model import Round
from workflow.desk import Desk
from workflow.journal import JournalLine, lines_of_case
from workflow.people import Officer, Unit


@dataclass(frozen=True)
class Event:
    """`due`: when something that the system did by itself was due."""

    at: datetime
    who: str
    unit: str
    what: str
    due: datetime | None = None


def events(desk: Desk, round_: Round) -> list[Event]:
    """Everything that happened in the round and to its replies, oldest first."""
    found = lines_of_case(desk.session, round_.case)
    people = _names(desk, Officer, {line.officer_id for line in found})
    units = _names(desk, Unit, {line.unit_id for line in found})
    return [
        Event(
            line.at, people.get(line.officer_id, words.SYSTEM), units.get(line.unit_id, ""), _sentence(line), line.due
        )
        for line in found
    ]


def lines(desk: Desk, round_: Round) -> Iterator[str]:
    """The same as text, one line an event."""
    for event in events(desk, round_):
        where = f"（{event.unit}）" if event.unit else ""
        yield f"{moment_in_words(event.at, seconds=True)}　{event.who}{where}　{event.what}"


def _sentence(line: JournalLine) -> str:
    return words.SENTENCES[line.verb].format(**line.details)


def _names(desk: Desk, table: type[Any], ids: set[int | None]) -> dict[int | None, str]:
    wanted: Sequence[int] = [id_ for id_ in ids if id_ is not None]
    return {row.id: row.name for row in desk.session.scalars(select(table).where(table.id.in_(wanted)))}
