"""Where a case stands in its own diagram, and the way it came: for people who look, nothing here changes anything."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from workflow.engine.definition import Definition
from workflow.engine.deployment import Engine
from workflow.engine.items import Item, bare
from workflow.engine.process import Hands, Subject
from workflow.engine.rows import instances, sources, tasks, trail
from workflow.errors import EngineFault

BY_PEOPLE = ("start", "complete", "tell")


@dataclass(frozen=True)
class Visit:
    """One node that was passed: when, and who did it (None: the system, or an event of the diagram).

    `since`: when a token came to it, i.e. when whatever leads there was passed last; None for a beginning.
    """

    node: str
    at: datetime
    officer_id: int | None
    since: datetime | None = None


@dataclass(frozen=True)
class Waiting:
    """A user task that lies open, and since when."""

    node: str
    since: datetime


@dataclass(frozen=True)
class Whereabouts:
    """`xml`: the diagram the case was started with; `current` and `done`: ids of its elements, in `done` flows too."""

    definition: Definition
    xml: bytes
    current: frozenset[str]
    done: frozenset[str]
    visits: tuple[Visit, ...]
    waiting: tuple[Waiting, ...]


def where(hands: Hands, engine: Engine, process_id: str, subject: Subject) -> Whereabouts:
    """How far the subject's case has come. Without lock: for a page."""
    session = hands.session
    row = session.execute(
        select(instances).where(instances.c.process == process_id, instances.c.subject_id == subject.id)
    ).one_or_none()
    if row is None:
        raise EngineFault(f"{process_id}: subject {subject.id} has no instance")
    definition = engine.definition(session, row.definition)
    xml = session.scalars(
        select(sources.c.xml).where(sources.c.definition == row.definition).order_by(sources.c.position)
    ).first()
    visits = tuple(_timed(definition, _visits(hands, row.id)))
    current = frozenset(_current(definition, engine.open_at(session, definition, row.position)))
    way = [visit.node for visit in visits]
    nodes = frozenset(_with_surroundings(definition, way)) - current
    flows = frozenset(_flows_taken(definition, way, current))
    waiting = session.execute(
        select(tasks.c.step, tasks.c.opened_at)
        .where(tasks.c.instance_id == row.id)
        .order_by(tasks.c.opened_at, tasks.c.at)
    )
    return Whereabouts(
        definition, xml or b"", current, nodes | flows, visits, tuple(Waiting(t.step, t.opened_at) for t in waiting)
    )


def _visits(hands: Hands, instance_id: int) -> Iterator[Visit]:
    """Each transition: first the task, call or moment that was its event, then the nodes it passed."""
    lines = select(trail).where(trail.c.instance_id == instance_id).order_by(trail.c.id)
    for line in hands.session.execute(lines):
        kind, _, at = line.event.partition(" ")
        own = [bare(at.rpartition("/")[2])] if kind in ("complete", "done") else []
        officer_id = line.officer_id if kind in BY_PEOPLE else None  # what was due may ride in somebody's transaction
        for node in dict.fromkeys([*own, *line.passed.split()]):
            yield Visit(node, line.happened_at, officer_id)


def _timed(definition: Definition, visits: Iterable[Visit]) -> Iterator[Visit]:
    """Each visit with the moment from which its node had the token."""
    passed: dict[str, datetime] = {}
    for visit in visits:
        came = [passed[flow.source] for flow in definition.graph.incoming.get(visit.node, ()) if flow.source in passed]
        yield replace(visit, since=max(came, default=None))
        passed[visit.node] = visit.at


def _current(definition: Definition, items: Iterable[Item]) -> Iterator[str]:
    """The nodes where tokens stand and the sub-processes around them; not the events that could interrupt."""
    kinds = {node.id: node.kind for node in definition.graph.nodes.values()}
    for item in items:
        *around, node = map(bare, item.at.split("/"))
        yield from around
        is_branch = bool(around) and kinds[around[-1]] == "eventBasedGateway"  # the token stands at the gateway
        if kinds[node] != "boundaryEvent" and not is_branch:
            yield node


def _with_surroundings(definition: Definition, way: Iterable[str]) -> Iterator[str]:
    """The nodes and the sub-processes they lie in: one that an event broke off was entered all the same."""
    nodes = definition.graph.nodes
    for step in way:
        place = step
        while place in nodes:
            yield place
            place = nodes[place].scope


def _flows_taken(definition: Definition, way: list[str], current: frozenset[str]) -> Iterator[str]:
    """By which flows the nodes of the way, and those where the case now stands, were come to.

    Other branches pass in between, so it is not the node just before: it is the source passed last since the node was
    passed itself; for a join every such source.
    """
    last: dict[str, int] = {}
    entered = set(_with_surroundings(definition, way)) - set(way)
    for index, node in enumerate([*way, *entered, *(current - entered)]):
        yield from _came_by(definition, node, last)
        last[node] = index


def _came_by(definition: Definition, node: str, last: Mapping[str, int]) -> Iterator[str]:
    since = last.get(node, -1)
    flows = [flow for flow in definition.graph.incoming.get(node, ()) if last.get(flow.source, -1) > since]
    if definition.graph.nodes[node].kind == "parallelGateway":
        yield from (flow.id for flow in flows)
    elif flows:
        yield max(flows, key=lambda flow: last[flow.source]).id
