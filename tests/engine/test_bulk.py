"""Many rows go into PostgreSQL by another way than a few: they are the same rows, whatever stands in them."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    String,
    Table,
    Text,
    insert,
    select,
)
from sqlalchemy import Enum as EnumType
from sqlalchemy.orm import Session

from tests import postgres
from tests.schema.drafting import declare_every_table
from workflow.bulk import AT_LEAST, insert_many
from workflow.store import AwareDateTime, Base, RowId, open_database

pytestmark = pytest.mark.xdist_group("postgresql")
NASTY = ("", "\\N", "\\", "a\tb", "a\nb", "\r\n", "\\.", "“引号”", "null", "\x08\x0b\x0c", "𠮷", " blank ")


class Kind(StrEnum):
    FIRST = "first"
    SECOND = "second"


table = Table(
    "many",
    MetaData(),
    Column("id", RowId, primary_key=True),
    Column("order", RowId),  # a word of SQL itself
    Column("number", Integer),
    Column("name", String(400)),
    Column("text", Text),
    Column("at", AwareDateTime),
    Column("day", Date),
    Column("is_so", Boolean),
    Column("kind", EnumType(Kind, native_enum=False, length=40)),
    Column("details", JSON),
    Column("data", LargeBinary),
    Column("money", Numeric(14, 2)),
    Column("note", Text, default="left out"),
    Column("key", String(32), default=lambda: "made"),
)


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    with postgres.running() as server:
        engine = open_database(server.create("bulk"))
        table.metadata.create_all(engine)
        with Session(engine) as session:
            yield session
        engine.dispose()


words = st.one_of(
    st.sampled_from(NASTY), st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
)
days = st.dates(date(1900, 1, 1), date(2200, 1, 1))
values: dict[str, st.SearchStrategy[Any]] = {
    "order": st.integers(-(2**62), 2**62),
    "number": st.integers(-(2**31), 2**31 - 1),
    "name": words,
    "text": words,
    "at": st.builds(datetime.combine, days, st.times(timezones=st.just(UTC))),
    "day": days,
    "is_so": st.booleans(),
    "kind": st.sampled_from(Kind),
    "details": st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), words),
        lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(words, inner, max_size=3)),
        max_leaves=5,
    ),
    "data": st.binary(max_size=20),
    "money": st.decimals(Decimal("-1e9"), Decimal("1e9"), places=2),
}
a_row = st.fixed_dictionaries({name: st.one_of(st.none(), kind) for name, kind in values.items()})
some_rows = st.lists(a_row, min_size=1, max_size=4)


def left_by(session: Session, way: Callable[[Session, Table, Sequence[dict[str, Any]]], object], rows: Any) -> Any:
    before = session.begin_nested()
    way(session, table, rows)
    found = session.execute(select(*(column for column in table.columns if column.name != "id")).order_by(table.c.id))
    left = [tuple(row) for row in found]
    before.rollback()
    return left


def plainly(session: Session, into: Table, rows: Sequence[dict[str, Any]]) -> None:
    for row in rows:
        session.execute(insert(into), row)


def as_many(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """So many that they are written the other way."""
    return rows * (AT_LEAST // len(rows) + 1)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=some_rows)
def test_many_rows_are_the_same_rows(session: Session, rows: list[dict[str, Any]]) -> None:
    """Column by column, all alike or each another."""
    assert left_by(session, insert_many, as_many(rows)) == left_by(session, plainly, as_many(rows))


def test_every_kind_of_value_is_drawn() -> None:
    """A new type of column in the system wants its place here."""
    declare_every_table()

    def kind(column: Column[Any]) -> type:
        return Enum if isinstance(column.type, EnumType) else column.type.__class__

    drawn = {kind(column) for column in table.columns}
    assert {kind(column) for one in Base.metadata.tables.values() for column in one.columns} - drawn == set()
