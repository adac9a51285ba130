"""How long is left, in working days: 「还剩2个工作日」, and how loudly the page says so."""

from dataclasses import dataclass
from datetime import datetime

from workflow.clock import day_of
from workflow.desk import Desk

SOON = 1  # working days: from here on it is said in amber


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
