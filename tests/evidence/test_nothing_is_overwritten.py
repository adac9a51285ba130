# ruff: noqa: S608 -- the tables and columns are our own
"""Official rows: the database refuses to change them, and whoever has taken its guards away first is found."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests import postgres
from tests.evidence.conftest import Copies, a_copy
from tests.evidence.test_the_chain import tampered
from tests.makers import Stage, a_round, a_stage
from workflow.official import OFFICIAL
from workflow.verifying import Fault, Verified, verify

pytestmark = pytest.mark.xdist_group("played")  # playing them takes longer than all of the tests
TABLES = sorted(OFFICIAL)
SEALED = [name for name in TABLES if OFFICIAL[name].sealed]


def played_in(table: str) -> str:
    return "case" if table.startswith("accident_") else "round"


@pytest.fixture(scope="module")
def left_alone(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Callable[[str], Stage]]:
    """One copy for all who only try and are refused."""
    stages = []

    @lru_cache
    def copied(which: str) -> Stage:
        stages.append(a_copy(request.getfixturevalue(f"{which}_played"), tmp_path_factory.mktemp(which)))
        return stages[-1]

    yield copied
    for stage in stages:
        stage.close()


def verified(stage: Stage) -> Verified:
    with stage.office.desk(write=False) as desk:
        return verify(desk)


def first_id(stage: Stage, table: str) -> int:
    of = OFFICIAL[table]
    where = f" where {of.when} is not null" if of.when else ""
    with stage.office.desk(write=False) as desk:
        found = desk.session.execute(text(f"select min(id) from {table}{where}")).scalar()
    assert found is not None, f"nothing was played that writes to {table}: a tamper test needs a row"
    return int(found)


@pytest.mark.parametrize("which", ["round", "case"])
def test_what_was_played_holds(copy_of: Copies, which: str) -> None:
    found = verified(copy_of(which))
    assert found.faults == ()
    assert min(found.lines, found.rows, found.files) > 10


@pytest.mark.parametrize("table", TABLES)
def test_the_database_refuses_to_change_an_official_row(left_alone: Callable[[str], Stage], table: str) -> None:
    stage, of = left_alone(played_in(table)), OFFICIAL[table]
    id_ = first_id(stage, table)
    fixed = [column.name for column in of.table.columns if column.name not in of.once | of.free | {"id"}]
    statements = [f"update {table} set \"{name}\" = 'x' where id = {id_}" for name in fixed]
    for statement in (
        *statements,
        f"update {table} set id = 99999 where id = {id_}",
        f"delete from {table} where id = {id_}",
    ):
        with stage.office.sessions() as session, pytest.raises(DBAPIError, match="are official"):
            session.execute(text(statement))


def test_a_signature_is_added_once_and_not_replaced(copy_of: Copies) -> None:
    stage = copy_of("round")
    signed = "update letter set signed_at = '2017-11-21 00:00:00' where signed_at is not null"
    with stage.office.sessions() as session, pytest.raises(DBAPIError, match="are official"):
        session.execute(text(signed))


@pytest.mark.parametrize("which", ["round", "case"])
def test_each_changed_row_is_named_even_when_the_guards_are_gone(copy_of: Copies, which: str) -> None:
    """A row of each table, all in one copy: to look through everything takes longer than to change it."""
    stage, expected = copy_of(which), set()
    for table in (table for table in SEALED if played_in(table) == which):
        id_ = first_id(stage, table)
        tampered(stage, f"update {table} set {change(table)} where id = {id_}")
        expected.add(Fault(f"{table}:{id_}", "altered"))
    assert expected - set(verified(stage).faults) == set()


def change(table: str) -> str:
    columns = OFFICIAL[table].table.columns
    words = [c.name for c in columns if c.type.python_type is str and c.name != "key" and not c.foreign_keys]
    return f'"{words[0]}" = "{words[0]}" || \'x\'' if words else "file_id = 2"


def test_a_removed_row_and_one_slipped_in_are_named(copy_of: Copies) -> None:
    stage = copy_of("round")
    tampered(stage, "delete from reminder where id = 1")
    tampered(
        stage,
        "insert into standing (id, reply_id, kind, true_at, known_at, why) "
        "select 9999, reply_id, kind, true_at, known_at, why from standing where id = 1",
    )
    assert set(verified(stage).faults) == {
        Fault("reminder:1", "missing"),
        Fault("standing:9999", "unknown to the journal"),
    }


def test_a_changed_or_removed_file_is_named(copy_of: Copies) -> None:
    stage = copy_of("round")
    first, second = [path for path in sorted(stage.office.files.place.path.rglob("*")) if path.is_file()][:2]
    data = bytearray(first.read_bytes())
    data[len(data) // 2] ^= 1
    first.write_bytes(data)
    second.unlink()
    assert set(verified(stage).faults) == {
        Fault(f"file:{first.name}", "altered"),
        Fault(f"file:{second.name}", "missing"),
    }


@pytest.mark.xdist_group("postgresql")
def test_postgresql_refuses_it_too_and_lets_no_table_be_emptied(tmp_path: Path) -> None:
    with postgres.running() as server:
        stage = a_round(a_stage(server.create("official"), tmp_path / "files"), units=1)
        unit = stage.unit(0)
        unit.receive()
        unit.write([])
        unit.sign_and_seal()
        with stage.office.desk(write=False) as desk:
            written = [name for name in TABLES if desk.session.execute(text(f"select 1 from {name} limit 1")).first()]
        assert {"journal_line", "kept_file", "letter", "paper", "signed_statement", "signing_key"} <= set(written)
        for table in written:
            for statement in (
                f"delete from {table}",
                f"truncate {table} cascade",
                f"update {table} set id = id + 1000",
            ):
                with stage.office.sessions() as session, pytest.raises(DBAPIError, match="are official"):
                    session.execute(text(statement))
        for change in ("opinion = 'x'", "signed_at = now()"):  # fixed from the beginning; filled in once
            with stage.office.sessions() as session, pytest.raises(DBAPIError, match="are official"):
                session.execute(text(f"update letter set {change} where signed_at is not null"))
        stage.close()
