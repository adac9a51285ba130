"""The plan of a round as people read it: by calendar, what the system does for all units on one line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Protocol

from workflow.clock import day_of
from workflow.consultation.model import PlannedKind
from workflow.workdays import Calendar


class Due(Protocol):
    """Something planned: computed (`rules.Planned`) or kept (`PlannedEvent`)."""

    @property
    def due(self) -> datetime: ...
    @property
    def kind(self) -> PlannedKind: ...
    @property
    def unit_id(self) -> int | None: ...


@dataclass(frozen=True)
class PlanLine:
    """One line of the calendar. `units`: how many it names, 0 when it concerns whoever has not answered by then."""

    due: datetime
    kind: PlannedKind
    units: int
    day: str  # 工作日, 星期六（调休上班）, 国庆节假期 or 休息日
    is_workday: bool
    note: str  # what rests on a guess


def by_calendar(planned: Iterable[Due], calendar: Calendar) -> list[PlanLine]:
    """The lines in the order of their moments."""
    ordered = sorted(planned, key=_when_and_what)
    return [_line(due, kind, list(events), calendar) for (due, kind), events in groupby(ordered, _when_and_what)]


def _when_and_what(event: Due) -> tuple[datetime, PlannedKind]:
    return event.due, event.kind


def _line(due: datetime, kind: PlannedKind, events: list[Due], calendar: Calendar) -> PlanLine:
    day = day_of(due)
    named = sum(event.unit_id is not None for event in events)
    is_workday = calendar.is_workday(day)
    ordinary = is_workday and day.weekday() < 5
    words = "工作日" if ordinary else calendar.describe(day)
    return PlanLine(due, kind, named, words, is_workday, calendar.note(day))
