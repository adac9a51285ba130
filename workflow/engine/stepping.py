"""One transition, written down: position, tasks, moments, trail, and the operations it orders.

A single step and ten thousand are the same code: cases that make the same transition are written together.
Everything here happens in the caller's transaction, under the instances' locks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from workflow.engine.definition import Definition
from workflow.engine.deployment import Engine
from workflow.engine.machine import Event, Transition
from workflow.engine.process import FactsOf, Hands, Process
from workflow.engine.rows import moments
from workflow.engine.writing import Move, write
from workflow.errors import EngineFault
from workflow.store import chunks


@dataclass(frozen=True)
class Case:
    """An instance under lock, with its subject."""

    instance_id: int
    definition: Definition
    position: str
    subject: Any


def run(hands: Hands, engine: Engine, process: Process, cases: Sequence[Case], event: Event) -> None:
    """Let the event happen to these cases, and all that the diagram orders until each is at rest again."""
    for case in cases:
        hands.cases.pop((process.id, case.subject.id), None)
    for alike, transition in _alike(hands, engine, process, cases, event):
        moved = _move(hands, engine, process, alike, event, transition)
        if transition.calls:
            call = transition.calls[0]
            process.operations[str(call.what)](hands, [case.subject for case in moved])
            run(hands, engine, process, moved, Event("done", call.at))
        else:
            _must_have_a_next_thing(hands, engine, moved)


def _alike(
    hands: Hands, engine: Engine, process: Process, cases: Sequence[Case], event: Event
) -> Iterator[tuple[list[Case], Transition]]:
    """The cases, grouped by the transition they make; remembered transitions are the same object."""
    groups: dict[tuple[str, str, Transition], list[Case]] = {}
    for case in cases:
        engine.state(hands.session, case.position)
        facts = FactsOf(process, case.subject)
        transition = engine.machine.step(case.definition, case.position, event, facts)
        groups.setdefault((case.definition.key, case.position, transition), []).append(case)
    for (_, _, transition), alike in groups.items():
        yield alike, transition


def _move(
    hands: Hands, engine: Engine, process: Process, cases: list[Case], event: Event, transition: Transition
) -> list[Case]:
    if transition.sent:
        raise EngineFault(f"{process.id}: nobody is declared to hear {transition.sent}")
    engine.keep(hands.session, cases[0].definition, transition.position, transition.state)
    line = {
        "happened_at": hands.now,
        "officer_id": hands.officer_id,
        "event": f"{event.kind} {event.at}".strip(),
        "passed": " ".join(transition.passed),
    }
    move = Move(
        ids=[case.instance_id for case in cases],
        old=cases[0].position,
        new=transition.position,
        completed_at=hands.now if transition.completed else None,
        closed_tasks=[at for kind, at in transition.closed if kind == "task"],
        closed_moments=[at for kind, at in transition.closed if kind == "moment"],
        tasks=[_task_row(hands, process, case, item) for case, item in _opened(cases, transition, "task")],
        moments=[_moment_row(process, case, item) for case, item in _opened(cases, transition, "moment")],
        way=[{"instance_id": case.instance_id, **line} for case in cases],
        born=_born(hands, process, cases, transition) if event.kind == "start" else (),
    )
    write(hands.session, move)
    return [replace(case, position=transition.position) for case in cases]


def _born(hands: Hands, process: Process, cases: list[Case], transition: Transition) -> list[dict[str, Any]]:
    """A case comes into being where its start has brought it."""
    row = {
        "process": process.id,
        "definition": cases[0].definition.key,
        "position": transition.position,
        "version": 1,
        "completed_at": hands.now if transition.completed else None,
    }
    return [{"id": case.instance_id, "subject_id": case.subject.id, **row} for case in cases]


def _opened(cases: list[Case], transition: Transition, kind: str) -> Iterator[tuple[Case, Any]]:
    return ((case, item) for case in cases for item in transition.opened if item.kind == kind)


def _task_row(hands: Hands, process: Process, case: Case, item: Any) -> dict[str, Any]:
    step = process.steps[item.step]
    return {
        "instance_id": case.instance_id,
        "at": item.at,
        "step": item.step,
        "unit_id": step.unit_of(case.subject),
        "post": step.post.value,
        "opened_at": hands.now,
    }


def _moment_row(process: Process, case: Case, item: Any) -> dict[str, Any]:
    due = process.moments[item.what](case.subject)
    return {"instance_id": case.instance_id, "at": item.at, "name": item.what, "rank": process.rank, "due": due}


def _must_have_a_next_thing(hands: Hands, engine: Engine, cases: Sequence[Case]) -> None:
    """Nothing gets lost: at rest a case is completed, or has a task, a waiting message, or a moment that will come."""
    if not cases:
        return
    case = cases[0]  # all stand at the same position
    kinds = {item.kind for item in engine.open_at(hands.session, case.definition, case.position)}
    if kinds & {"task", "message"} or engine.is_end(hands.session, case.position):
        return
    for some in chunks([case.instance_id for case in cases]):
        alive = select(moments.c.instance_id).where(moments.c.instance_id.in_(some), moments.c.due.is_not(None))
        lost = set(some) - set(hands.session.scalars(alive))
        if lost:
            raise EngineFault(f"instances {sorted(lost)} would have nothing next at position {case.position}")
