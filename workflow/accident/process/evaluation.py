"""What evaluation.bpmn means: the evaluation within a year of the approval, and again what was not carried out."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from workflow.accident import desks
from workflow.accident.actions import alarms, following, redoing
from workflow.accident.model import Accident, Evaluation
from workflow.accident.rules import assessment
from workflow.engine.process import Process, Step
from workflow.people import PostKind


def _office(evaluation: Evaluation) -> int:
    return evaluation.accident.lead_unit_id


def _government(evaluation: Evaluation) -> int:
    return evaluation.accident.government_id


def _load(session: Session, ids: Sequence[int]) -> Sequence[Evaluation]:
    """With what its gateways and its alarms look at."""
    about = (
        selectinload(Evaluation.alarms),
        selectinload(Evaluation.findings),
        selectinload(Evaluation.accident).selectinload(Accident.measures),
    )
    return session.scalars(select(Evaluation).where(Evaluation.id.in_(ids)).options(*about)).all()


EVALUATION = Process(
    id=Evaluation.process,
    diagrams=("accident/evaluation.bpmn",),
    load=_load,
    steps={
        "form_team": Step(PostKind.CLERK, _office, "evaluations.form_team"),
        "assess": Step(PostKind.CLERK, _office, "evaluations.assess"),
        "approve_report": Step(PostKind.LEADER, _government, "evaluations.approve_report"),
        "publish": Step(PostKind.LEADER, _office, "evaluations.publish"),
    },
    facts={
        "report_approved": lambda evaluation: evaluation.approved_at is not None,
        "all_done": lambda evaluation: assessment.is_everything_done(evaluation, evaluation.accident.measures),
    },
    operations={"raise_alarms": alarms.raise_alarms, "order_again": redoing.order_again},
    moments={"alarm": lambda evaluation: evaluation.next_alarm},
    messages=frozenset({"redone"}),
    names=desks.names_of_evaluations,
)

alarms.WATCHES[EVALUATION.id] = following.EVALUATIONS
