"""Rows of one installation into the empty database of another: in order, with numbers that go on behind the last."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

from sqlalchemy import Connection, Engine, Table, delete, func, insert, select

from workflow.errors import Refusal
from workflow.journal import JournalHead
from workflow.store import OF_ONE_MOMENT, Base, may_take_long

AT_ONCE = 500
_BEGUN = (cast(Table, JournalHead.__table__),)  # tables that have a row from the beginning


def lasting_tables() -> Sequence[Table]:
    """Whoever is named comes before who names him. Left out: what only says which programs are running now."""
    return [table for table in Base.metadata.sorted_tables if not table.info.get("passing")]


def of_one_moment(engine: Engine) -> Connection:
    """All that is read through it is as of its first read: SQLite's WAL does so, PostgreSQL is asked to."""
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(**OF_ONE_MOMENT)
    connection = engine.connect()
    may_take_long(connection)
    return connection


def rows_of(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    asked = select(table).order_by(*table.primary_key).execution_options(yield_per=AT_ONCE)
    return (dict(row) for row in connection.execute(asked).mappings())


def empty_out(connection: Connection, refusal: str) -> None:
    """Refusal when anybody has worked here; what an installation begins with goes."""
    tables = [table for table in lasting_tables() if table not in _BEGUN]
    if any(connection.scalar(select(func.count()).select_from(table)) for table in tables):
        raise Refusal(refusal)
    for table in _BEGUN:
        connection.execute(delete(table))


def fill(connection: Connection, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    waiting: list[dict[str, Any]] = []
    for row in _named_first(table, rows):
        waiting.append(row)
        if len(waiting) == AT_ONCE:
            connection.execute(insert(table), waiting)
            waiting = []
    if waiting:
        connection.execute(insert(table), waiting)
    _number_on(connection, table)


def _named_first(table: Table, rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """In a table whose rows name one another, whoever is named comes before who names him."""
    own = [(key.parent.name, key.column.name) for key in table.foreign_keys if key.column.table is table]
    if not own:
        yield from rows
        return
    left, there = list(rows), set[tuple[str, object]]()
    while left:
        ready = [row for row in left if all(row[by] is None or (to, row[by]) in there for by, to in own)] or left
        yield from ready
        there |= {(to, row[to]) for row in ready for _, to in own}
        left = [row for row in left if not any(row is one for one in ready)]


def _number_on(connection: Connection, table: Table) -> None:
    """PostgreSQL goes on counting behind the last row."""
    column = table.autoincrement_column
    if connection.dialect.name == "postgresql" and column is not None and not column.foreign_keys:
        sequence = func.pg_get_serial_sequence(table.name, column.name)
        connection.execute(select(func.setval(sequence, select(func.max(column)).scalar_subquery())))
