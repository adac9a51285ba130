"""Whoever packs a round while people write in it gets it as it was when he began: on PostgreSQL, where nobody waits."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests import postgres
from tests.makers import Stage, a_round, a_stage
from web.commands import main
from workflow.archiving.gathering import of_round

pytestmark = pytest.mark.xdist_group("postgresql")


@pytest.fixture
def database(server: postgres.Server, settled: str) -> str:
    return server.create("archive_of_one_moment", settled)


@pytest.fixture
def stage(database: str, tmp_path: Path) -> Iterator[Stage]:
    """A round whose one unit has only to seal its reply."""
    stage = a_stage(database, tmp_path / "files", settled=False)
    a_round(stage, units=1)
    unit = stage.unit(0)
    unit.receive()
    unit.write([])
    unit.sign()
    yield stage
    stage.close()


def test_a_reply_that_comes_while_a_round_is_packed_is_not_half_in_it(
    stage: Stage, database: str, tmp_path: Path
) -> None:
    with stage.look() as (_, round_):
        key, last = round_.key, of_round(round_).held[-1].file.sha256

    def packed() -> bytes:
        asked = ["archive", key, "--out", str(tmp_path / "a.zip"), "--data", str(tmp_path), "--database", database]
        done = CliRunner().invoke(main, asked, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return (tmp_path / "a.zip").read_bytes()

    before = packed()
    with ThreadPoolExecutor(1) as programs, read_slowly(tmp_path / "files" / last[:2] / last) as somebody_reads:
        meanwhile = programs.submit(packed)
        with somebody_reads():
            stage.unit(0).seal()
    assert meanwhile.result() == before
    assert packed() != before


@contextmanager
def read_slowly(path: Path) -> Iterator[Callable[[], AbstractContextManager[None]]]:
    """The bytes come out of a pipe: a block is given its time while somebody has begun to read them."""
    data = path.read_bytes()
    path.unlink()
    os.mkfifo(path)

    @contextmanager
    def somebody_reads() -> Iterator[None]:
        with path.open("wb") as pipe:  # waits until somebody opens the other end
            yield
            pipe.write(data)

    yield somebody_reads
    path.unlink()
    path.write_bytes(data)
