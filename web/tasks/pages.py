"""Where a line about a round or a case leads whoever reads it."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from flask import url_for
from sqlalchemy import Select, select

from workflow.accident.custody import is_seen
from workflow.accident.model import Accident, Measure
from workflow.consultation import desks
from workflow.desk import Desk


class AboutCase(Protocol):
    """A line about a case or, named in the journal's way, about a part of it."""

    @property
    def accident_key(self) -> str: ...
    @property
    def subject(self) -> str: ...


_OF_ROUNDS = frozenset(
    {"rounds", "checks", "decisions", "replies"}
)  # every post of a unit may look at its steps' pages


def is_of_rounds(page: str) -> bool:
    """Whether the page of a step belongs to 征求意见."""
    return page.partition(".")[0] in _OF_ROUNDS


def of_round(line: desks.Done) -> str:
    """People of a unit look at their reply, the office at its round."""
    if line.is_own_unit and line.reply_key:
        return url_for("replies.show", key=line.reply_key)
    return url_for("rounds.board", key=line.round_key)


def of_cases(desk: Desk, lines: Sequence[AboutCase]) -> Iterator[str]:
    """Whoever sees the case is led to it; a unit to the measure that the line is about; else ""."""
    seen = set(desk.session.scalars(select(Accident.key).where(is_seen(desk))))
    measures = {f"measure:{id_}": key for id_, key in desk.session.execute(_measures_in(lines))}
    for line in lines:
        case = url_for("accidents.show", key=line.accident_key) if line.accident_key in seen else ""
        measure = url_for("measures.show", key=measures[line.subject]) if line.subject in measures else ""
        yield case or measure


def _measures_in(lines: Sequence[AboutCase]) -> Select[int, str]:
    ids = {int(line.subject.partition(":")[2]) for line in lines if line.subject.startswith("measure:")}
    return select(Measure.id, Measure.key).where(Measure.id.in_(ids))
