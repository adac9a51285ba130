"""Where a case stands against its clocks: what was in time, what is late, and what comes next.

A clock says until when; here stands what it waits for, and so whether it is over. Nothing is stored.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from workflow.accident.model import Accident, Stage
from workflow.accident.rules import clocks
from workflow.accident.rules.clocks import Clock
from workflow.accident.rules.reporting import Body
from workflow.accident.settings import clock_settings
from workflow.accident.timing import facts_of, report_clocks
from workflow.clock import day_of
from workflow.desk import Desk


class ClockState(StrEnum):
    """How one clock of a case stands on a day."""

    RUNNING = "running"  # 计时中
    PAUSED = "paused"  # 暂停计算
    LATE = "late"  # 已逾期
    DONE = "done"  # 按期办结
    DONE_LATE = "done_late"  # 逾期办结
    OVER = "over"  # 已届满: a window that has closed, a day that has come
    ENDED = "ended"  # 不再计算: the case has gone to the superior


@dataclass(frozen=True)
class Standing:
    """One clock with what became of it. `days`: left until the due day, or late by."""

    name: str
    clock: Clock
    done: date | None
    state: ClockState
    days: int


def standings(desk: Desk, accident: Accident) -> list[Standing]:
    """Every clock that has begun, in the order of a case's life."""
    facts = facts_of(accident, clock_settings(desk.session), desk.calendar)
    return [_standing(name, clock, accident, desk.today) for name, clock in clocks.all_clocks(facts).items()]


def late(desk: Desk, accident: Accident) -> list[str]:
    """What is late now, in sentences, the oldest duty first."""
    first_hours = [c.in_words(desk.now) for c in report_clocks(accident) if c.done is None and c.is_late(desk.now)]
    days = [
        f"{s.clock.name}：应于{s.clock.arithmetic.rpartition(' = ')[2]}前办结，已逾期{s.days}天"
        for s in standings(desk, accident)
        if s.state is ClockState.LATE
    ]
    return [*first_hours, *days]


def next_clock(desk: Desk, accident: Accident) -> Standing | None:
    """The clock that presses most: what runs or is late, the earliest day first; then one that stands still."""
    pressing = [s for s in standings(desk, accident) if s.state in _PRESSING and s.name not in _WINDOWS]
    return min(pressing, key=lambda s: s.clock.due or date.max, default=None)


_PRESSING = (ClockState.RUNNING, ClockState.LATE, ClockState.PAUSED)
_WINDOWS = ("supplement_until", "evaluation_opens")  # a day that comes by itself: nobody can be late for it

_Done = Callable[[Accident], datetime | None]
DONE: Mapping[str, _Done] = {
    "team_due": lambda accident: accident.team_appointed_at,
    "report_due": lambda accident: accident.submitted_at,
    "approval_due": lambda accident: accident.approved_at,
    "publish_due": lambda accident: accident.published_at,
    "evaluation_opens": lambda accident: accident.evaluation.opened_at if accident.evaluation else None,
    "evaluation_due": lambda accident: accident.evaluation.first_published_at if accident.evaluation else None,
    "evaluation_report_due": lambda accident: accident.evaluation.assessed_at if accident.evaluation else None,
}


def _standing(name: str, clock: Clock, accident: Accident, today: date) -> Standing:
    at = DONE.get(name, lambda _: None)(accident)
    done = day_of(at) if at else None
    late_by = clock.late_by(done or today)
    left = (clock.due - today).days if clock.due else 0
    return Standing(name, clock, done, _state(name, clock, done, late_by, accident), late_by or max(0, left))


def _state(name: str, clock: Clock, done: date | None, late_by: int, accident: Accident) -> ClockState:
    if name in _WINDOWS:
        return ClockState.OVER if done or late_by else ClockState.RUNNING
    if done:
        return ClockState.DONE_LATE if late_by else ClockState.DONE
    if accident.stage is Stage.TRANSFERRED:
        return ClockState.ENDED
    if clock.is_paused:
        return ClockState.PAUSED
    return ClockState.LATE if late_by else ClockState.RUNNING


def told(accident: Accident) -> list[tuple[Body, datetime | None]]:
    """The four bodies, and when each was informed."""
    at = {name: datetime.fromisoformat(text) for name, text in accident.informed.items()}
    return [(body, at.get(body.name)) for body in Body]
