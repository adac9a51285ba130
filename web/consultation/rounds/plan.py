"""What the pages show of a round's plan: the rehearsal before, and what is still missing for it."""

from typing import Any

from workflow.consultation import rules
from workflow.consultation.actions import drafting
from workflow.consultation.model import Round
from workflow.consultation.rehearsal import by_calendar
from workflow.desk import Desk


def outlook_of(desk: Desk, round_: Round) -> dict[str, Any]:
    """For `_outlook.html` and `_plan.html`: the calendar if it were issued now, what is missing, what to consider."""
    return {
        "plan": by_calendar(drafting.rehearsal(desk, round_), desk.calendar),
        "missing": drafting.whats_missing(desk, round_),
        "deadline_warning": rules.deadline_warning(round_.deadline, desk.calendar) if round_.deadline else "",
    }
