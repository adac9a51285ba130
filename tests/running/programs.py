"""The real commands as real processes, on a database of their own."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.postgres import free_port

ROOT = Path(__file__).parents[2]
# while a program is loaded there is no garbage yet: looking for it would take a quarter of the time
COMMAND = "import gc, sys; gc.disable(); from web.commands import main; gc.enable(); sys.argv[0] = 'zhengxun'; main()"
PATIENCE = 120  # seconds: a busy machine is no defect


@dataclass
class Installation:
    """One database and folder; `start` begins a command on it. All are ended with the block that made it."""

    url: str
    folder: Path
    started: list["subprocess.Popen[str]"] = field(default_factory=list)

    def start(self, *command: str) -> "subprocess.Popen[str]":
        """One of our commands."""
        return self.start_program(COMMAND, *command)

    def start_program(self, program: str, *arguments: str) -> "subprocess.Popen[str]":
        log = (self.folder / f"{len(self.started)}.log").open("w")
        with log:
            begun = subprocess.Popen(
                [sys.executable, "-c", program, *arguments], cwd=ROOT, env=self._settings(), stdout=log, stderr=log,
                text=True, start_new_session=True,
            )  # fmt: skip
        self.started.append(begun)
        return begun

    def run(self, *command: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-c", COMMAND, *command], cwd=ROOT, env=self._settings(), capture_output=True, text=True,
            check=False, timeout=PATIENCE,
        )  # fmt: skip

    def said(self, program: "subprocess.Popen[str]") -> str:
        return (self.folder / f"{self.started.index(program)}.log").read_text()

    def says(self, program: "subprocess.Popen[str]", words: str) -> None:
        until(lambda: words in self.said(program) or program.poll() is not None)
        assert words in self.said(program), self.said(program)

    def _settings(self) -> dict[str, str]:
        ours = {name: value for name, value in os.environ.items() if not name.startswith("ZHENGXUN")}
        return {**ours, "ZHENGXUN_DATABASE": self.url, "ZHENGXUN_DATA": str(self.folder), "PYTHONUNBUFFERED": "1"}


@contextmanager
def installation(url: str, folder: Path) -> Iterator[Installation]:
    place = Installation(url, folder)
    try:
        yield place
    finally:
        for program in place.started:
            _end(program)


def _end(program: "subprocess.Popen[str]") -> None:
    """With whatever it has forked."""
    with suppress(ProcessLookupError):
        os.killpg(program.pid, signal.SIGKILL)
    program.wait()


def stopped(program: "subprocess.Popen[str]") -> int:
    """Its exit code when it is asked to stop."""
    program.send_signal(signal.SIGTERM)
    return program.wait(PATIENCE)


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.2)


def answers(port: int, path: str = "/login") -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def a_port() -> int:
    return free_port()
