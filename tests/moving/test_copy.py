"""`zhengxun copy`: an installation on one SQLite file goes on, the same in every row and file, on PostgreSQL."""

import itertools
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, select, text

from tests import postgres
from tests.makers import SIGNING, Stage, a_round, found_in
from tests.running.programs import until
from web.commands import main
from workflow import jobs, moving, verifying
from workflow.clock import SimulatedClock
from workflow.consultation.model import Round
from workflow.demo import playing
from workflow.desk import Office
from workflow.engine.checkup import examine
from workflow.engine.deployment import Engine as Machinery
from workflow.files import Files
from workflow.filling import lasting_tables
from workflow.processes import PROCESSES
from workflow.store import open_database, sessions

pytestmark = pytest.mark.xdist_group("postgresql")
_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def played(round_played: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A round with every kind of reply, decided and answered; nobody works any more."""
    folder = tmp_path_factory.mktemp("old")
    shutil.copytree(round_played, folder, dirs_exist_ok=True)
    stage = found_in(folder)
    yield stage
    stage.close()


@pytest.fixture
def old(played: Stage, tmp_path: Path) -> Path:
    """A copy of that installation's folder, to do something to."""
    folder = tmp_path / "old"
    shutil.copytree(played.office.files.place.path.parent, folder)  # type: ignore[attr-defined]
    return folder


@pytest.fixture
def url(server: postgres.Server) -> str:
    return server.create(f"moved_{next(_numbers)}")


def run(old: Path, url: str, new: Path) -> Result:
    return CliRunner().invoke(main, ["copy", str(old / "zhengxun.db"), url, "--data", str(new)])


def contents(url: str) -> dict[str, list[Any]]:
    engine = open_database(url)
    with engine.connect() as connection:
        found = {
            table.name: connection.execute(select(table).order_by(*table.primary_key)).all()
            for table in lasting_tables()
        }
    engine.dispose()
    return found


def office_at(engine: Engine, folder: Path, now: SimulatedClock) -> Office:
    return Office(sessions(engine), now, Machinery(PROCESSES), Files(folder / "files"), signing=SIGNING)


def test_every_row_and_file_arrives_and_work_goes_on(old: Path, url: str, tmp_path: Path, played: Stage) -> None:
    done = run(old, url, tmp_path / "new")
    assert done.exit_code == 0, done.output
    before, after = contents(f"sqlite:///{old / 'zhengxun.db'}"), contents(url)
    assert after == before
    rows = sum(map(len, before.values()))
    assert rows > 2000
    assert f"{len(before)}张表{rows}行，逐行读回比对一致" in done.output
    engine = open_database(url)
    clock = SimulatedClock(played.clock())
    moved = Stage(office_at(engine, tmp_path / "new", clock), clock)
    with moved.office.desk(write=False) as desk:
        found = verifying.verify(desk)
        assert found.faults == ()
        assert f"文件{found.files}个" in done.output
        assert found.head in done.output
    a_round(moved, units=2, deadline=clock() + timedelta(days=9))  # numbers go on behind the last
    with moved.office.desk(write=False) as desk:
        assert not examine(desk, desk.engine).findings
    must_let_two_write_at_once(moved, engine)
    engine.dispose()


def must_let_two_write_at_once(moved: Stage, engine: Engine) -> None:
    """The journal came with one lane; while somebody commits in it, another writer does not wait."""
    with engine.begin() as busy:
        busy.execute(text("select * from journal_head where id = 1 for update"))
        with moved.office.desk() as desk:
            desk.note("begin", desk.session.get_one(Round, moved.round_id))
    with moved.office.desk(write=False) as desk:
        assert verifying.verify(desk).faults == ()


def test_a_database_in_which_somebody_has_worked_is_refused(old: Path, url: str, tmp_path: Path) -> None:
    assert run(old, url, tmp_path / "new").exit_code == 0
    before = contents(url)
    again = run(old, url, tmp_path / "new")
    assert (again.exit_code, moving.NOT_EMPTY in again.output) == (1, True)
    assert contents(url) == before


def test_nothing_is_copied_while_somebody_still_works_on_the_old_one(old: Path, url: str, tmp_path: Path) -> None:
    database = f"sqlite:///{old / 'zhengxun.db'}"
    engine = open_database(database)
    jobs.launch(office_at(engine, old, SimulatedClock(playing.BEGUN + timedelta(days=90))), database, "first")
    try:
        refused = run(old, url, tmp_path / "new")
    finally:
        jobs.close()
        engine.dispose()
    assert refused.exit_code == 1
    assert moving.STILL_RUNNING.format(names="first") in refused.output
    until(lambda: run(old, url, tmp_path / "new").exit_code == 0)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("update journal_line set verb = 'x' where id = 7", "原安装的日志从第7条起与保存时不一致"),
        ("update kept_file set sha256 = 'x' where id = 1", ""),
    ],
)
def test_what_is_not_sound_does_not_move_and_nothing_arrives(
    old: Path, url: str, tmp_path: Path, harm: str, said: str
) -> None:
    engine = open_database(f"sqlite:///{old / 'zhengxun.db'}")
    with engine.begin() as connection:
        for guard in connection.scalars(text("select name from sqlite_master where type = 'trigger'")).all():
            connection.execute(text(f"drop trigger {guard}"))
        connection.execute(text(harm))
    engine.dispose()
    refused = run(old, url, tmp_path / "new")
    assert refused.exit_code == 1
    assert said in refused.output
    assert not any(contents(url).values())


def test_both_addresses_are_looked_at_first(old: Path, url: str, tmp_path: Path) -> None:
    assert "没有找到文件" in run(tmp_path / "nowhere", url, tmp_path / "new").output
    assert "目标应是PostgreSQL的地址" in run(old, "sqlite:///x.db", tmp_path / "new").output
