"""A world small and fast enough for ten thousand rounds: the database in memory, papers made once per kind.

What is looked at are states and records, so a paper's bytes do not matter; that its facts can be put together does.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from tests.makers import START, Stage
from tests.process.telling import a_corrected_draft
from workflow.clock import SimulatedClock
from workflow.consultation import papers, paperwork
from workflow.demo import district
from workflow.demo.stage import lead_unit
from workflow.desk import Office
from workflow.engine.deployment import Engine
from workflow.files import Files, KeptFile
from workflow.people import PostKind
from workflow.processes import PROCESSES
from workflow.store import create_tables, prepare, sessions

UNITS = (0, 1, 4)  # the last one has no seal keeper


class MemoryFiles(Files):
    """Kept files that nobody will read again."""

    def __init__(self) -> None:
        super().__init__(Path("nowhere"))
        self.kept: dict[str, bytes] = {}

    def _write(self, sha256: str, data: bytes) -> None:
        self.kept[sha256] = data

    def read(self, kept: KeptFile) -> bytes:
        return self.kept[kept.sha256]


class World:
    """One office whose database can be set back to the morning on which a round was issued."""

    def __init__(self) -> None:
        self.engine = Engine(PROCESSES)
        self.files = MemoryFiles()
        self.drafts = (a_corrected_draft(), a_corrected_draft(new="百分之十八"))
        self._database = prepare(create_engine("sqlite://", poolclass=StaticPool))
        create_tables(self._database)
        self._sessions = sessions(self._database)
        with self._database.connect() as connection:
            self.connection: Any = connection.connection.driver_connection
        self._prepare_round()
        self._template = sqlite3.connect(":memory:")
        self.connection.backup(self._template)

    def _prepare_round(self) -> None:
        stage = self._stage(START)
        with stage.office.desk() as desk:
            district.settle(desk)
        stage.begin(units=UNITS)
        stage.issue()
        self.round_id = stage.round_id
        with stage.look() as (desk, round_):
            self.replies = [reply.id for reply in round_.replies]
            units = [lead_unit(desk), *(reply.unit for reply in round_.replies)]
            kinds = (PostKind.CLERK, PostKind.LEADER, PostKind.SEAL_KEEPER)
            self.people = [
                {kind: holders[0].id for kind in kinds if (holders := unit.holders(kind, desk.today))} for unit in units
            ]

    def _stage(self, now: datetime) -> Stage:
        clock = SimulatedClock(now)
        return Stage(Office(self._sessions, clock, self.engine, self.files), clock)

    def morning(self) -> Stage:
        """The round has just been issued; nothing else has happened yet."""
        self._template.backup(self.connection)
        stage = self._stage(START)
        stage.round_id = self.round_id
        return stage


@contextmanager
def papers_made_once() -> Iterator[None]:
    """Each kind of paper is rendered once; its facts are put together each time."""
    made: dict[str, bytes] = {}
    render, sheet = paperwork.word, papers.summary_sheet
    paperwork.word = lambda paper: made.get(paper.kind) or made.setdefault(paper.kind, render(paper))
    papers.summary_sheet = lambda paper: made.get("sheet") or made.setdefault("sheet", sheet(paper))
    try:
        yield
    finally:
        paperwork.word, papers.summary_sheet = render, sheet
