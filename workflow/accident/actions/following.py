"""What the system watches after the approval: measures, evaluations, supervisions; and whom each alarm concerns."""

from collections.abc import Sequence

from workflow.accident.actions.alarms import Watch, notify
from workflow.accident.model import Alarm, Evaluation, Measure, MeasureStage, Supervision
from workflow.accident.pace import pace_of
from workflow.accident.rules import clocks, escalation, following
from workflow.accident.rules.alarms import Planned
from workflow.accident.settings import clock_settings
from workflow.accident.timing import facts_of
from workflow.desk import Desk

BEING_DONE = (MeasureStage.ANSWERING, MeasureStage.CARRYING_OUT)  # reported as done, it waits for the office


def name_of(measure: Measure) -> str:
    """第3项整改措施（某单位）"""
    return f"第{measure.number}项整改措施（{measure.unit.short_name if measure.unit else '责任单位待定'}）"


# -- measures


def _plan_of_measure(desk: Desk, measure: Measure) -> Sequence[Planned]:
    """A step that was passed while the office inspected is not made up for; the next one comes on its day."""
    if measure.due_on is None or measure.stage not in BEING_DONE:
        return ()
    ahead = escalation.planned(name_of(measure), measure.due_on, pace_of(desk.session))
    return [one for one in ahead if one.due > desk.now]


def _say_of_measure(desk: Desk, measure: Measure, alarm: Alarm) -> None:
    step = escalation.STEPS.get(alarm.kind)
    measure.escalation = step or measure.escalation
    accident = measure.accident
    units = [measure.unit, *([accident.lead_unit] if step else [])]
    if step is list(escalation.STEPS.values())[-1]:
        units.append(accident.government)
    notify(desk, measure, units, alarm)


# -- evaluations


def _plan_of_evaluation(desk: Desk, evaluation: Evaluation) -> Sequence[Planned]:
    accident = evaluation.accident
    facts = facts_of(accident, clock_settings(desk.session), desk.calendar)
    return following.of_evaluation(
        clocks.evaluation_due(facts),
        clocks.evaluation_report(facts),
        is_assessed=evaluation.assessed_at is not None,
        is_public=evaluation.first_published_at is not None,
    )


def _say_of_evaluation(desk: Desk, evaluation: Evaluation, alarm: Alarm) -> None:
    """Past the year it is the government's matter: its leader is told."""
    accident = evaluation.accident
    is_overdue = alarm.kind == following.EVALUATION_OVERDUE
    notify(desk, evaluation, [accident.lead_unit, accident.government if is_overdue else None], alarm)


# -- supervisions


def _plan_of_supervision(desk: Desk, supervision: Supervision) -> Sequence[Planned]:
    if supervision.imposed_at is None or supervision.lifted_at is not None:
        return ()
    settings = clock_settings(desk.session)
    clock = clocks.supervision(facts_of(supervision.accident, settings, desk.calendar))
    return following.of_supervision(clock, settings.warning_days)


def _say_of_supervision(desk: Desk, supervision: Supervision, alarm: Alarm) -> None:
    accident = supervision.accident
    is_overdue = alarm.kind == following.SUPERVISION_OVERDUE
    units = [accident.lead_unit, accident.team_unit, accident.government if is_overdue else None]
    notify(desk, supervision, units, alarm)


MEASURES = Watch(_plan_of_measure, _say_of_measure)
EVALUATIONS = Watch(_plan_of_evaluation, _say_of_evaluation)
SUPERVISIONS = Watch(_plan_of_supervision, _say_of_supervision)
