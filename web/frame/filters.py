"""How templates write a moment (Beijing time, in the words of `workflow.clock`; None as nothing) and an amount of money."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal

from flask import Flask

from workflow import clock
from workflow.documents.title_marks import in_marks

_WEEKDAYS = "一二三四五六日"


def install(app: Flask) -> None:
    for name, words in FILTERS.items():
        app.add_template_filter(words, name)


def moment_in_words(moment: datetime | None, seconds: bool = False) -> str:
    """2017年11月28日（星期二）16:00."""
    return clock.moment_in_words(moment, seconds=seconds) if moment else ""


def day_in_words(day: date | datetime | None) -> str:
    """2017年11月28日（星期二）."""
    if day is None:
        return ""
    day = clock.day_of(day) if isinstance(day, datetime) else day
    return f"{clock.day_in_words(day)}（星期{_WEEKDAYS[day.weekday()]}）"


def plain_day(day: date | datetime | None) -> str:
    """2017年11月28日, where the weekday is of no use."""
    if day is None:
        return ""
    return clock.day_in_words(clock.day_of(day) if isinstance(day, datetime) else day)


def size_in_words(size: int | None) -> str:
    """约3.2 MB, 约48 KB."""
    if size is None:
        return ""
    return f"约{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"约{max(size // 1000, 1)} KB"


def short_moment(moment: datetime | None) -> str:
    """11月28日16:00, where the year goes without saying."""
    if moment is None:
        return ""
    local = moment.astimezone(clock.BEIJING)
    return f"{local.month}月{local.day}日{local:%H:%M}"


def weekday_moment(moment: datetime | None) -> str:
    """11月28日（星期二）16:00, for what must not be missed."""
    if moment is None:
        return ""
    local = moment.astimezone(clock.BEIJING)
    return f"{local.month}月{local.day}日（星期{_WEEKDAYS[local.weekday()]}）{local:%H:%M}"


def weekday_day(day: date | None) -> str:
    """11月28日（星期二）."""
    return f"{day.month}月{day.day}日（星期{_WEEKDAYS[day.weekday()]}）" if day else ""


def short_day(day: date | None) -> str:
    """11月28日, where the year goes without saying."""
    return f"{day.month}月{day.day}日" if day else ""


def time_of_day(moment: datetime | None) -> str:
    """16:00."""
    return f"{moment.astimezone(clock.BEIJING):%H:%M}" if moment else ""


def iso(moment: datetime | None) -> str:
    """For the machine-readable side of <time>: 2017-11-28T16:00:00+08:00."""
    return moment.astimezone(clock.BEIJING).isoformat(timespec="seconds") if moment else ""


def typed_moment(moment: datetime | None) -> str:
    """As a field for date and time holds it, on the wall in Beijing: 2017-11-28T16:00."""
    return f"{moment.astimezone(clock.BEIJING):%Y-%m-%dT%H:%M}" if moment else ""


def in_wan(amount: Decimal | None) -> str:
    """1205000 元 as people type it, in 万元: 120.5"""
    if amount is None:
        return ""
    text = f"{amount / 10000:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def title_in_marks(title: str | None) -> str:
    """「《…》」"""
    return in_marks(title) if title else ""


FILTERS: Mapping[str, Callable[..., str]] = {
    "typed_moment": typed_moment,
    "moment_in_words": moment_in_words,
    "day_in_words": day_in_words,
    "plain_day": plain_day,
    "short_moment": short_moment,
    "short_day": short_day,
    "weekday_moment": weekday_moment,
    "weekday_day": weekday_day,
    "time_of_day": time_of_day,
    "iso": iso,
    "in_wan": in_wan,
    "size_in_words": size_in_words,
    "in_marks": title_in_marks,
}
