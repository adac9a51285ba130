"""How long until a day named in natural days: 「还有12日」, and how loudly the page says so."""

from dataclasses import dataclass
from datetime import date

SOON = 7  # days: from here on it is said in amber


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
        return DueDay(day, f"已逾期{-days_left}日", "bad")
    return DueDay(day, f"还有{days_left}日" if days_left else "今日到期", "warn" if days_left <= SOON else "quiet")
