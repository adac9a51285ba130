"""The only place that reads a clock.

Every moment in the system is an aware datetime; users see Beijing time. Whoever needs the time is given it
(`desk.now`), so a round can be played through in seconds with a `SimulatedClock`.
"""

import time as machine
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")  # no summer time since 1992

Clock = Callable[[], datetime]

_STOPWATCH = getattr(machine, "CLOCK_BOOTTIME", machine.CLOCK_MONOTONIC)
_WEEKDAYS = "一二三四五六日"


def real_clock() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def stopwatch() -> float:
    """Seconds since some moment, which go on whatever is done to the machine's clock, also while it sleeps."""
    return machine.clock_gettime(_STOPWATCH)


class SimulatedClock:
    """A clock that stands still until it is moved forward; moving it back is refused with ValueError."""

    def __init__(self, start: datetime) -> None:
        self._now = aware(start)

    def __call__(self) -> datetime:
        return self._now

    def move_to(self, moment: datetime) -> None:
        if aware(moment) < self._now:
            raise ValueError(f"a clock does not run backwards: {moment} is before {self._now}")
        self._now = moment

    def pass_(self, **duration: float) -> None:
        """Let time pass: the keywords of `timedelta`, e.g. ``pass_(hours=2)``."""
        self.move_to(self._now + timedelta(**duration))


def aware(moment: datetime) -> datetime:
    """The same moment, or ValueError when it does not say its zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment


def beijing(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """A moment as it reads on the wall in Beijing."""
    return datetime(year, month, day, hour, minute, second, tzinfo=BEIJING)


def day_of(moment: datetime) -> date:
    """The Beijing calendar day of a moment."""
    return aware(moment).astimezone(BEIJING).date()


def at_time(day: date, at: time) -> datetime:
    """The moment `at` on that day in Beijing."""
    return datetime.combine(day, at, tzinfo=BEIJING)


def end_of(day: date) -> datetime:
    """When the day is over in Beijing, 24:00: what comes before it came on that day or earlier."""
    return at_time(day + timedelta(1), time())


def day_in_words(day: date) -> str:
    """2017年11月28日: digits, four-digit year, no leading zeros (GB/T 9704-2012, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def moment_in_words(moment: datetime, *, seconds: bool = False) -> str:
    """2017年11月28日（星期二）16:00, Beijing time."""
    local = aware(moment).astimezone(BEIJING)
    return (
        f"{day_in_words(local.date())}（星期{_WEEKDAYS[local.weekday()]}）{local:%H:%M:%S}"
        if seconds
        else (f"{day_in_words(local.date())}（星期{_WEEKDAYS[local.weekday()]}）{local:%H:%M}")
    )
