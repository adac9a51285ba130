"""体检: is every open case somewhere, and do the rows say what the position says?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, select

from workflow.engine.definition import Definition
from workflow.engine.deployment import Engine
from workflow.engine.deserted import deserted
from workflow.engine.items import Item, bare
from workflow.engine.process import Hands, Named
from workflow.engine.rows import incidents, instances, moments, tasks
from workflow.people import PostKind

OVERDUE_AFTER = timedelta(minutes=5)  # a moment still waiting so long after its time means that nobody sweeps
LOST, TASKS, MOMENTS, OVERDUE, INCIDENT = "nothing next", "tasks differ", "moments differ", "overdue", "incident"
NOBODY = "nobody there"  # a task on the desk of a post that nobody holds today
KINDS = (LOST, TASKS, MOMENTS, OVERDUE, INCIDENT, NOBODY)


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it must be. `what` is one of KINDS; pages put it into words.

    `node`: the element of the diagram it is about ("" for the case as a whole); `since`: when it was due or happened.
    """

    process: str
    subject_id: int
    what: str
    detail: str
    node: str = ""
    since: datetime | None = None
    desk: tuple[int, PostKind] | None = None  # the unit and post that nobody holds


@dataclass(frozen=True)
class Ahead:
    """The next thing the system will do by itself, and for how many cases at once."""

    process: str
    node: str
    due: datetime
    cases: int


@dataclass(frozen=True)
class Checkup:
    """How many cases were looked at, what was found, and what comes next."""

    open_cases: int
    completed_cases: int
    findings: tuple[Finding, ...]
    ahead: Ahead | None = None


def examine(hands: Hands, engine: Engine) -> Checkup:
    """Compare the position of every case with its rows."""
    rows = hands.session.execute(select(instances).order_by(instances.c.id)).all()
    done = sum(row.completed_at is not None for row in rows)
    findings = (*_displaced(hands, engine, rows), *_overdue(hands), *_incidents(hands), *_deserted(hands))
    return Checkup(len(rows) - done, done, findings, _ahead(hands))


def named(hands: Hands, engine: Engine, findings: tuple[Finding, ...]) -> dict[tuple[str, int], Named]:
    """How the cases of the findings are called."""
    found: dict[tuple[str, int], Named] = {}
    for process_id in {finding.process for finding in findings}:
        ids = sorted({finding.subject_id for finding in findings if finding.process == process_id})
        names = engine.processes[process_id].names(hands.session, ids)
        found.update({(process_id, id_): name for id_, name in names.items()})
    return found


def _displaced(hands: Hands, engine: Engine, rows: Any) -> Iterator[Finding]:
    open_tasks, open_moments = _places(hands, tasks), _places(hands, moments)
    alive = set(hands.session.scalars(select(moments.c.instance_id).where(moments.c.due.is_not(None))))
    for row in rows:
        definition = engine.definition(hands.session, row.definition)
        items = engine.open_at(hands.session, definition, row.position)
        yield from _differing(row, TASKS, _at(items, "task"), open_tasks.get(row.id, set()))
        yield from _differing(row, MOMENTS, _at(items, "moment"), open_moments.get(row.id, set()))
        has_next = _at(items, "task") or _awaited(definition, items) or row.id in alive
        if row.completed_at is None and not has_next:
            yield Finding(row.process, row.subject_id, LOST, row.position)


def _at(items: tuple[Item, ...], kind: str) -> set[str]:
    return {item.at for item in items if item.kind == kind}


def _awaited(definition: Definition, items: tuple[Item, ...]) -> set[str]:
    """Messages that the case waits for. What may only interrupt it (撤销) does not take it on."""
    nodes = definition.graph.nodes
    return {at for at in _at(items, "message") if nodes[_node(at)].kind != "boundaryEvent"}


def _differing(row: Any, what: str, expected: set[str], found: set[str]) -> Iterator[Finding]:
    if expected != found:
        detail = f"expected {sorted(expected)}, found {sorted(found)}"
        yield Finding(row.process, row.subject_id, what, detail, _node(min(expected ^ found)))


def _places(hands: Hands, table: Table) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for instance_id, at in hands.session.execute(select(table.c.instance_id, table.c.at)):
        found.setdefault(instance_id, set()).add(at)
    return found


def _overdue(hands: Hands) -> Iterator[Finding]:
    late = (
        select(instances.c.process, instances.c.subject_id, moments.c.at, moments.c.due)
        .join(instances, instances.c.id == moments.c.instance_id)
        .where(moments.c.due < hands.now - OVERDUE_AFTER)
        .order_by(moments.c.due, moments.c.instance_id, moments.c.at)
    )
    for row in hands.session.execute(late):
        yield Finding(row.process, row.subject_id, OVERDUE, row.at, _node(row.at), row.due)


def _incidents(hands: Hands) -> Iterator[Finding]:
    open_ = (
        select(instances.c.process, instances.c.subject_id, incidents)
        .join(instances, instances.c.id == incidents.c.instance_id)
        .where(incidents.c.resolved_at.is_(None))
        .order_by(incidents.c.id)
    )
    for row in hands.session.execute(open_):
        last = row.error.strip().splitlines()[-1]
        yield Finding(row.process, row.subject_id, INCIDENT, last, _node(row.event), row.happened_at)


def _deserted(hands: Hands) -> Iterator[Finding]:
    for task in deserted(hands):
        desk = (task.unit_id, task.post)
        yield Finding(task.process, task.subject_id, NOBODY, task.at, task.step, task.since, desk)


def _ahead(hands: Hands) -> Ahead | None:
    waiting = (
        select(instances.c.process, moments.c.at, moments.c.due)
        .join(instances, instances.c.id == moments.c.instance_id)
        .where(moments.c.due >= hands.now)
        .order_by(moments.c.due, moments.c.rank, moments.c.instance_id, moments.c.at)
    )
    first = hands.session.execute(waiting.limit(1)).first()
    if first is None:
        return None
    alike = waiting.where(instances.c.process == first.process, moments.c.at == first.at, moments.c.due == first.due)
    return Ahead(first.process, _node(first.at), first.due, len(hands.session.execute(alike).all()))


def _node(address: str) -> str:
    """The diagram's element at an address, or in an event: "fire collecting/time_to_remind"."""
    return bare(address.rpartition(" ")[2].rpartition("/")[2])
