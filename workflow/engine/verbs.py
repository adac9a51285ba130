"""The verbs: start, lock, take, complete, tell, reschedule. Actions and timers use the same ones.

An instance is locked before anything is read, and what is due by then happens first: otherwise a late reply
would be accepted because nobody has swept yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, select, update

from workflow.bulk import among, among_given, next_ids
from workflow.engine.deployment import Engine
from workflow.engine.machine import Event
from workflow.engine.positions import START
from workflow.engine.process import Hands, Process, Subject
from workflow.engine.rows import incidents, instances, moments, tasks
from workflow.engine.stepping import UNDER_WAY, Case, run
from workflow.errors import AlreadyDone, EngineFault
from workflow.people import Officer, Post, Substitution, Unit
from workflow.store import chunks

PEOPLE = (Officer, Post, Substitution, Unit)


@dataclass(frozen=True)
class Taken:
    """A task in hand: locked, open, and nothing of its case overdue."""

    process: Process
    case: Case
    at: str


def start(hands: Hands, engine: Engine, process_id: str, subjects: Sequence[Subject]) -> None:
    """Begin one instance for each subject."""
    if not subjects:
        return
    process, definition = engine.processes[process_id], engine.deploy(hands.session, process_id, hands.now)
    ids = next_ids(hands.session, instances, len(subjects))
    cases = [Case(id_, definition, START, subject) for id_, subject in zip(ids, subjects, strict=True)]
    run(hands, engine, process, cases, Event("start"))


def lock(hands: Hands, engine: Engine, process_id: str, subjects: Sequence[Subject]) -> None:
    """Nobody else moves these cases until this transaction ends; what was read of them before is read again."""
    if subjects:
        _locked(hands, engine, engine.processes[process_id], subjects)


def at_hand(hands: Hands, engine: Engine, process_id: str, subject_id: int) -> Any:
    """The subject itself, locked before it is read for the first time."""
    return _locked_ids(hands, engine, engine.processes[process_id], [subject_id])[0].subject


def take(hands: Hands, engine: Engine, process_id: str, subject: Subject, step: str) -> Taken:
    """The subject's task at this step, ready to be worked on; AlreadyDone when it is no longer open."""
    process = engine.processes[process_id]
    case = _locked(hands, engine, process, [subject])[0]
    case = _with_due_things_done(hands, engine, process, case)
    items = engine.open_at(hands.session, case.definition, case.position)
    at = next((item.at for item in items if item.kind == "task" and item.step == step), None)
    if at is None:
        raise AlreadyDone()
    return Taken(process, case, at)


def complete(hands: Hands, engine: Engine, taken: Taken) -> None:
    """The task is done; its facts are already written."""
    hands.session.flush()
    run(hands, engine, taken.process, [taken.case], Event("complete", taken.at))


def tell(hands: Hands, engine: Engine, process_id: str, subjects: Sequence[Subject], message: str) -> None:
    """Bring a message to each subject's case; AlreadyDone when one of them does not wait for it."""
    if not subjects:
        return
    process = engine.processes[process_id]
    hands.session.flush()
    cases = [_with_due_things_done(hands, engine, process, case) for case in _locked(hands, engine, process, subjects)]
    for case in cases:
        if not _waits_for(engine.open_at(hands.session, case.definition, case.position), message):
            raise AlreadyDone()
    run(hands, engine, process, cases, Event("tell", message))


def hears(hands: Hands, engine: Engine, process_id: str, subject: Subject, message: str) -> bool:
    """Does the subject's case wait for this message? Without lock: for a page, or before `tell`."""
    found = hands.session.execute(
        select(instances.c.definition, instances.c.position).where(
            instances.c.process == process_id, instances.c.subject_id == subject.id
        )
    ).one_or_none()
    if found is None:
        return False
    definition = engine.definition(hands.session, found.definition)
    return _waits_for(engine.open_at(hands.session, definition, found.position), message)


def open_steps(hands: Hands, engine: Engine, process_id: str, subject: Subject) -> set[str]:
    """The steps whose tasks lie open for this subject. Without lock: for a page, or a guard before `take`.

    Of a case at hand its position says so.
    """
    case = hands.cases.get((process_id, subject.id))
    if isinstance(case, Case):
        items = engine.open_at(hands.session, case.definition, case.position)
        return {item.step for item in items if item.kind == "task"}
    return set(
        hands.session.scalars(
            select(tasks.c.step)
            .join(instances, instances.c.id == tasks.c.instance_id)
            .where(instances.c.process == process_id, instances.c.subject_id == subject.id)
        )
    )


def reschedule(hands: Hands, engine: Engine, process_id: str, subjects: Sequence[Subject]) -> None:
    """The facts behind the subjects' moments have changed: compute anew when each is due.

    Under lock, for a case that moves in the meantime would set its next moment by the old facts.
    """
    if not subjects:
        return
    process = engine.processes[process_id]
    cases = _locked(hands, engine, process, subjects)
    subject_of = {case.subject.id: case.subject for case in cases}
    for some in chunks(list(subject_of)):
        rows = hands.session.execute(
            select(moments.c.instance_id, moments.c.at, moments.c.name, instances.c.subject_id)
            .join(instances, instances.c.id == moments.c.instance_id)
            .where(instances.c.process == process_id, instances.c.subject_id.in_(some))
        ).all()
        for (at, due), ids in _by_due(process, subject_of, rows).items():
            hands.session.execute(
                update(moments).where(moments.c.instance_id.in_(ids), moments.c.at == at).values(due=due)
            )


def _by_due(
    process: Process, subject_of: dict[int, Any], rows: Sequence[Any]
) -> dict[tuple[str, datetime | None], list[int]]:
    """Which instances' moment at that address is due when."""
    found: dict[tuple[str, datetime | None], list[int]] = {}
    for row in rows:
        due = process.moments[row.name](subject_of[row.subject_id])
        found.setdefault((row.at, due), []).append(row.instance_id)
    return found


def _waits_for(items: Sequence[Any], message: str) -> bool:
    return any(item.kind == "message" and item.what == message for item in items)


def _locked(hands: Hands, engine: Engine, process: Process, subjects: Sequence[Subject]) -> list[Case]:
    return _locked_ids(hands, engine, process, sorted({subject.id for subject in subjects}))


def _locked_ids(hands: Hands, engine: Engine, process: Process, ids: Sequence[int]) -> list[Case]:
    """The subjects' instances under lock, in one order for everybody; what was read before is read again.

    What this transaction has locked already and not moved since, nobody else has touched: it is as it was read.
    """
    if any(hands.cases.get((process.id, id_)) is UNDER_WAY for id_ in ids):
        raise EngineFault(f"{process.id}: an operation moves the case for which it was ordered")
    if any((process.id, id_) not in hands.cases for id_ in ids):
        _lock_and_read(hands, engine, process, ids)
    return sorted((hands.cases[process.id, id_] for id_ in ids), key=lambda case: case.instance_id)


def _lock_and_read(hands: Hands, engine: Engine, process: Process, ids: Sequence[int]) -> None:
    found: list[Any] = []
    for some in chunks(ids):
        lock = _lock_statement(hands.session.get_bind().dialect.name)
        found += hands.session.execute(lock, {"process": process.id, "ids": some}).all()
    if len(found) != len(ids):
        raise EngineFault(f"{process.id}: {len(ids) - len(found)} subjects have no instance")
    _forget_what_was_read(hands)
    fresh = {subject.id: subject for some in chunks(ids) for subject in process.load(hands.session, some)}
    for row in found:
        definition = engine.definition(hands.session, row.definition)
        case = Case(row.id, definition, row.position, fresh[row.subject_id])
        hands.cases[process.id, row.subject_id] = case


@lru_cache
def _lock_statement(dialect: str) -> Select[Any]:
    """Built once: building it anew costs a step more than the database does."""
    return (
        select(instances.c.id, instances.c.subject_id, instances.c.definition, instances.c.position)
        .where(instances.c.process == bindparam("process"), among_given(dialect, instances.c.subject_id, "ids"))
        .order_by(instances.c.id)
        .with_for_update()
    )


def _forget_what_was_read(hands: Hands) -> None:
    """Of the cases: who people are and which posts they hold is not under this lock, and need not be read again."""
    hands.session.flush()
    for read in hands.session.identity_map.values():
        if not isinstance(read, PEOPLE):
            hands.session.expire(read)


def locked_instances(hands: Hands, engine: Engine, process: Process, ids: Sequence[int]) -> list[Case]:
    """The same, by instance ids: for the sweep, which finds moments, not subjects."""
    subjects = hands.session.scalars(select(instances.c.subject_id).where(among(hands.session, instances.c.id, ids)))
    return _locked_ids(hands, engine, process, sorted(subjects))


def _with_due_things_done(hands: Hands, engine: Engine, process: Process, case: Case) -> Case:
    while _something_is_due(hands, engine, process, case):
        at = hands.session.scalars(
            select(moments.c.at)
            .where(moments.c.instance_id == case.instance_id, moments.c.due <= hands.now)
            .order_by(moments.c.due, moments.c.at)
        ).first()
        if at is None:
            return case
        fire(hands, engine, process, [case], at)
        position = hands.session.scalar(select(instances.c.position).where(instances.c.id == case.instance_id))
        case = replace(case, position=str(position))
    return case


def _something_is_due(hands: Hands, engine: Engine, process: Process, case: Case) -> bool:
    """As the facts say; a moment's row says the same (the tests hold it to that), and costs a way to the database."""
    armed = (item for item in engine.open_at(hands.session, case.definition, case.position) if item.kind == "moment")
    due = (process.moments[str(item.what)](case.subject) for item in armed)
    return any(at is not None and at <= hands.now for at in due)


def fire(hands: Hands, engine: Engine, process: Process, cases: Sequence[Case], at: str) -> None:
    """A moment has come for these cases, in whosever transaction; what went wrong with them earlier is over."""
    with hands.by_itself():
        run(hands, engine, process, cases, Event("fire", at))
    for some in chunks([case.instance_id for case in cases]):
        open_ = among(hands.session, incidents.c.instance_id, some), incidents.c.resolved_at.is_(None)
        hands.session.execute(update(incidents).where(*open_).values(resolved_at=hands.now))
