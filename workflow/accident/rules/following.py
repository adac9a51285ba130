"""The alarms of an evaluation and of a supervision: before they are due, and when they are late."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from workflow.accident.rules.escalation import AT, Alarmed
from workflow.clock import at_time

EVALUATION_WARNINGS = (30, 7)  # days before the end of the year after the approval
SUPERVISION_WARNINGS = (15, 7, 1)

EVALUATION_DUE_SOON = "evaluation_due_soon"
EVALUATION_OVERDUE = "evaluation_overdue"
EVALUATION_REPORT_LATE = "evaluation_report_late"
SUPERVISION_DUE_SOON = "supervision_due_soon"
SUPERVISION_OVERDUE = "supervision_overdue"


def of_evaluation(due_on: date, report_due: date | None, *, is_assessed: bool, is_public: bool) -> tuple[Alarmed, ...]:
    """Until the result is public the year's end warns; `report_due` (by setting) only until the report is there."""
    if is_public:
        return ()
    own = list(_before(EVALUATION_DUE_SOON, due_on, EVALUATION_WARNINGS))
    own.append(Alarmed(EVALUATION_OVERDUE, _day_after(due_on)))
    if report_due is not None and not is_assessed:
        own.append(Alarmed(EVALUATION_REPORT_LATE, _day_after(report_due)))
    return tuple(sorted(own, key=lambda alarm: alarm.due))


def of_supervision(due_on: date | None, *, is_in_force: bool) -> tuple[Alarmed, ...]:
    """From the notice until it is lifted."""
    if due_on is None or not is_in_force:
        return ()
    warnings = _before(SUPERVISION_DUE_SOON, due_on, SUPERVISION_WARNINGS)
    return (*warnings, Alarmed(SUPERVISION_OVERDUE, _day_after(due_on)))


def _before(kind: str, due_on: date, days: tuple[int, ...]) -> Iterator[Alarmed]:
    return (Alarmed(kind, at_time(due_on - timedelta(before), AT)) for before in days)


def _day_after(due_on: date) -> datetime:
    """The first morning on which it is late."""
    return at_time(due_on + timedelta(1), AT)
