"""The scripts and the tables say the same, on both databases; a program starts on its own schema only."""

import itertools
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from click.testing import CliRunner, Result
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DatabaseError

from tests import postgres
from tests.makers import Stage, a_stage
from tests.schema.drafting import declare_every_table
from web.commands import main
from web.commands.installation import installation
from workflow import jobs, schema
from workflow.errors import Refusal
from workflow.migrations.comparing import OPTIONS, VERSIONS
from workflow.schema import Standing
from workflow.store import Base, create_tables, making_tables, open_database

pytestmark = pytest.mark.xdist_group("postgresql")
ROOT = Path(__file__).parents[2]
_numbers = itertools.count(1)

LAST = max(path.name[:4] for path in (schema.SCRIPTS / "versions").glob("[0-9]*.py"))  # of the program as it is
AFTER = f"{int(LAST) + 1:04}"
NEXT = '''"""A column more, with something in it, on a table that is official."""

import sqlalchemy as sa
from alembic import op

revision = "{after}"
down_revision = "{last}"


def upgrade() -> None:
    with op.batch_alter_table("kept_file") as kept_file:
        kept_file.add_column(sa.Column("origin", sa.String(20), nullable=True))
    op.execute("UPDATE kept_file SET origin = 'before'")
    {more}
'''


class Databases:
    """As many empty databases of one kind as a test asks for."""

    def __init__(self, kind: str, folder: Path, server: postgres.Server | None) -> None:
        self.kind, self._folder, self._server = kind, folder, server
        self._opened: list[Engine] = []

    def url(self) -> str:
        number = next(_numbers)
        if self._server is None:
            return f"sqlite:///{self._folder / f'{number}.db'}"
        return self._server.create(f"schema_{number}")

    def open(self, url: str = "") -> Engine:
        self._opened.append(open_database(url or self.url()))
        return self._opened[-1]

    def close(self) -> None:
        for engine in self._opened:
            engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Databases]:
    server = request.getfixturevalue("server") if request.param == "postgresql" else None
    databases = Databases(request.param, tmp_path, server)
    yield databases
    databases.close()


def described(engine: Engine) -> list[str]:
    """Everything the database says about our tables, a line each."""
    return sorted(_on_sqlite(engine) if engine.dialect.name == "sqlite" else _on_postgresql(engine))


def _on_sqlite(engine: Engine) -> Iterator[str]:
    with engine.connect() as connection:
        for name, sql in connection.execute(text("select name, sql from sqlite_master where sql is not null")):
            if VERSIONS not in name:
                yield _constraints_sorted(" ".join(sql.split()))


def _constraints_sorted(sql: str) -> str:
    """Columns have their order; constraints are written by their names in a script, as declared by the tables.

    A table that a script had to rebuild has its name in quotes.
    """
    sql = re.sub(r'^CREATE TABLE "(\w+)"', r"CREATE TABLE \1", sql)
    columns, *constraints = re.split(", (?=CONSTRAINT )", sql.removesuffix(" )"))
    return ", ".join((columns, *sorted(constraints)))


POSTGRESQL = """
select 'column ' || concat_ws(' ', c.table_name, c.column_name, c.ordinal_position, c.data_type,
       c.character_maximum_length, c.numeric_precision, c.numeric_scale, c.is_nullable, c.column_default)
  from information_schema.columns c where c.table_schema = 'public'
union all select 'index ' || indexdef from pg_indexes where schemaname = 'public'
union all select 'constraint ' || concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid))
  from pg_constraint where connamespace = 'public'::regnamespace
union all select 'trigger ' || pg_get_triggerdef(t.oid) from pg_trigger t where not tgisinternal
union all select 'options ' || relname || coalesce(array_to_string(reloptions, ','), '')
  from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
union all select 'function ' || pg_get_functiondef(oid) from pg_proc where pronamespace = 'public'::regnamespace
"""


def _on_postgresql(engine: Engine) -> Iterator[str]:
    with engine.connect() as connection:
        yield from (line for line in connection.scalars(text(POSTGRESQL)) if VERSIONS not in line)


def version(engine: Engine) -> str:
    with engine.connect() as connection:
        return schema.look(connection).found


def test_the_scripts_make_what_the_tables_say(databases: Databases) -> None:
    """When this fails, draft the missing script: make migration NAME="what changes"."""
    declare_every_table()
    declared, migrated = databases.open(), databases.open()
    create_tables(declared)
    with making_tables(migrated, rewriting=True) as connection:
        schema.upgrade(connection)
    assert described(migrated) == described(declared)
    assert any("keep_kept_file_update" in line for line in described(migrated))


def test_the_command_knows_every_table() -> None:
    """What nobody imports would be missing in a database that `zhengxun serve` sets up."""
    declare_every_table()
    asked = "import web.commands; from workflow.store import Base; print(*Base.metadata.tables)"
    known = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(known.stdout.split()) == set(Base.metadata.tables)


def test_an_empty_database_is_set_up_by_itself(databases: Databases) -> None:
    engine = databases.open()
    schema.must_fit(engine)
    with engine.connect() as connection:
        seen = schema.look(connection)
    assert (seen.standing, seen.found) == (Standing.CURRENT, seen.wanted)
    schema.must_fit(engine)


def test_tables_of_today_without_a_version_get_one(databases: Databases) -> None:
    engine = databases.open()
    create_tables(engine)
    schema.must_fit(engine)
    assert version(engine)


def test_somebody_elses_database_is_left_alone(databases: Databases) -> None:
    engine = databases.open()
    with engine.begin() as connection:
        connection.execute(text("create table officer (id integer primary key)"))
    before = described(engine)
    for start in (schema.must_fit, schema.migrate):
        with pytest.raises(Refusal, match="可能是别的系统的数据库"):
            start(engine)
    assert described(engine) == before


def test_a_newer_database_is_refused(databases: Databases) -> None:
    engine = databases.open()
    schema.must_fit(engine)
    with engine.begin() as connection:
        connection.execute(text("update schema_version set version_num = '9999'"))
    for start in (schema.must_fit, schema.migrate):
        with pytest.raises(Refusal, match="较新的程序升级过（9999）"):
            start(engine)


# -- an upgrade, played with one more script


@pytest.fixture
def settled_one(databases: Databases, tmp_path: Path) -> Iterator[Engine]:
    """A district with a kept file, at the first script."""
    stage: Stage = a_stage(databases.url(), tmp_path / "files")
    with stage.office.desk() as desk:
        desk.keep(b"words", "notice.txt", "text/plain")
    engine: Engine = stage.office.sessions.kw["bind"]  # type: ignore[attr-defined]
    schema.must_fit(engine)
    yield engine
    engine.dispose()


def upgraded(monkeypatch: pytest.MonkeyPatch, folder: Path, more: str = "") -> None:
    """From here on the program has one script more."""
    scripts = folder / "migrations"
    shutil.copytree(schema.SCRIPTS, scripts)
    (scripts / "versions" / f"{AFTER}_next.py").write_text(NEXT.format(more=more, last=LAST, after=AFTER))
    monkeypatch.setattr(schema, "SCRIPTS", scripts)


def test_an_older_database_is_refused_until_it_is_migrated(
    settled_one: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    upgraded(monkeypatch, tmp_path)
    with pytest.raises(Refusal, match="请先停止全部进程并做好备份，再运行 zhengxun migrate"):
        schema.must_fit(settled_one)
    before, now = schema.migrate(settled_one)
    assert (before.standing, before.found, now.standing, now.found) == (
        Standing.OUTDATED, LAST, Standing.CURRENT, AFTER,
    )  # fmt: skip
    schema.must_fit(settled_one)
    with settled_one.connect() as connection:
        assert set(connection.scalars(text("select origin from kept_file"))) == {"before"}


def test_what_is_official_is_guarded_again_after_a_change(
    settled_one: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    upgraded(monkeypatch, tmp_path)
    schema.migrate(settled_one)
    for tampering in ("update kept_file set name = 'x'", "delete from kept_file"):
        with pytest.raises(DatabaseError, match="are official"), settled_one.begin() as connection:
            connection.execute(text(tampering))


def test_a_change_that_fails_half_way_leaves_everything_as_it_was(
    settled_one: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = described(settled_one)
    upgraded(monkeypatch, tmp_path, more='op.execute("UPDATE no_such_table SET x = 1")')
    with pytest.raises(DatabaseError):
        schema.migrate(settled_one)
    assert described(settled_one) == before
    assert version(settled_one) == LAST


def test_the_job_engines_tables_are_its_own_affair(databases: Databases, tmp_path: Path) -> None:
    url = databases.url()
    stage = a_stage(url, tmp_path / "files")
    jobs.launch(stage.office, url)
    jobs.close()
    stage.close()
    engine = databases.open(url)
    schema.must_fit(engine)
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection, opts=OPTIONS), Base.metadata)
    assert found == []
    assert inspect(engine).has_table("workflow_status", None if databases.kind == "sqlite" else "dbos")


def test_what_lies_open_is_still_open_after_its_tables_were_laid_out_anew(databases: Databases) -> None:
    engine = databases.open()
    with making_tables(engine, rewriting=True) as connection:
        schema.upgrade(connection, "0003")
        for statement in OPEN_BEFORE:
            connection.execute(text(statement))
    with making_tables(engine, rewriting=True) as connection:
        schema.upgrade(connection)
        open_ = [
            tuple(connection.execute(text(f"select instance_id, at, {more} from {table}")).one())  # noqa: S608 -- names of ours
            for table, more in (("engine_task", "step, unit_id, post"), ("engine_moment", "name, rank"))
        ]
    assert open_ == [(5, "handling/write", "write", 3, "clerk"), (5, "handling/over", "deadline", 1)]


OPEN_BEFORE = (
    "insert into unit (id, key, name, short_name, kind, number_code, phone) values (3, 'k', '甲', '甲', 'ORDINARY', '', '')",
    "insert into engine_definition values ('d', 'reply', '2026-11-20 01:00:00')",
    "insert into engine_position values ('p', '')",
    "insert into engine_instance values (5, 'reply', 'd', 7, 'p', 1, null)",
    "insert into engine_task values (9, 5, 'handling/write', 'write', 3, 'clerk', '2026-11-20 01:00:00')",
    "insert into engine_moment values (8, 5, 'handling/over', 'deadline', 1, '2026-11-27 08:00:00')",
)


# -- the command


def run(folder: Path, *command: str) -> Result:
    return CliRunner().invoke(main, [*command, "--data", str(folder)])


def test_the_command_says_what_it_did(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "data"
    assert "没有征询的数据" in run(place, "migrate").output
    open_and_close(place)
    assert run(place, "migrate").output == f"数据库已是最新（{LAST}），没有改动。\n"
    upgraded(monkeypatch, tmp_path)
    refused = run(place, "check")
    assert (refused.exit_code, refused.output[:22]) == (1, f"没有启动：数据库是较早版本的（{LAST}），本")
    assert run(place, "migrate").output == f"数据库已由 {LAST} 升级到 {AFTER}。请运行 zhengxun check 核对后再启动。\n"
    assert run(place, "check").exit_code == 0


def open_and_close(folder: Path) -> None:
    installation(folder, None).open().dispose()
