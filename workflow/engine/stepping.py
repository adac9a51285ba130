"""A way from rest to rest, written down: position, tasks, moments, trail, and the operations ordered on it.

A single step and ten thousand are the same code: cases that make the same transition are written together.
Everything here happens in the caller's transaction, under the instances' locks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from workflow.engine.definition import Definition
from workflow.engine.deployment import Engine
from workflow.engine.machine import Event, Transition
from workflow.engine.process import FactsOf, Hands, Process
from workflow.engine.rows import moments
from workflow.engine.ways import Leg, Way, closed_on_the_way, open_at_the_end
from workflow.engine.writing import Move, write
from workflow.errors import EngineFault
from workflow.store import chunks

UNDER_WAY = object()  # in place of a Case: an operation must not move the very case for which it was ordered


@dataclass(frozen=True)
class Case:
    """An instance under lock, with its subject."""

    instance_id: int
    definition: Definition
    position: str
    subject: Any


def run(hands: Hands, engine: Engine, process: Process, cases: Sequence[Case], event: Event) -> None:
    """Let the event happen to these cases, and all that the diagram orders until each is at rest again.

    Written down is where they come to rest and the way there; in between nobody else can see them.
    """
    for case in cases:
        hands.cases[process.id, case.subject.id] = UNDER_WAY
    _go_on(hands, engine, process, cases, event, ())
    for case in cases:
        del hands.cases[process.id, case.subject.id]


def _go_on(
    hands: Hands, engine: Engine, process: Process, cases: Sequence[Case], event: Event, behind: Way
) -> None:  # fmt: skip
    for alike, leg in _alike(hands, engine, process, cases, event):
        way, transition = (*behind, leg), leg.transition
        if transition.calls:
            call = transition.calls[0]
            process.operations[str(call.what)](hands, [case.subject for case in alike])
            moved = [Case(case.instance_id, case.definition, transition.position, case.subject) for case in alike]
            _go_on(hands, engine, process, moved, Event("done", call.at), way)
        else:
            write(hands.session, _move(hands, process, alike, way))
            _must_have_a_next_thing(hands, engine, alike, transition.position)


def _alike(
    hands: Hands, engine: Engine, process: Process, cases: Sequence[Case], event: Event
) -> Iterator[tuple[list[Case], Leg]]:
    """The cases, grouped by the transition they make. Remembered transitions are the same object: to compare what they
    say, ten thousand times, would take longer than to look them up."""
    groups: dict[tuple[str, str, int], tuple[Transition, list[Case]]] = {}
    for case in cases:
        engine.state(hands.session, case.position)
        facts = FactsOf(process, case.subject)
        transition = engine.machine.step(case.definition, case.position, event, facts)
        key = case.definition.key, case.position, id(transition)
        groups.setdefault(key, (transition, []))[1].append(case)
    for (_, position, _), (transition, alike) in groups.items():
        if transition.sent:
            raise EngineFault(f"{process.id}: nobody is declared to hear {transition.sent}")
        engine.keep(hands.session, alike[0].definition, transition.position, transition.state)
        yield alike, Leg(position, event, transition)


def _move(hands: Hands, process: Process, cases: Sequence[Case], way: Way) -> Move:
    first, last = way[0], way[-1].transition
    tasks, moments = open_at_the_end(way, "task"), open_at_the_end(way, "moment")
    line = {"happened_at": hands.now, "officer_id": hands.officer_id}
    return Move(
        ids=[case.instance_id for case in cases],
        old=first.old,
        new=last.position,
        legs=len(way),
        completed_at=hands.now if last.completed else None,
        closed_tasks=closed_on_the_way(way, "task"),
        closed_moments=closed_on_the_way(way, "moment"),
        tasks=[_task_row(hands, process, case, item) for case in cases for item in tasks],
        moments=[_moment_row(process, case, item) for case in cases for item in moments],
        way=[{"instance_id": case.instance_id, **line, **leg.told} for leg in way for case in cases],
        born=_born(hands, process, cases, way) if first.event.kind == "start" else (),
    )


def _born(hands: Hands, process: Process, cases: Sequence[Case], way: Way) -> list[dict[str, Any]]:
    """A case comes into being where its start has brought it."""
    last = way[-1].transition
    row = {
        "process": process.id,
        "definition": cases[0].definition.key,
        "position": last.position,
        "version": len(way),
        "completed_at": hands.now if last.completed else None,
    }
    return [{"id": case.instance_id, "subject_id": case.subject.id, **row} for case in cases]


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


def _must_have_a_next_thing(hands: Hands, engine: Engine, cases: Sequence[Case], position: str) -> None:
    """Nothing gets lost: at rest a case is completed, or has a task, a waiting message, or a moment that will come."""
    kinds = {item.kind for item in engine.open_at(hands.session, cases[0].definition, position)}
    if kinds & {"task", "message"} or engine.is_end(hands.session, position):
        return
    for some in chunks([case.instance_id for case in cases]):
        alive = select(moments.c.instance_id).where(moments.c.instance_id.in_(some), moments.c.due.is_not(None))
        lost = set(some) - set(hands.session.scalars(alive))
        if lost:
            raise EngineFault(f"instances {sorted(lost)} would have nothing next at position {position}")
