"""Which schema a database has, and bringing it up to ours. The only importer of Alembic beside the scripts.

A fresh database is set up at once as the code says; an older one is changed script by script, when somebody asks for it
(`zhengxun migrate`): whoever upgrades takes a backup first. Everything of one change happens in one transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, Table, inspect

from workflow import official
from workflow.errors import Refusal
from workflow.migrations.comparing import VERSIONS
from workflow.store import Base, making_tables

SCRIPTS = Path(__file__).parent / "migrations"

OUTDATED = (
    "没有启动：数据库是较早版本的（{found}），本机程序需要 {wanted}，直接使用会写错数据。"
    "请先停止全部进程并做好备份，再运行 zhengxun migrate 升级数据库。"
)
NEWER = (
    "没有启动：数据库已由较新的程序升级过（{found}），本机程序只认识到 {wanted}，直接使用会写错数据。"
    "请把本机程序升级到同一版本后再启动。"
)
FOREIGN = (
    "没有启动：数据库中的表与本系统的不一致，也没有版本记录，可能是别的系统的数据库，没有改动其中的内容。"
    "请核对数据库地址，或者换一个空的数据库。"
)


class Standing(Enum):
    """How a database stands to this program."""

    EMPTY = auto()
    CURRENT = auto()
    OUTDATED = auto()
    NEWER = auto()
    UNMARKED = auto()  # our tables as they are today, and nothing that says so
    FOREIGN = auto()


@dataclass(frozen=True)
class Schema:
    """`found` and `wanted` are names of scripts; "" where there is none."""

    standing: Standing
    found: str
    wanted: str


SENTENCES = {Standing.OUTDATED: OUTDATED, Standing.NEWER: NEWER, Standing.FOREIGN: FOREIGN}


def look(connection: Connection) -> Schema:
    scripts = ScriptDirectory(str(SCRIPTS))
    wanted = scripts.get_current_head() or ""
    found = MigrationContext.configure(connection, opts={"version_table": VERSIONS}).get_current_revision() or ""
    if not found:
        return Schema(_without_version(connection), "", wanted)
    if found == wanted:
        return Schema(Standing.CURRENT, found, wanted)
    known = {script.revision for script in scripts.walk_revisions()}
    return Schema(Standing.OUTDATED if found in known else Standing.NEWER, found, wanted)


def _without_version(connection: Connection) -> Standing:
    there = set(inspect(connection).get_table_names())
    if not there & set(Base.metadata.tables):
        return Standing.EMPTY
    return Standing.UNMARKED if _is_like_ours(connection, there) else Standing.FOREIGN


def _is_like_ours(connection: Connection, there: set[str]) -> bool:
    found = inspect(connection)
    return all(
        name in there and {column["name"] for column in found.get_columns(name)} == set(table.columns.keys())
        for name, table in Base.metadata.tables.items()
    )


def must_fit(engine: Engine) -> None:
    """Sets up an empty database; Refusal for one that this program must not work on."""
    with engine.connect() as connection:
        seen = look(connection)
    if seen.standing in (Standing.EMPTY, Standing.UNMARKED):
        seen = _set_up(engine)
    if seen.standing in SENTENCES:
        raise Refusal(SENTENCES[seen.standing].format(found=seen.found, wanted=seen.wanted))


def _set_up(engine: Engine) -> Schema:
    """Of programs that start together one does so; the others find it done."""
    with making_tables(engine) as connection:
        seen = look(connection)
        if seen.standing is Standing.EMPTY:
            Base.metadata.create_all(connection)
        if seen.standing in (Standing.EMPTY, Standing.UNMARKED):
            command.stamp(config(connection), "head")
        return look(connection)


def migrate(engine: Engine) -> tuple[Schema, Schema]:
    """Bring the database up to this program's schema: how it was, how it is. Refusal where that is no way."""
    with making_tables(engine, rewriting=True) as connection:
        before = look(connection)
        if before.standing in (Standing.NEWER, Standing.FOREIGN):
            raise Refusal(SENTENCES[before.standing].format(found=before.found, wanted=before.wanted))
        if before.standing is Standing.OUTDATED:
            upgrade(connection)
    must_fit(engine)
    with engine.connect() as connection:
        return before, look(connection)


def upgrade(connection: Connection, to: str = "head") -> None:
    """Run the scripts; the guards stand aside meanwhile, and are put on as they are meant now."""
    with _unguarded(connection):
        command.upgrade(config(connection), to)


@contextmanager
def _unguarded(connection: Connection) -> Iterator[None]:
    for table in _official(connection):
        official.unguard(table, connection)
    yield
    for table in _official(connection):
        official.guard(table, connection)


def _official(connection: Connection) -> list[Table]:
    """Those that are there: a script may stop before the one that makes the next."""
    there = set(inspect(connection).get_table_names())
    return [of.table for of in official.OFFICIAL.values() if of.table.name in there]


def config(connection: Connection) -> Config:
    made = Config()
    made.set_main_option("script_location", str(SCRIPTS))
    made.attributes["connection"] = connection
    return made
