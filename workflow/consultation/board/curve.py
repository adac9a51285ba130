"""How the replies came in, day by day, against the deadline."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workflow.clock import day_of
from workflow.consultation.model import Round
from workflow.workdays import Calendar


@dataclass(frozen=True)
class Day:
    """One day of a round. `replies`: valid ones received on it; `total`: by its end, None while it lies ahead."""

    day: date
    replies: int
    total: int | None
    is_workday: bool
    is_last: bool  # the deadline's own


def curve(round_: Round, came: Counter[date], now: datetime, calendar: Calendar) -> list[Day]:
    """Every day from the issue to the deadline; [] before the issue. `came`: how many valid replies came on each day."""
    if round_.issued_at is None:
        return []
    return list(_days(day_of(round_.issued_at), day_of(round_.last_moment), day_of(now), came, calendar))


def _days(first: date, last: date, today: date, came: Counter[date], calendar: Calendar) -> Iterator[Day]:
    total = 0
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        total += came[day]
        yield Day(day, came[day], total if day <= today else None, calendar.is_workday(day), day == last)
