"""A PostgreSQL server that is killed and started again on the same data, with fsync as an installation has it."""

import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import postgres

OPTIONS = ("max_connections=200", "shared_buffers=64MB")
UP_WITHIN = 60.0


@dataclass
class Cluster:
    """`kills` counts what was done to it."""

    folder: Path
    port: int
    kills: int = 0
    _server: "subprocess.Popen[bytes] | None" = None

    @property
    def server(self) -> postgres.Server:
        return postgres.Server(self.port)

    def start(self) -> None:
        """Until it answers; what the killed one still holds is waited for."""
        until = time.monotonic() + UP_WITHIN
        while True:
            self._server = postgres.start(self.folder, self.port, OPTIONS)
            while self._server.poll() is None:
                if postgres.answers(self.port):
                    return
                assert time.monotonic() < until, (self.folder / "log").read_text()[-2000:]
                time.sleep(0.05)
            assert time.monotonic() < until, (self.folder / "log").read_text()[-2000:]
            time.sleep(0.1)

    @property
    def is_running(self) -> bool:
        return self._server is not None and self._server.poll() is None

    def kill(self) -> None:
        """kill -9 of the server; its processes see that and go."""
        assert self._server is not None
        self._server.kill()
        self._server.wait()
        self.kills += 1

    def kill_one(self, chance: random.Random) -> None:
        """kill -9 of one of its processes: it throws all connections out and recovers by itself."""
        assert self._server is not None
        children = _children(self._server.pid)
        if children:
            os.kill(chance.choice(children), signal.SIGKILL)
            self.kills += 1

    def stop(self) -> None:
        if self.is_running:
            assert self._server is not None
            self._server.send_signal(signal.SIGINT)
            self._server.wait(postgres.PATIENCE)


def _children(parent: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


NAME = "zhengxun"


def make_cluster(folder: Path) -> Cluster:
    """A new one, started, with an empty database in it."""
    folder.mkdir(parents=True)
    postgres.lay_out(folder)
    cluster = Cluster(folder, postgres.free_port())
    cluster.start()
    cluster.server.create(NAME)
    return cluster


@contextmanager
def copied(template: Path) -> Iterator[Cluster]:
    """A running copy of a cluster that has been stopped."""
    folder = Path(tempfile.mkdtemp(prefix="zhengxun-faults-"))
    try:
        subprocess.run(["cp", "-a", f"{template}/.", str(folder)], check=True)  # with its owner, who is not we
        cluster = Cluster(folder, postgres.free_port())
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
