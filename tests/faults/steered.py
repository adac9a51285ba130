"""In a process of the scene: the programs of the product with a steered clock. Nothing of the product knows of it."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import workflow.clock as door
from tests.faults.programs import Order
from tests.faults.steering import SteeredClock

PR_SET_PDEATHSIG = 1
CLONE_NEWNET = 0x40000000
_clocks: list[SteeredClock] = []


def steered_clock() -> datetime:
    return _clocks[0]()


def steered_stopwatch() -> float:
    """Goes on with the scene, and nobody can set it wrong."""
    return _clocks[0].right().timestamp()


door.real_clock, door.stopwatch = steered_clock, steered_stopwatch  # before anybody takes them by name

from tests.faults import sabotage, sweeping  # noqa: E402 -- after the door has been changed
from web.commands import main  # noqa: E402
from workflow import jobs, shared_clock  # noqa: E402

shared_clock.server_time = lambda session: _clocks[0].right()  # the server's clock is steered like all others
jobs.EACH_MINUTE = "* * * * * *"  # minutes pass in seconds here: somebody sweeps each second

COMMANDS: dict[str, Callable[[], None]] = {"sweep-twice": sweeping.twice_at_once}


def run(order: Order, ready: Any = None) -> None:
    """Become that program."""
    os.setsid()
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # it does not outlive the tests
    if order.network:
        _enter(order.network)
    _write_to(order.log)
    os.environ.update(order.environment)
    _clocks[:] = [SteeredClock(order.clock, order.name)]
    sabotage.commit(os.environ.get(sabotage.VARIABLE, ""))
    first, *_ = order.arguments
    if first in COMMANDS:
        COMMANDS[first]()
        return
    sys.argv = ["zhengxun", *order.arguments]
    main(list(order.arguments))


def _enter(network: str) -> None:
    """The machine: a network namespace made by `ip netns`."""
    with Path("/run/netns", network).open() as namespace:
        if ctypes.CDLL(None, use_errno=True).setns(namespace.fileno(), CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), f"cannot enter {network}")


def _write_to(log: Path) -> None:
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (1, 2):
        os.dup2(descriptor, stream)
    os.close(descriptor)
