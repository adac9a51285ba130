"""A connection that lay idle while the server was started anew is not used; one that has just worked is believed."""

import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from tests import postgres
from workflow import pool
from workflow.store import open_database

pytestmark = pytest.mark.xdist_group("postgresql")


class Restarting:
    """A server of its own, that goes away and comes back with the same data."""

    def __init__(self, folder: Path) -> None:
        self._folder, self.port = folder, postgres.free_port()
        postgres.lay_out(folder)
        self._program = self._started()

    @property
    def url(self) -> str:
        return postgres.Server(self.port).url()

    def restart(self) -> None:
        self.stop()
        self._program = self._started()

    def stop(self) -> None:
        self._program.send_signal(signal.SIGQUIT)
        self._program.wait(postgres.PATIENCE)

    def _started(self) -> "subprocess.Popen[bytes]":
        program = postgres.start(self._folder, self.port, postgres.FAST)
        postgres.wait_for(self.port)
        return program


@pytest.fixture
def restarting() -> Iterator[Restarting]:
    with tempfile.TemporaryDirectory(prefix="zhengxun-postgres-", dir=postgres.IN_MEMORY) as folder:
        server = Restarting(Path(folder))
        yield server
        server.stop()


@pytest.fixture
def engine(restarting: Restarting) -> Iterator[Engine]:
    engine = open_database(restarting.url)
    yield engine
    engine.dispose()


def work(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(text("select 1")) or 0)


def two_at_once(engine: Engine) -> None:
    with engine.connect() as one, engine.connect() as other:
        assert (one.scalar(text("select 1")), other.scalar(text("select 1"))) == (1, 1)


def test_who_comes_after_the_restart_does_not_notice_it(
    restarting: Restarting, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "BELIEVED", 0)
    two_at_once(engine)
    restarting.restart()
    two_at_once(engine)


def test_what_breaks_within_the_second_is_told_once(
    restarting: Restarting, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "BELIEVED", 3600)
    two_at_once(engine)
    restarting.restart()
    with pytest.raises(DBAPIError):
        work(engine)
    two_at_once(engine)


@pytest.mark.parametrize(("believed", "tried"), [(3600, 0), (0, 1)])
def test_only_what_lay_idle_is_tried(
    believed: float, tried: int, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    pings: list[object] = []
    ping = engine.dialect.do_ping
    monkeypatch.setattr(engine.dialect, "do_ping", lambda driver: (pings.append(driver), ping(driver))[1])
    monkeypatch.setattr(pool, "BELIEVED", believed)
    work(engine)
    assert pings == []  # a new one
    work(engine)
    assert len(pings) == tried
