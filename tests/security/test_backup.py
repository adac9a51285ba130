"""A backup is the whole installation as of one moment, and comes back only whole and only into emptiness."""

import re
import shutil
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from tests.makers import Stage, a_round, found_in
from tests.postgres import Server, running
from web.commands import main
from workflow import backup
from workflow.clock import real_clock
from workflow.consultation.model import Round
from workflow.engine.checkup import examine
from workflow.errors import Refusal, Unreadable
from workflow.files import Files, KeptFile
from workflow.journal import JournalLine, first_broken
from workflow.store import Base, create_tables, open_database, sessions

TABLES = Base.metadata.sorted_tables


@pytest.fixture
def stage(stage_of_its_own: Stage) -> Stage:
    return stage_of_its_own


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as server:
        yield server


@pytest.fixture(scope="module")
def worked(round_played: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A round with every kind of reply, decided and answered."""
    folder = tmp_path_factory.mktemp("worked")
    shutil.copytree(round_played, folder, dirs_exist_ok=True)
    stage = found_in(folder)
    yield stage
    stage.close()


def bound(stage: Stage) -> Engine:
    found: Engine = stage.office.sessions.kw["bind"]  # type: ignore[attr-defined]
    return found


def contents(engine: Engine) -> dict[str, list[Any]]:
    with engine.connect() as connection:
        return {table.name: connection.execute(select(table).order_by(*table.primary_key)).all() for table in TABLES}


def an_empty_database(url: str) -> Engine:
    engine = open_database(url)
    create_tables(engine)
    return engine


@pytest.mark.parametrize("place", ["sqlite", "postgresql"])
def test_every_row_and_every_file_comes_back_into_either_database(
    worked: Stage, tmp_path: Path, server: Server, place: str
) -> None:
    before = contents(bound(worked))
    assert sum(map(len, before.values())) > 2000
    made = backup.take(bound(worked), worked.office.files, tmp_path / "b.zip", worked.clock())
    assert sum(made.rows.values()) == sum(map(len, before.values()))
    engine = an_empty_database(f"sqlite:///{tmp_path / 'again.db'}" if place == "sqlite" else server.create("again"))
    again = Files(tmp_path / "again")
    assert backup.restore(engine, again, tmp_path / "b.zip") == made
    assert contents(engine) == before
    with Session(engine) as session:
        assert first_broken(session) is None
    assert len(made.files) > 100
    assert all(again.content(sha256) == worked.office.files.content(sha256) for sha256 in made.files)
    engine.dispose()


def test_work_goes_on_behind_the_last_row(worked: Stage, tmp_path: Path, server: Server) -> None:
    backup.take(bound(worked), worked.office.files, tmp_path / "b.zip", worked.clock())
    engine = an_empty_database(server.create("behind"))
    backup.restore(engine, Files(tmp_path / "again"), tmp_path / "b.zip")
    moved = Stage(replace(worked.office, sessions=sessions(engine), files=Files(tmp_path / "again")), worked.clock)
    a_round(moved, units=2, deadline=worked.clock() + timedelta(days=9))
    with moved.office.desk(write=False) as desk:
        assert not examine(desk, desk.engine).findings
    engine.dispose()


def test_a_backup_taken_while_people_work_is_of_one_moment(stage: Stage, tmp_path: Path) -> None:
    """Each transaction keeps a file and writes its line: a backup has as many of the one as of the other."""
    a_round(stage, units=2)
    counts = _balance(bound(stage))
    before, stop, worked = _rows(bound(stage), KeptFile), threading.Event(), threading.Semaphore(0)

    def work() -> None:
        number = 0
        while not stop.is_set():
            with stage.office.desk() as desk:
                number += 1
                desk.keep(f"{number}".encode() * 1000, "稿.txt", "text/plain")
                desk.note("begin", desk.session.get_one(Round, stage.round_id))
            worked.release()

    worker = threading.Thread(target=work)
    worker.start()
    try:
        for number in range(5):
            assert worked.acquire(timeout=60)
            backup.take(bound(stage), stage.office.files, tmp_path / f"{number}.zip", stage.clock())
    finally:
        stop.set()
        worker.join()
    for number in range(5):
        engine = an_empty_database(f"sqlite:///{tmp_path / f'{number}.db'}")
        backup.restore(engine, Files(tmp_path / f"files{number}"), tmp_path / f"{number}.zip")
        assert _balance(engine) == counts
        engine.dispose()
    assert _rows(bound(stage), KeptFile) >= before + 5


def _balance(engine: Engine) -> int:
    return _rows(engine, KeptFile) - _rows(engine, JournalLine)


def _rows(engine: Engine, kind: type[Base]) -> int:
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(kind)) or 0


# -- what does not come back


@pytest.fixture
def taken(stage: Stage, tmp_path: Path) -> Path:
    a_round(stage, units=2)
    backup.take(bound(stage), stage.office.files, tmp_path / "b.zip", stage.clock())
    return tmp_path / "b.zip"


def changed(source: Path, target: Path, member: str, change: Any) -> Path:
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(target, "w") as copy:
        for name in archive.namelist():
            copy.writestr(name, change(archive.read(name)) if name.startswith(member) else archive.read(name))
    return target


@pytest.mark.parametrize("member", ["tables/officer.jsonl", "tables/journal", "files/"])
def test_one_changed_byte_and_nothing_is_restored(taken: Path, tmp_path: Path, member: str) -> None:
    spoiled = changed(
        taken, tmp_path / "spoiled.zip", member, lambda data: data[:-2] + bytes([data[-2] ^ 1]) + data[-1:]
    )
    engine = an_empty_database(f"sqlite:///{tmp_path / 'again.db'}")
    with pytest.raises(Unreadable, match=member):
        backup.restore(engine, Files(tmp_path / "again"), spoiled)
    assert not contents(engine)["officer"]
    assert not contents(engine)["journal_line"]
    assert not (tmp_path / "again").exists()
    engine.dispose()


def test_nothing_is_restored_on_top_of_what_is_there(taken: Path, stage: Stage, tmp_path: Path) -> None:
    before = contents(bound(stage))
    with pytest.raises(Refusal, match="没有恢复"):
        backup.restore(bound(stage), stage.office.files, taken)
    assert contents(bound(stage)) == before


@pytest.mark.parametrize("spoil", [lambda data: b"", lambda data: data[:500], lambda data: b"PK\x03\x04" + data])
def test_another_file_is_no_backup(taken: Path, tmp_path: Path, spoil: Any) -> None:
    (tmp_path / "other.zip").write_bytes(spoil(taken.read_bytes()[:1000]))
    engine = an_empty_database(f"sqlite:///{tmp_path / 'again.db'}")
    with pytest.raises(Unreadable) as refusal:
        backup.restore(engine, Files(tmp_path / "again"), tmp_path / "other.zip")
    assert refusal.value.message == backup.NOT_A_BACKUP
    engine.dispose()


@pytest.mark.parametrize("newer", [(b'"format": 1', b'"format": 2'), (b'"rows": {', b'"rows": {"later": 1,')])
def test_a_backup_of_a_later_version_is_refused(taken: Path, tmp_path: Path, newer: tuple[bytes, bytes]) -> None:
    later = changed(taken, tmp_path / "later.zip", "backup.json", lambda data: data.replace(*newer))
    engine = an_empty_database(f"sqlite:///{tmp_path / 'again.db'}")
    with pytest.raises(Refusal, match="请先升级"):
        backup.restore(engine, Files(tmp_path / "again"), later)
    engine.dispose()


def test_the_commands_take_one_and_bring_it_back(stage: Stage, tmp_path: Path) -> None:
    a_round(stage, units=2, deadline=real_clock().replace(second=0, microsecond=0) + timedelta(days=30))
    stage.close()
    run = CliRunner()
    target = tmp_path / "备份.zip"
    told = run.invoke(main, ["backup", "--data", str(tmp_path), "--out", str(target)])
    assert told.exit_code == 0, told.output
    assert "备份中没有密钥" in told.output
    assert target.stat().st_mode & 0o077 == 0
    assert "没有覆盖" in run.invoke(main, ["backup", "--data", str(tmp_path), "--out", str(target)]).output
    back = run.invoke(main, ["restore", str(target), "--data", str(tmp_path / "new")])
    assert back.exit_code == 0, back.output
    assert re.search(r"已恢复 \d{4}年", back.output)
    assert run.invoke(main, ["check", "--data", str(tmp_path / "new")]).exit_code == 0
    assert run.invoke(main, ["restore", str(target), "--data", str(tmp_path / "new")]).exit_code == 1
    for lost in (
        ["backup", "--data", str(tmp_path / "no"), "--out", "x"],
        ["restore", "no.zip", "--data", str(tmp_path / "n2")],
    ):
        refused = run.invoke(main, lost)
        assert refused.exit_code == 1
        assert "Traceback" not in refused.output
