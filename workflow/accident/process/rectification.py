"""What rectification.bpmn means: one measure on the desks of its unit and of the office."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from workflow.accident import desks
from workflow.accident.actions import alarms, following
from workflow.accident.model import Accident, Measure
from workflow.engine.process import Process, Step
from workflow.errors import EngineFault
from workflow.people import PostKind


def _unit(measure: Measure) -> int:
    if measure.unit_id is None:
        raise EngineFault(f"{measure.subject} has been ordered without a unit")
    return measure.unit_id


def _office(measure: Measure) -> int:
    return measure.accident.lead_unit_id


def _load(session: Session, ids: Sequence[int]) -> Sequence[Measure]:
    """With what alarms look at and whom they tell."""
    about = (
        selectinload(Measure.alarms),
        selectinload(Measure.unit),
        selectinload(Measure.accident).selectinload(Accident.lead_unit),
    )
    return session.scalars(select(Measure).where(Measure.id.in_(ids)).options(*about)).all()


RECTIFICATION = Process(
    id=Measure.process,
    diagrams=("accident/rectification.bpmn",),
    load=_load,
    steps={
        "answer_order": Step(PostKind.CLERK, _unit, "measures.answer_order"),
        "review_objection": Step(PostKind.LEADER, _office, "measures.review_objection"),
        "carry_out": Step(PostKind.CLERK, _unit, "measures.carry_out"),
        "decide_extension": Step(PostKind.LEADER, _office, "measures.decide_extension"),
        "sign_off": Step(PostKind.LEADER, _unit, "measures.sign_off"),
        "inspect": Step(PostKind.CLERK, _office, "measures.inspect"),
        "close_measure": Step(PostKind.LEADER, _office, "measures.close_measure"),
    },
    facts={
        "order_accepted": lambda measure: measure.accepted_at is not None,
        "signed_off": lambda measure: measure.signed_off_at is not None,
        "passed": lambda measure: measure.passed_at is not None,
        "closed": lambda measure: measure.closed_at is not None,
    },
    operations={"raise_alarms": alarms.raise_alarms},
    moments={"alarm": lambda measure: measure.next_alarm},
    messages=frozenset({"ask_extension", "redo", "archive"}),
    names=desks.names_of_measures,
)

alarms.WATCHES[RECTIFICATION.id] = following.MEASURES
