"""下达整改通知: with the approval every measure is ordered from its unit, and its own case begins."""

from collections.abc import Sequence
from datetime import timedelta

from workflow.accident.actions import rectifying
from workflow.accident.model import Accident, Measure
from workflow.accident.paperwork import keep, number_for
from workflow.accident.paperwork.rectification import rectification_order
from workflow.accident.rules import gate
from workflow.accident.telling import tell_units
from workflow.clock import day_in_words
from workflow.desk import Desk

PLAN_TIME = timedelta(days=15)  # from the order to the unit's plan


def open_rectification(desk: Desk, accidents: Sequence[Accident]) -> None:
    """Operation `open_rectification`: text, unit, day and test are fixed from now on (安全生产法第86条)."""
    ordered = [measure for accident in accidents for measure in gate.proposed(accident)]
    for measure in ordered:
        measure.ordered_at, measure.first_due_on = desk.now, measure.due_on
        _order(desk, measure)
    desk.session.flush()
    rectifying.begin(desk, ordered)


def _order(desk: Desk, measure: Measure) -> None:
    accident = measure.accident
    assert measure.unit is not None
    assert measure.due_on is not None
    measure.order_number = number_for(desk, accident.lead_unit)
    name = f"{measure.unit.short_name}，第{measure.number}项"
    plan_due = desk.today + PLAN_TIME
    paper = rectification_order(measure, desk.today, plan_due=plan_due if plan_due < measure.due_on else None)
    kept = keep(desk, accident, paper, measure.subject, name=name)
    body = f"请答复整改要求，并于{day_in_words(measure.due_on)}前完成第{measure.number}项整改措施。"
    tell_units(desk, measure, (measure.unit,), "order", "整改通知书", body, kept.id)
