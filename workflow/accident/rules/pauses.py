"""Technical appraisals (条例第27条): their time does not count, and time shared by two of them not twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from workflow.clock import day_in_words
from workflow.errors import Incomplete


@dataclass(frozen=True, order=True)
class Pause:
    """One appraisal: the day it was commissioned, the day of its conclusion; None while there is none."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise Incomplete(
                {
                    "end": f"鉴定结论日{day_in_words(self.end)}早于委托日{day_in_words(self.start)}，"
                    "请核对委托书和鉴定结论上的日期后重新填写。"
                }
            )

    @property
    def is_open(self) -> bool:
        return self.end is None

    @property
    def days(self) -> int:
        """The difference between its two days, 0 while it is open."""
        return (self.end - self.start).days if self.end else 0


def united(pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    """The same time as appraisals that neither overlap nor touch, in order; what follows an open one is part of it."""
    whole: list[Pause] = []
    for pause in sorted(pauses, key=lambda pause: pause.start):
        if whole and _meet(whole[-1], pause):
            whole[-1] = Pause(whole[-1].start, _later(whole[-1].end, pause.end))
        else:
            whole.append(pause)
    return tuple(whole)


@dataclass(frozen=True)
class Suspended:
    """What appraisals do to a due day: `due` None while one is open, the days they add, and which came too late."""

    due: date | None
    days: int
    open_since: date | None
    too_late: tuple[Pause, ...]


def suspended(due: date, pauses: Iterable[Pause]) -> Suspended:
    """A due day put off by every appraisal commissioned on or before it, as it stands by then.

    One commissioned after the day is over does not revive it.
    """
    first = due
    whole = united(pauses)
    for number, pause in enumerate(whole):
        if pause.start > due:
            return Suspended(due, (due - first).days, None, whole[number:])
        if pause.is_open:
            return Suspended(None, (due - first).days, pause.start, ())
        due += timedelta(pause.days)
    return Suspended(due, (due - first).days, None, ())


def _meet(earlier: Pause, later: Pause) -> bool:
    return earlier.end is None or later.start <= earlier.end


def _later(one: date | None, other: date | None) -> date | None:
    return None if one is None or other is None else max(one, other)
