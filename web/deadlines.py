"""How long is left, and how loudly the page says so.

Until a moment named to the minute in working days, as an office counts: 「还剩2个工作日」. Until a whole day, as
statutory dates are, in natural days: 「还剩12天」.
"""

from dataclasses import dataclass
from datetime import date, datetime

from workflow.clock import day_of
from workflow.desk import Desk

SOON = 1  # working days: from here on it is said in amber
SOON_IN_DAYS = 7


@dataclass(frozen=True)
class Countdown:
    """For the macro `deadline(c.moment, c.left, c.tone)`."""

    moment: datetime
    left: str
    tone: str


def countdown(desk: Desk, moment: datetime | None) -> Countdown | None:
    """None for a moment that is not set."""
    if moment is None:
        return None
    if moment <= desk.now:
        return Countdown(moment, "期限已过", "bad")
    if day_of(moment) == desk.today:
        return Countdown(moment, "今天截止", "warn")
    days = desk.calendar.workdays_between(desk.today, day_of(moment))
    left = f"还剩{days}个工作日" if days else "不足1个工作日"
    return Countdown(moment, left, "warn" if days <= SOON else "quiet")


@dataclass(frozen=True)
class DueDay:
    """For the macro `due_day(d)`; the day itself still counts as in time."""

    day: date
    left: str
    tone: str


def due_day(day: date | None, days_left: int | None) -> DueDay | None:
    """None for a day that is not set; without `days_left` no time runs, only the day is told."""
    if day is None:
        return None
    if days_left is None:
        return DueDay(day, "", "quiet")
    if days_left < 0:
        return DueDay(day, f"已逾期{-days_left}天", "bad")
    return DueDay(
        day, f"还剩{days_left}天" if days_left else "最后一天", "warn" if days_left <= SOON_IN_DAYS else "quiet"
    )
