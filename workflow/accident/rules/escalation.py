"""What follows when a measure comes due and is not done: reminders before, then 催办 → 督办 → 约谈 → 通报.

The days are the office's to set (`Pace`); an approved extension moves them all, a closed measure has none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from workflow.accident.model.measure import Escalation
from workflow.clock import at_time
from workflow.errors import Incomplete

AT = time(9, 0)  # alarms reach the desk at the beginning of the working day
DUE_SOON = "measure_due_soon"
STEPS: Mapping[str, Escalation] = {f"measure_{step}": step for step in Escalation}  # kind of alarm -> step


@dataclass(frozen=True)
class Alarmed:
    """One thing the system will say by itself: `kind` of the alarm and its moment."""

    kind: str
    due: datetime


@dataclass(frozen=True)
class Pace:
    """How fast a measure is followed up; by the office's settings, in natural days from its due day."""

    remind_before: tuple[int, ...] = (7, 1)
    late: Mapping[Escalation, int] = field(
        default_factory=lambda: dict(zip(Escalation, (1, 7, 15, 30), strict=True)), hash=False
    )

    def __post_init__(self) -> None:
        days = [self.late[step] for step in Escalation]
        if days[0] < 1 or days != sorted(set(days)):
            raise Incomplete({"late": "催办、督办、约谈、通报的逾期天数应当依次增大，最少为1日，请重新填写。"})
        if any(days < 0 for days in self.remind_before):
            raise Incomplete({"remind_before": "到期前提醒的天数不能为负数，请重新填写。"})


def planned(due_on: date | None, pace: Pace, *, is_running: bool) -> tuple[Alarmed, ...]:
    """Every alarm of a measure with that due day, the earliest first; none when it is not running.

    `is_running`: ordered, neither reported as done nor closed.
    """
    if due_on is None or not is_running:
        return ()
    return tuple(sorted(_alarms(due_on, pace), key=lambda alarm: alarm.due))


def _alarms(due_on: date, pace: Pace) -> Iterator[Alarmed]:
    for days in sorted(set(pace.remind_before), reverse=True):
        yield Alarmed(DUE_SOON, at_time(due_on - timedelta(days), AT))
    for kind, step in STEPS.items():
        yield Alarmed(kind, at_time(due_on + timedelta(pace.late[step]), AT))


def days_late(due_on: date, today: date) -> int:
    """Full days since the due day, which itself still counts; 0 in time."""
    return max(0, (today - due_on).days)
