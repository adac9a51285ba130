"""Where many cases of one process stand in its diagram: how many at each node, which, and since when."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from workflow.engine.definition import Definition
from workflow.engine.deployment import Engine
from workflow.engine.items import Item, bare
from workflow.engine.process import Hands
from workflow.engine.rows import instances, sources, tasks, trail


@dataclass(frozen=True)
class Crowd:
    """`xml`: the diagram most of the cases were started with; `at`: node -> subject id -> since when its step lies open.

    None where no step does: at an end, or where a case waits for what may come. A case with two open steps stands at
    both; what merely waits for its next moment beside an open step is not told.
    """

    definition: Definition
    xml: bytes
    at: Mapping[str, Mapping[int, datetime | None]]

    @property
    def subjects(self) -> frozenset[int]:
        return frozenset(subject for standing in self.at.values() for subject in standing)


def crowd(hands: Hands, engine: Engine, process_id: str, subject_ids: Collection[int]) -> Crowd | None:
    """None when not one of them has begun. Without lock: for a page."""
    session = hands.session
    found = session.execute(
        select(instances).where(instances.c.process == process_id, instances.c.subject_id.in_(subject_ids))
    ).all()
    if not found:
        return None
    ids = [row.id for row in found]
    opened = _opened(hands, ids)
    ends = _ends(hands, [row.id for row in found if row.completed_at])
    at: dict[str, dict[int, datetime | None]] = {}
    for row in found:
        definition = engine.definition(session, row.definition)
        for node in ends.get(row.id) or _places(definition, engine.open_at(session, definition, row.position)):
            at.setdefault(node, {})[row.subject_id] = opened.get((row.id, node))
    [(key, _)] = Counter(row.definition for row in found).most_common(1)
    xml = session.scalars(select(sources.c.xml).where(sources.c.definition == key).order_by(sources.c.position)).first()
    return Crowd(engine.definition(session, key), xml or b"", at)


def _opened(hands: Hands, ids: list[int]) -> dict[tuple[int, str], datetime]:
    """When each open step was laid on its desk, by instance and step."""
    found = select(tasks.c.instance_id, tasks.c.step, tasks.c.opened_at).where(tasks.c.instance_id.in_(ids))
    return {(row.instance_id, row.step): row.opened_at for row in hands.session.execute(found)}


def _ends(hands: Hands, ids: list[int]) -> dict[int, tuple[str]]:
    """At which end each finished instance came out: the last node it passed."""
    newest = select(func.max(trail.c.id)).where(trail.c.instance_id.in_(ids)).group_by(trail.c.instance_id)
    found = hands.session.execute(select(trail).where(trail.c.id.in_(newest)))
    return {line.instance_id: (line.passed.split()[-1],) for line in found}


def _places(definition: Definition, items: Iterable[Item]) -> Iterator[str]:
    """The steps that lie open; where none does, the gateways and events at which the case waits."""
    kinds = {node.id: node.kind for node in definition.graph.nodes.values()}
    waits: list[str] = []
    for item in items:
        *around, node = map(bare, item.at.split("/"))
        if kinds[node] == "userTask":
            yield node
        elif around and kinds[around[-1]] == "eventBasedGateway":
            waits.insert(0, around[-1])
        elif kinds[node] != "boundaryEvent":
            waits.append(node)
    if waits and not any(item.kind == "task" for item in items):
        yield waits[0]
