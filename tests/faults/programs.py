"""Real programs as real processes: `zhengxun serve`, `zhengxun worker`, and whatever a fault needs.

Each is forked from a server that has imported the program already (as gunicorn does it), so that two hundred starts
cost two hundred forks, not two hundred imports; what it holds in memory is its own, and gone when it is killed.
"""

import contextlib
import multiprocessing
import os
import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

PATIENCE = (
    45.0  # seconds for a program to end by itself; it may take 30 for what it has begun (jobs.PATIENCE, LAST_REQUESTS)
)

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.faults.steered"])


@dataclass(frozen=True)
class Order:
    """How a program is started. `clock`: the folder that steers its clock; `network`: the machine it runs on."""

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str]
    clock: Path
    log: Path
    network: str | None = None


def begin(order: Order, ready: Any = None) -> None:
    """In the new process. The steered clock is put in there alone, never in the tests' own process."""
    from tests.faults import steered

    steered.run(order, ready)


@dataclass
class Program:
    """A program of the scene: started, killed and started again any number of times."""

    order: Order
    kills: int = 0
    _process: BaseProcess | None = field(default=None, repr=False)

    def start(self) -> None:
        assert not self.is_running
        self._process = _context.Process(target=begin, args=(self.order,), name=self.order.name)
        self._process.start()

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.is_alive()

    @property
    def pid(self) -> int:
        assert self._process is not None
        assert self._process.pid is not None
        return self._process.pid

    def kill(self) -> None:
        """kill -9 of the program and of every process it has started."""
        self._signal_all(signal.SIGKILL)
        self.kills += 1
        self._wait()

    def kill_one(self, choose: Callable[[Sequence[int]], int]) -> None:
        """kill -9 of one process of its group."""
        os.kill(choose(sorted(group_of(self.pid))), signal.SIGKILL)
        self.kills += 1

    def freeze(self) -> None:
        """SIGSTOP of all its processes."""
        self._signal_all(signal.SIGSTOP)

    def thaw(self) -> None:
        """SIGCONT: it does not know that it was away."""
        self._signal_all(signal.SIGCONT)

    def end(self) -> None:
        """As a service is stopped; what does not end in time is killed, and that is a finding of its own."""
        if not self.is_running:
            return
        os.kill(self.pid, signal.SIGTERM)
        assert self._process is not None
        self._process.join(PATIENCE)
        if self._process.is_alive():
            self._signal_all(signal.SIGKILL)
            self._wait()
            raise AssertionError(f"{self.order.name} did not stop within {PATIENCE:.0f} s of SIGTERM")
        self._signal_all(signal.SIGKILL)  # children that have outlived it

    def _signal_all(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, number)

    def _wait(self) -> None:
        assert self._process is not None
        self._process.join(PATIENCE)
        assert not self._process.is_alive(), f"{self.order.name} survived kill -9"


def run_once(order: Order) -> int:
    """A command that ends by itself; its exit code."""
    process = _context.Process(target=begin, args=(order,), name=order.name)
    process.start()
    process.join(120)
    if process.is_alive():
        process.kill()
        process.join()
    return process.exitcode if process.exitcode is not None else -1


def group_of(leader: int) -> set[int]:
    """The processes of a group (Linux)."""
    return {int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit() and _group(entry) == leader}


def _group(process: Path) -> int:
    try:
        after_name = (process / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return -1
    return int(after_name[2])
