"""What supervision.bpmn means: a suggestion on the head's desk, and the supervision until it is lifted."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from workflow.accident import desks
from workflow.accident.actions import alarms, following
from workflow.accident.model import Supervision
from workflow.engine.process import Process, Step
from workflow.people import PostKind


def _office(supervision: Supervision) -> int:
    return supervision.accident.lead_unit_id


def _load(session: Session, ids: Sequence[int]) -> Sequence[Supervision]:
    about = (selectinload(Supervision.alarms), selectinload(Supervision.accident))
    return session.scalars(select(Supervision).where(Supervision.id.in_(ids)).options(*about)).all()


SUPERVISION = Process(
    id=Supervision.process,
    diagrams=("accident/supervision.bpmn",),
    load=_load,
    steps={
        "decide": Step(PostKind.LEADER, _office, "supervisions.decide"),
        "lift": Step(PostKind.LEADER, _office, "supervisions.lift"),
    },
    facts={"imposed": lambda supervision: bool(supervision.imposed)},
    operations={"raise_alarms": alarms.raise_alarms},
    moments={"alarm": lambda supervision: supervision.next_alarm},
    names=desks.names_of_supervisions,
)

alarms.WATCHES[SUPERVISION.id] = following.SUPERVISIONS
