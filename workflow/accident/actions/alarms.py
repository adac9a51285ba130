"""时限提醒 of every process of an accident: planned anew whenever the facts move, raised when their moment comes.

Each process says here what it plans and what follows when an alarm is raised (`WATCHES`, by the id of its diagram);
the keeping of the plan, the journal and the notices are the same for all.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from workflow.accident.model import Alarm
from workflow.accident.rules.alarms import Planned
from workflow.accident.telling import tell_units
from workflow.desk import Desk
from workflow.people import Unit


@dataclass(frozen=True)
class Watch:
    """`plan`: what lies ahead of a subject by its facts; `raised`: what follows one alarm besides its journal line."""

    plan: Callable[[Desk, Any], Iterable[Planned]]
    raised: Callable[[Desk, Any, Alarm], None]


WATCHES: dict[str, Watch] = {}  # id of the process -> its watch


def plan(desk: Desk, subject: Any) -> None:
    """Bring the kept plan in line with the facts: for a subject that has no instance yet."""
    ahead = {(one.kind, one.due): one for one in WATCHES[subject.process].plan(desk, subject)}
    for alarm in subject.alarms:
        if alarm.is_pending and (alarm.kind, alarm.due) not in ahead:
            alarm.dropped_at = desk.now
    standing = {(alarm.kind, alarm.due) for alarm in subject.alarms if alarm.dropped_at is None}
    subject.alarms.extend(
        _alarm(desk, one) for key, one in ahead.items() if key not in standing and _is_news(desk, one)
    )
    desk.session.flush()


def plan_again(desk: Desk, subject: Any) -> None:
    """After the facts of a running case have moved: what was due before is said first, then the plan is made anew."""
    with desk.by_itself():
        raise_alarms(desk, [subject])
    plan(desk, subject)
    desk.reschedule([subject])


def raise_alarms(desk: Desk, subjects: Sequence[Any]) -> None:
    """Operation `raise_alarms` of every diagram: what is due is said, once, however late the system comes to it."""
    for subject in subjects:
        due = [alarm for alarm in subject.alarms if alarm.is_pending and alarm.due <= desk.now]
        for alarm in sorted(due, key=lambda each: (each.due, each.id)):
            alarm.raised_at = desk.now
            desk.note("raise_alarm", subject, due=alarm.due, kind=alarm.kind, says=alarm.says)
            WATCHES[subject.process].raised(desk, subject, alarm)


def notify(desk: Desk, subject: Any, units: Iterable[Unit | None], alarm: Alarm) -> None:
    """The alarm on the desks of these units; a unit named twice is told once."""
    tell_units(desk, subject, units, "alarm", "时限提醒", alarm.says)


def _is_news(desk: Desk, one: Planned) -> bool:
    """A warning whose morning has passed warns of nothing."""
    return one.due > desk.now or not one.is_warning


def _alarm(desk: Desk, one: Planned) -> Alarm:
    return Alarm(kind=str(one.kind), due=one.due, says=one.says, planned_at=desk.now)
