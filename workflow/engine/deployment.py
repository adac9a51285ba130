"""Which definition an instance follows: the newest for a new case, its own for a running one."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.engine.definition import Definition
from workflow.engine.explore import Walk, explore, warm
from workflow.engine.machine import Machine
from workflow.engine.positions import END, START, Item, open_items
from workflow.engine.process import Process
from workflow.engine.rows import definitions, positions, sources
from workflow.errors import EngineFault
from workflow.store import insert_once


class Engine:
    """The declared processes with their definitions, and the memo all instances share. Safe between threads."""

    def __init__(self, processes: Iterable[Process], *, verify: bool = False) -> None:
        """`verify`: recompute every remembered step with SpiffWorkflow and compare (the tests run so)."""
        self.processes = {process.id: process for process in processes}
        self._states: dict[str, str] = {}
        self.machine = Machine(load=self._states.__getitem__, verify=verify)
        deployable = {id_: _deployable(id_, process.sources()) for id_, process in self.processes.items()}
        self._current = {id_: definition for id_, (definition, _) in deployable.items()}
        self._walks = {id_: walk for id_, (_, walk) in deployable.items()}
        for id_, definition in self._current.items():
            _must_be_declared(self.processes[id_], definition)
            warm(self.machine, definition, self._walks[id_])
        self._known = {definition.key: definition for definition in self._current.values()}

    def current(self, process_id: str) -> Definition:
        return self._current[process_id]

    def deploy(self, session: Session, process_id: str, now: datetime) -> Definition:
        """The current definition of a process, kept in the database from its first case on.

        All its positions are kept with it: later transactions add none, and so never wait for each other there.
        """
        definition = self._current[process_id]
        if session.scalar(select(definitions.c.key).where(definitions.c.key == definition.key)) is None:
            insert_once(session, definitions, key=definition.key, process=process_id, deployed_at=now)
            for number, xml in enumerate(self.processes[process_id].sources()):
                insert_once(session, sources, definition=definition.key, position=number, xml=xml)
            for position, state in sorted({START: START, **self._walks[process_id].positions}.items()):
                insert_once(session, positions, hash=position, state=state)
        return definition

    def definition(self, session: Session, key: str) -> Definition:
        """The definition a running case was started with."""
        if key not in self._known:
            found = session.scalar(select(definitions.c.process).where(definitions.c.key == key))
            if found is None:
                raise EngineFault(f"definition {key} is not deployed here")
            order = select(sources.c.xml).where(sources.c.definition == key).order_by(sources.c.position)
            self._known[key] = Definition(found, *session.scalars(order))
        return self._known[key]

    def state(self, session: Session, position: str) -> str:
        """The text of a position."""
        if position not in self._states:
            found = session.scalar(select(positions.c.state).where(positions.c.hash == position))
            if found is None:
                raise EngineFault(f"position {position} is unknown")
            self._states[position] = found
        return self._states[position]

    def keep(self, session: Session, definition: Definition, position: str, state: str) -> None:
        """Store a position once, unless it was kept when its definition was deployed: in this very database, for
        an instance refers to its definition."""
        self._states[position] = state
        current = self._current[definition.process]
        if definition.key != current.key or position not in self._walks[definition.process].positions:
            insert_once(session, positions, hash=position, state=state)

    def is_end(self, session: Session, position: str) -> bool:
        return self.state(session, position) == END

    def open_at(self, session: Session, definition: Definition, position: str) -> tuple[Item, ...]:
        """Everything that can happen next at a position."""
        return _open_items(definition, self.state(session, position))


@lru_cache(maxsize=32)
def _deployable(process_id: str, diagrams: tuple[bytes, ...]) -> tuple[Definition, Walk]:
    """The definition and the walk over all its positions; BadDiagram where a case could get lost."""
    definition = Definition(process_id, *diagrams)
    return definition, explore(definition)


def _must_be_declared(process: Process, definition: Definition) -> None:
    """Whatever the diagram names, the process must know, before the first case is started."""
    missing = (
        (set(definition.steps) - set(process.steps))
        | (definition.operations - set(process.operations))
        | (definition.moments - set(process.moments))
        | (definition.questions - set(process.facts))
    )
    if missing:
        raise EngineFault(f"{process.id}: the diagram names {sorted(missing)}, the process does not declare them")


@lru_cache(maxsize=10_000)
def _open_items(definition: Definition, state: str) -> tuple[Item, ...]:
    return open_items(definition, state)
