"""What the evaluation found not carried out is ordered again, and done again before it is evaluated again.

Locks are always taken in one order, evaluation before measure, so that closing the last measure and ordering
another one cannot wait for each other.
"""

from collections.abc import Sequence
from datetime import timedelta

from workflow.accident.actions import alarms
from workflow.accident.model import Accident, Accountability, AccountabilityKind, Evaluation, Measure
from workflow.accident.paperwork import keep, number_for
from workflow.accident.paperwork.rectification import rectification_order
from workflow.accident.rules import assessment
from workflow.accident.telling import tell_units
from workflow.accident.words.following import FINDINGS
from workflow.clock import day_in_words
from workflow.desk import Desk
from workflow.store import public_key

LEAST = timedelta(days=30)  # for a measure whose new day has passed before the result was public


def order_again(desk: Desk, evaluations: Sequence[Evaluation]) -> None:
    """Operation `order_again`: a second 整改通知书 for each measure that failed, and the question who answers for it."""
    for evaluation in evaluations:
        measures = assessment.failed(evaluation, evaluation.accident.measures)
        for measure in measures:
            _order(desk, evaluation, measure)
        evaluation.pass_number += 1
        evaluation.assessed_at = evaluation.approved_at = evaluation.published_at = None
        _let_them_begin(desk, measures)


def _order(desk: Desk, evaluation: Evaluation, measure: Measure) -> None:
    """The second order; the measure's text and test are those of the first."""
    finding = assessment.finding(evaluation, measure)
    assert finding is not None
    measure.due_on = max(finding.redo_by or desk.today, desk.today + timedelta(1))
    if finding.redo_by is None or finding.redo_by <= desk.today:
        measure.due_on = desk.today + LEAST
    measure.first_due_on, measure.escalation, measure.back_reason = measure.due_on, None, finding.seen
    measure.order_number = number_for(desk, evaluation.accident.lead_unit)
    found = FINDINGS[finding.kind]
    paper = rectification_order(measure, desk.today, cause=f"经评估，该项措施{found}")
    kept = keep(desk, evaluation.accident, paper, measure.subject, name=f"第{measure.number}项，重新整改")
    _account_for(desk, measure, found, finding.seen)
    due = day_in_words(measure.due_on)
    body = f"第{measure.number}项整改措施经评估{found}，请于{due}前重新整改。评估中发现：{finding.seen}"
    tell_units(desk, measure, (measure.unit,), "order_again", "重新整改通知", body, kept.id)
    unit = measure.unit.short_name if measure.unit else ""
    desk.note(
        "order_again", measure, unit_id=measure.unit_id, number=measure.number, finding=found, unit=unit, until=due
    )


def _account_for(desk: Desk, measure: Measure, found: str, seen: str) -> None:
    """安全生产法第86条: whoever did not do his duty so that a measure was not carried out answers for it."""
    grounds = f"经整改评估，第{measure.number}项整改措施{found}：{seen}（安全生产法第86条）"
    measure.accident.accountabilities.append(
        Accountability(
            key=public_key(), kind=AccountabilityKind.DISCIPLINE, whom=measure.unit.name if measure.unit else "",
            is_unit=True, grounds=grounds, recorded_at=desk.now, recorded_by_id=desk.officer_id, from_evaluation=True,
        )
    )  # fmt: skip


def _let_them_begin(desk: Desk, measures: Sequence[Measure]) -> None:
    """A closed measure begins anew; one that was still being carried out goes on to its new day."""
    closed = [measure for measure in measures if measure.closed_at is not None]
    for measure in closed:
        measure.pass_number += 1
        measure.accepted_at = measure.signed_off_at = measure.passed_at = measure.closed_at = None
    desk.tell(closed, "redo")
    for measure in measures:
        alarms.plan_again(desk, measure)


def lock_evaluation(desk: Desk, accident: Accident) -> None:
    if accident.evaluation is not None:
        desk.lock([accident.evaluation])


def tell_if_redone(desk: Desk, accident: Accident) -> None:
    """The evaluation waits for what it ordered again; when all of it is closed, the 复评 begins."""
    evaluation = accident.evaluation
    if evaluation is None or not desk.hears(evaluation, "redone"):
        return
    if assessment.is_redone(evaluation, accident.measures):
        desk.tell([evaluation], "redone")
