"""The case of a measure, as far as a report needs it: it begins with the order, and waits for the archive.

Stands in only where the slice has no process of its own for measures.
"""

from workflow.accident.actions import alarms
from workflow.accident.actions.alarms import Watch
from workflow.accident.model import Measure
from workflow.desk import Office
from workflow.engine.deployment import Engine
from workflow.engine.process import Process, Step
from workflow.people import PostKind


def _unit(measure: Measure) -> int:
    assert measure.unit_id is not None
    return measure.unit_id


def _office(measure: Measure) -> int:
    return measure.accident.lead_unit_id


_OFFICE_STEPS = {
    "review_objection": PostKind.LEADER,
    "decide_extension": PostKind.LEADER,
    "inspect": PostKind.CLERK,
    "close_measure": PostKind.LEADER,
}
_UNIT_STEPS = {"answer_order": PostKind.CLERK, "carry_out": PostKind.CLERK, "sign_off": PostKind.LEADER}

RECTIFICATION = Process(
    id=Measure.process,
    diagrams=("accident/rectification.bpmn",),
    load=lambda session, ids: session.query(Measure).where(Measure.id.in_(ids)).all(),
    steps={
        **{name: Step(post, _office, f"measures.{name}") for name, post in _OFFICE_STEPS.items()},
        **{name: Step(post, _unit, f"measures.{name}") for name, post in _UNIT_STEPS.items()},
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
)


def with_measures(office: Office) -> Office:
    """The office, with a process for measures."""
    processes = office.engine.processes
    if Measure.process in processes:
        return office
    alarms.WATCHES.setdefault(Measure.process, Watch(lambda _desk, _measure: (), lambda _desk, _measure, _alarm: None))
    engine = Engine((*processes.values(), RECTIFICATION), verify=True)
    return Office(office.sessions, office.clock, engine, office.files, office.calendar)
