"""What is slow to make and alike for every test is made once a test process: the engine, the diagrams, the application.

A house stands in one folder. `House.opened` sweeps it and lets a test find a district there; whatever a test has left
is gone, and what nobody can leave a trace in (compiled statements, deployed diagrams, the table of addresses) stays.
"""

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine as Database

from tests.makers import SIGNING, START, Stage
from web import Settings, create_app
from workflow.clock import SimulatedClock
from workflow.desk import Office
from workflow.engine.deployment import Engine
from workflow.files import Files
from workflow.processes import PROCESSES
from workflow.store import open_database, sessions

COMPILED = FileSystemBytecodeCache()  # test processes share their compiled templates


@dataclass(frozen=True)
class Left:
    """How a stage stood after certain acts."""

    folder: Path
    moment: datetime
    gave: Any


@dataclass
class House:
    folder: Path
    clock: SimulatedClock = field(default_factory=lambda: SimulatedClock(START))
    database: Database = field(init=False)
    steps: Engine = field(default_factory=lambda: Engine(PROCESSES, verify=True))  # every memo hit is recomputed

    office: Office = field(init=False)
    known: tuple[str, ...] | None = None  # what has been done since the house was swept
    stood: tuple[int, int] = (0, 0)  # how its database looked then
    left: dict[tuple[str, ...], Left] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.database = open_database(f"sqlite:///{self.folder / 'zhengxun.db'}")

    def opened(self, district: Path, start: datetime = START) -> Stage:
        """A stage on a copy of that database; its clock shows `start`."""
        self.database.dispose()
        shutil.rmtree(self.folder / "files", ignore_errors=True)
        _copy_database(district, self.folder / "zhengxun.db")
        self.clock = SimulatedClock(start)
        self._know(str(district))
        self.office = Office(
            sessions(self.database), self.now, self.steps, Files(self.folder / "files"), signing=SIGNING
        )
        return Stage(self.office, self.clock, memory=self)

    def now(self) -> datetime:
        """What the clock of the test that is running shows: an application outlives its tests."""
        return self.clock()

    # -- the same beginning of many tests is played once

    def once(self, stage: Stage, said: object, act: Callable[[], Any]) -> Any:
        """How the stage stood after the same acts in an earlier test is laid out, unless something else was done before.

        What the clock shows belongs to what is said: whoever moves it goes another way from there.
        """
        if stage.office is not self.office or self.known is None or self._looks() != self.stood:
            return act()
        way = (*self.known, repr((self.clock(), said)))
        if way not in self.left:
            gave = act()
            self._put_away_log()
            self.left[way] = self._keep(gave)
        else:
            gave = self._lay_out(self.left[way])
        self._know(*way)
        return gave

    def _know(self, *way: str) -> None:
        """From here on another test may go on, unless the log of the database could not be put away."""
        self.stood = self._looks()
        _, log = self.stood
        self.known = None if log else way

    def _looks(self) -> tuple[int, int]:
        """Changes with the first thing that is written: the log is empty until then."""
        log = self.folder / "zhengxun.db-wal"
        return (self.folder / "zhengxun.db").stat().st_mtime_ns, log.stat().st_size if log.exists() else 0

    def _put_away_log(self) -> None:
        with closing(sqlite3.connect(self.folder / "zhengxun.db")) as own:
            own.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()

    def _keep(self, gave: Any) -> Left:
        kept = self.folder.with_name(f"{self.folder.name}-{len(self.left)}")
        kept.mkdir()
        _copy(self.folder, kept)
        return Left(kept, self.clock(), gave)

    def _lay_out(self, left: Left) -> Any:
        _copy(left.folder, self.folder)
        self.clock.move_to(left.moment)
        return left.gave


def _copy(here: Path, there: Path) -> None:
    _copy_database(here / "zhengxun.db", there / "zhengxun.db")
    if (here / "files").exists():
        shutil.copytree(here / "files", there / "files", dirs_exist_ok=True)


def _copy_database(here: Path, there: Path) -> None:
    """Into the file that is there: whoever still has a deleted one open would delete its successor's log on leaving."""
    with closing(sqlite3.connect(here)) as read, closing(sqlite3.connect(there)) as written:
        read.backup(written)
        written.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()


def made_once(folders: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that the first of the test processes fills and all of them read."""
    own = folders.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / f"once-{name}"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished = folder.with_suffix(".unfinished")
            unfinished.mkdir()
            make(unfinished)
            unfinished.rename(folder)
    return folder


@lru_cache(maxsize=8)
def application(settings: Settings) -> Flask:
    """The application with these settings, made once; what a test changes of its configuration it puts back."""
    app = create_app(settings)
    app.jinja_env.bytecode_cache = COMPILED
    return app
