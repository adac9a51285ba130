"""Time as the harness steers it. A file says which moment it is in the scene and how fast time runs there; a second one,
for one program, by how much its own clock is wrong.

On a machine that is busy with other things time runs slower in the scene, so that its minutes hold as much work as
minutes of a machine that is not.
"""

import json
import os
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

EVERYBODY = "everybody"


class Helm:
    """The harness's side: where it is written."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.pace = folder, 1.0
        folder.mkdir(parents=True, exist_ok=True)
        self.move_to(datetime.now(UTC))

    def now(self) -> datetime:
        return _moment(_read(self.folder / EVERYBODY))

    def move_to(self, moment: datetime) -> None:
        """All clocks jump there, and run on."""
        self._write(EVERYBODY, {"at": moment.timestamp(), "since": time.time(), "pace": self.pace})

    def run_at(self, pace: float) -> None:
        """How many seconds pass in the scene while one passes really, from now on."""
        now, self.pace = self.now(), pace
        self.move_to(now)

    def pass_(self, **duration: float) -> None:
        self.move_to(self.now() + timedelta(**duration))

    def mislead(self, program: str, by: timedelta) -> None:
        """The clock of that one program is wrong from now on."""
        self._write(program, {"wrong": by.total_seconds()})

    def wait_until(self, moment: datetime) -> None:
        """Really wait: the clocks are not touched."""
        while (left := (moment - self.now()).total_seconds() / self.pace) > 0:
            time.sleep(min(left, 0.5))

    def _write(self, name: str, state: dict[str, float]) -> None:
        """In one go: nobody reads half of it."""
        descriptor, path = tempfile.mkstemp(dir=self.folder)
        with os.fdopen(descriptor, "w") as file:
            json.dump(state, file)
        Path(path).replace(self.folder / name)


class SteeredClock:
    """A program's side: its clock."""

    def __init__(self, folder: Path, program: str) -> None:
        self._everybody, self._own = folder / EVERYBODY, folder / program

    def __call__(self) -> datetime:
        wrong = _read(self._own).get("wrong", 0.0) if self._own.exists() else 0.0
        return self.right() + timedelta(seconds=wrong)

    def right(self) -> datetime:
        return _moment(_read(self._everybody))


def _read(path: Path) -> Any:
    return json.loads(path.read_bytes())


def _moment(state: Any) -> datetime:
    return datetime.fromtimestamp(state["at"] + (time.time() - state["since"]) * state["pace"], UTC)
