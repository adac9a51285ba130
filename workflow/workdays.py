"""Which days are worked: weekends, holidays and the weekends worked in exchange (调休).

`holidays.csv` holds what the State Council's General Office arranged for 2004 to 2026; an administrator's entries win
over it. A year nobody has arranged yet is reckoned from weekends and the statutory days that never move, and `note`
says so. Nothing here raises for a date in the future.
"""

import csv
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

PROVISIONAL = "暂按周末推算，待国务院办公厅通知"

_WEEKDAYS = "一二三四五六日"

# 《全国年节及纪念日放假办法》 as amended in 2024: the statutory days with a fixed place in the solar calendar
_FIXED = {
    (1, 1): "元旦",
    (5, 1): "劳动节",
    (5, 2): "劳动节",
    (10, 1): "国庆节",
    (10, 2): "国庆节",
    (10, 3): "国庆节",
}


class _Arranged(NamedTuple):
    is_workday: bool
    name: str  # of the holiday; empty for a weekend that is worked


class Calendar:
    """The working days of one office. Days are Beijing calendar days."""

    def __init__(self, overrides: Mapping[date, bool] | None = None) -> None:
        """`overrides`: day -> is it worked; for arrangements announced since, and for local exceptions."""
        self._overrides = dict(overrides or {})

    def is_workday(self, day: date) -> bool:
        """Whether offices work on that day."""
        return self._overrides.get(day, self._by_default(day))

    def known(self, year: int) -> bool:
        """Whether the State Council's arrangement for that year is in the table or has been entered.

        An arrangement always names National Day, so entering 1 October counts as entering the year.
        """
        return year in _years() or date(year, 10, 1) in self._overrides

    def workdays_before(self, day: date, n: int) -> date:
        """The n-th working day before that day; the day itself for 0."""
        return _nth(self._worked(day, -1), day, n)

    def workdays_after(self, day: date, n: int) -> date:
        """The n-th working day after that day, not counting it (民法典第二百零一条); the day itself for 0."""
        return _nth(self._worked(day, 1), day, n)

    def workdays_between(self, a: date, b: date) -> int:
        """How many working days follow `a` up to and including `b`; 0 when `b` is not later."""
        return sum(self.is_workday(a + timedelta(days)) for days in range(1, (b - a).days + 1))

    def note(self, day: date) -> str:
        """What to show beside a date that rests on a guess; empty when the year's arrangement is known."""
        return "" if self.known(day.year) or day.year < min(_years()) else PROVISIONAL

    def describe(self, day: date) -> str:
        """星期二, 星期六（调休上班）, 国庆节假期 or 休息日."""
        weekday = f"星期{_WEEKDAYS[day.weekday()]}"
        if self.is_workday(day):
            return weekday if day.weekday() < 5 else f"{weekday}（调休上班）"
        name = self._holiday(day)
        return f"{name}假期" if name else "休息日"

    def _by_default(self, day: date) -> bool:
        arranged = _table().get(day)
        if arranged:
            return arranged.is_workday
        return day.weekday() < 5 and not self._holiday(day)

    def _holiday(self, day: date) -> str:
        if day.year in _years():
            return _table()[day].name if day in _table() else ""
        return _FIXED.get((day.month, day.day), "")

    def _worked(self, day: date, direction: int) -> Iterator[date]:
        while True:
            day += timedelta(direction)
            if self.is_workday(day):
                yield day


def _nth(days: Iterator[date], start: date, n: int) -> date:
    if n < 0:
        raise ValueError(f"a number of working days is not negative: {n}")
    return start if n == 0 else next(day for count, day in enumerate(days, 1) if count == n)


@cache
def _table() -> Mapping[date, _Arranged]:
    with (Path(__file__).parent / "holidays.csv").open(encoding="utf-8", newline="") as lines:
        return {
            date.fromisoformat(row["date"]): _Arranged(row["kind"] == "work", row["name"])
            for row in csv.DictReader(lines)
        }


@cache
def _years() -> frozenset[int]:
    return frozenset(day.year for day in _table())
