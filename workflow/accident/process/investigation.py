"""What investigation.bpmn means: who does which step, on which page, with which facts and moments."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from workflow.accident import desks, signed
from workflow.accident.actions import alarms, watching
from workflow.accident.actions.closing import open_rectification
from workflow.accident.actions.evaluating import open_evaluation
from workflow.accident.model import Accident
from workflow.accident.rules import clocks
from workflow.accident.timing import facts_now
from workflow.engine.process import Process, Step
from workflow.errors import EngineFault
from workflow.people import PostKind


def _office(accident: Accident) -> int:
    return accident.lead_unit_id


def _government(accident: Accident) -> int:
    return accident.government_id


def _team(accident: Accident) -> int:
    if accident.team_unit_id is None:
        raise EngineFault(f"{accident.case} has no team yet")
    return accident.team_unit_id


def _load(session: Session, ids: Sequence[int]) -> Sequence[Accident]:
    """With what gateways and alarms look at."""
    about = (
        selectinload(Accident.alarms),
        selectinload(Accident.appraisals),
        selectinload(Accident.extensions),
        selectinload(Accident.supervisions),
        selectinload(Accident.evaluation),
    )
    return session.scalars(select(Accident).where(Accident.id.in_(ids)).options(*about)).all()


def _evaluation_opens(accident: Accident) -> datetime | None:
    clock = clocks.evaluation_opens(facts_now(accident))
    return clock.opens if clock else None


INVESTIGATION = Process(
    id=Accident.process,
    diagrams=("accident/investigation.bpmn",),
    load=_load,
    steps={
        "inform": Step(PostKind.CLERK, _office, "accidents.inform"),
        "classify": Step(PostKind.LEADER, _office, "accidents.classify"),
        "propose_team": Step(PostKind.CLERK, _office, "accidents.propose_team"),
        "appoint_team": Step(PostKind.LEADER, _government, "accidents.appoint_team"),
        "clear_interests": Step(PostKind.CLERK, _office, "accidents.clear_interests"),
        "investigate": Step(PostKind.CLERK, _team, "reports.investigate"),
        "sign_report": Step(PostKind.CLERK, _team, "reports.sign_report"),
        "conclude": Step(PostKind.LEADER, _team, "reports.conclude"),
        "decide_dissent": Step(PostKind.LEADER, _government, "reports.decide_dissent"),
        "ask_consent": Step(PostKind.CLERK, _office, "reports.ask_consent"),
        "submit": Step(PostKind.LEADER, _team, "reports.submit"),
        "approve": Step(PostKind.LEADER, _government, "reports.approve"),
        "check_privacy": Step(PostKind.CLERK, _office, "reports.check_privacy"),
        "publish": Step(PostKind.LEADER, _office, "reports.publish"),
        "settle_accountability": Step(PostKind.CLERK, _office, "reports.settle_accountability"),
        "archive": Step(PostKind.CLERK, _office, "reports.archive"),
    },
    facts={
        "is_ours": lambda accident: accident.is_ours,
        "team_appointed": lambda accident: accident.team_appointed_at is not None,
        "report_signed": lambda accident: accident.report_signed_at is not None,
        "has_dissent": signed.has_dissent,
        "dissent_escalated": lambda accident: accident.dissent_escalated,
        "supervised": lambda accident: accident.supervision is not None,
        "consented": lambda accident: accident.consented_at is not None,
        "submitted": lambda accident: accident.submitted_at is not None,
        "approved": lambda accident: accident.approved_at is not None,
        "published": lambda accident: accident.published_at is not None,
    },
    operations={
        "raise_alarms": alarms.raise_alarms,
        "open_rectification": open_rectification,
        "open_evaluation": open_evaluation,
    },
    moments={
        "alarm": lambda accident: accident.next_alarm,
        "evaluation_opens": _evaluation_opens,
    },
    messages=frozenset({"transfer", "evaluation_done"}),
    names=desks.names_of_accidents,
)

alarms.WATCHES[INVESTIGATION.id] = watching.WATCH
