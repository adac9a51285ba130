"""One transition, written down: position, tasks, moments, trail, and the operations it orders.

A single step and ten thousand are the same code: cases that make the same transition are written together.
Everything here happens in the caller's transaction, under the instances' locks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import delete, insert, select, update

from workflow.engine.definition import Definition
from workflow.engine.deployment import Engine
from workflow.engine.machine import Event, Transition
from workflow.engine.process import FactsOf, Hands, Process
from workflow.engine.rows import instances, moments, tasks, trail
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
    ids = [case.instance_id for case in cases]
    for some in chunks(ids):
        _update_position(hands, cases[0].position, transition, some)
        _delete_closed(hands, transition, some)
    _insert_opened(hands, process, cases, transition)
    line = {
        "happened_at": hands.now,
        "officer_id": hands.officer_id,
        "event": f"{event.kind} {event.at}".strip(),
        "passed": " ".join(transition.passed),
    }
    hands.session.execute(insert(trail), [{"instance_id": id_, **line} for id_ in ids])
    return [replace(case, position=transition.position) for case in cases]


def _update_position(hands: Hands, old: str, transition: Transition, ids: Sequence[int]) -> None:
    """The old position is part of the condition: a case that somebody else moved stops the whole transaction."""
    moved = hands.session.execute(
        update(instances)
        .where(instances.c.id.in_(ids), instances.c.position == old)
        .values(
            position=transition.position,
            version=instances.c.version + 1,
            completed_at=hands.now if transition.completed else None,
        )
        .returning(instances.c.id)
    ).all()
    if len(moved) != len(ids):
        raise EngineFault(f"{len(ids) - len(moved)} instances were moved by somebody else")


def _delete_closed(hands: Hands, transition: Transition, ids: Sequence[int]) -> None:
    for kind, table in (("task", tasks), ("moment", moments)):
        places = [at for closed, at in transition.closed if closed == kind]
        if places:
            hands.session.execute(delete(table).where(table.c.instance_id.in_(ids), table.c.at.in_(places)))


def _insert_opened(hands: Hands, process: Process, cases: list[Case], transition: Transition) -> None:
    laid = [
        _task_row(hands, process, case, item) for case in cases for item in transition.opened if item.kind == "task"
    ]
    set_ = [_moment_row(process, case, item) for case in cases for item in transition.opened if item.kind == "moment"]
    if laid:
        hands.session.execute(insert(tasks), laid)
    if set_:
        hands.session.execute(insert(moments), set_)


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
