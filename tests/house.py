"""What is slow to make and alike for every test is made once a test process: the engine, the diagrams, the application.

A house stands in one folder. `House.opened` sweeps it and lets a test find a district there; whatever a test has left
is gone, and what nobody can leave a trace in (compiled statements, deployed diagrams, the table of addresses) stays.
"""

import shutil
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path

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


@dataclass
class House:
    folder: Path
    clock: SimulatedClock = field(default_factory=lambda: SimulatedClock(START))
    database: Database = field(init=False)
    steps: Engine = field(default_factory=lambda: Engine(PROCESSES, verify=True))  # every memo hit is recomputed

    def __post_init__(self) -> None:
        self.database = open_database(f"sqlite:///{self.folder / 'zhengxun.db'}")

    def opened(self, district: Path, start: datetime = START) -> Stage:
        """A stage on a copy of that database; its clock shows `start`."""
        self.database.dispose()
        shutil.rmtree(self.folder)
        self.folder.mkdir()
        shutil.copy(district, self.folder / "zhengxun.db")
        self.clock = SimulatedClock(start)
        office = Office(sessions(self.database), self.now, self.steps, Files(self.folder / "files"), signing=SIGNING)
        return Stage(office, self.clock)

    def now(self) -> datetime:
        """What the clock of the test that is running shows: an application outlives its tests."""
        return self.clock()


@lru_cache(maxsize=8)
def application(settings: Settings) -> Flask:
    """The application with these settings, made once; what a test changes of its configuration it puts back."""
    app = create_app(settings)
    app.jinja_env.bytecode_cache = COMPILED
    return app
