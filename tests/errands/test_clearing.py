"""Bytes that are removed at night while somebody makes the very same anew: whoever comes first, in the end they lie there."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.makers import Stage, a_stage
from workflow.errands.clearing import clear_results
from workflow.files import ClearedFile
from workflow.places import Folder

pytestmark = pytest.mark.xdist_group("postgresql")
PACKED = b"PK the same bytes as a month ago"
A_WHILE = 1.0  # seconds in which whoever is not kept waiting is done, unless the machine is busy
PATIENCE = 60  # seconds in which he is done in any case


@dataclass
class Watched(Folder):
    """A folder of which a test says what happens in the moment before bytes go."""

    path: Path
    before: Callable[[], None] = lambda: None
    removed: list[str] = field(default_factory=list)

    def remove(self, sha256: str) -> None:
        self.before()
        super().remove(sha256)
        self.removed.append(sha256)


@pytest.fixture
def stage(database: str, tmp_path: Path) -> Iterator[Stage]:
    """What was packed a month ago was written down last night as no longer kept."""
    stage = a_stage(database, tmp_path / "files", settled=False)
    stage.office.files.place = Watched(tmp_path / "files")
    with stage.office.desk() as desk:
        packed = desk.keep(PACKED, "全部回函.zip", "application/zip")
        desk.session.add(ClearedFile(file_id=packed.id, cleared_at=desk.now))
    stage.clock.pass_(days=1)
    yield stage
    stage.close()


def place(stage: Stage) -> Watched:
    assert isinstance(stage.office.files.place, Watched)
    return stage.office.files.place


def night(stage: Stage) -> None:
    with stage.office.desk() as desk:
        clear_results(desk, desk.now - timedelta(days=30))


def pack(stage: Stage) -> str:
    with stage.office.desk() as desk:
        return desk.keep(PACKED, "全部回函.zip", "application/zip").sha256


def must_lie_there(stage: Stage, sha256: str) -> None:
    with stage.office.desk(write=False) as desk:
        assert desk.files.content(sha256) == PACKED


def comes_to_an_end(work: Future[Any]) -> bool:
    """Soon."""
    return bool(wait([work], timeout=A_WHILE).done)


def is_postgresql(stage: Stage) -> bool:
    with stage.office.sessions() as session:
        return session.get_bind().dialect.name == "postgresql"


def test_what_nobody_holds_goes(stage: Stage) -> None:
    night(stage)
    [sha256] = place(stage).removed
    with stage.office.desk(write=False) as desk:
        assert desk.files.find(sha256) is None


def test_what_is_packed_anew_just_before_the_bytes_go_stays(stage: Stage) -> None:
    """Whoever packs has not come to the end of his transaction when the night comes; on SQLite the night waits for him."""
    with ThreadPoolExecutor(1) as nights:
        with stage.office.desk() as desk:
            sha256 = desk.keep(PACKED, "全部回函.zip", "application/zip").sha256
            cleared = nights.submit(night, stage)
            if is_postgresql(stage):
                cleared.result(timeout=PATIENCE)
            else:
                assert not comes_to_an_end(cleared)
        cleared.result(timeout=PATIENCE)
    must_lie_there(stage, sha256)
    night(stage)
    must_lie_there(stage, sha256)
    assert place(stage).removed == []


def test_what_is_packed_anew_while_the_bytes_go_is_put_there_again(stage: Stage) -> None:
    with ThreadPoolExecutor(1) as packers:
        packed: list[Future[str]] = []

        def somebody_packs() -> None:
            packed.append(packers.submit(pack, stage))
            assert not comes_to_an_end(packed[0]), "whoever packs waits until the bytes are gone"

        place(stage).before = somebody_packs
        night(stage)
        sha256 = packed[0].result(timeout=PATIENCE)
    assert place(stage).removed == [sha256]
    must_lie_there(stage, sha256)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_the_night_keeps_nobody_waiting_when_it_has_removed_its_bytes(stage: Stage) -> None:
    """Other files are kept again before its transaction ends; on SQLite there is only one that writes."""
    with stage.office.desk() as desk:
        clear_results(desk, desk.now - timedelta(days=30))
        with ThreadPoolExecutor(1) as packers:
            must_lie_there(stage, packers.submit(pack, stage).result(timeout=PATIENCE))
