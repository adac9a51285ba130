"""A world small and fast enough for ten thousand cases: the database in memory, papers made once per kind.

What is looked at are states and records, so a paper's bytes do not matter; that its facts can be put together does.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from tests.makers import START, Stage
from workflow.clock import SimulatedClock
from workflow.consultation import papers as consultation_papers
from workflow.demo import district
from workflow.desk import Office
from workflow.documents import paper
from workflow.engine.deployment import Engine
from workflow.files import Files
from workflow.processes import PROCESSES
from workflow.store import create_tables, prepare, sessions


class Memory:
    """A place for kept files that go away with the world."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def fetch(self, sha256: str) -> bytes | None:
        return self.kept.get(sha256)

    def put(self, sha256: str, data: bytes) -> None:
        self.kept[sha256] = data

    def clear(self, before: datetime) -> int:
        return 0


class World:
    """One office whose database can be set back to the morning on which its case began."""

    start: datetime = START
    tick = timedelta(0)  # between two things that happen

    def __init__(self) -> None:
        self.engine = Engine(PROCESSES)
        self.files = Files(Memory())
        self._database = prepare(create_engine("sqlite://", poolclass=StaticPool))
        create_tables(self._database)
        self._sessions = sessions(self._database)
        with self._database.connect() as connection:
            self.connection: Any = connection.connection.driver_connection
        stage = self._stage()
        with stage.office.desk() as desk:
            district.settle(desk)
        self.began = self.begin(stage)
        self._template = sqlite3.connect(":memory:")
        self.connection.backup(self._template)

    def begin(self, stage: Stage) -> datetime:
        """Begin the case; the moment at which all stories set in."""
        raise NotImplementedError

    def morning(self) -> Stage:
        """The case has just begun; nothing else has happened yet."""
        self._template.backup(self.connection)
        return self._stage(self.began)

    def _stage(self, now: datetime | None = None) -> Stage:
        clock = SimulatedClock(now or self.start)
        return Stage(Office(self._sessions, clock, self.engine, self.files), clock)


@contextmanager
def papers_made_once() -> Iterator[None]:
    """Each kind of paper is rendered once; its facts are put together each time."""
    made: dict[str, bytes] = {}
    render, sheet = paper.render, consultation_papers.summary_sheet
    paper.render = lambda kind, facts, *rest: made.get(kind) or made.setdefault(kind, render(kind, facts, *rest))
    consultation_papers.summary_sheet = lambda facts: made.get("sheet") or made.setdefault("sheet", sheet(facts))
    try:
        yield
    finally:
        paper.render, consultation_papers.summary_sheet = render, sheet
