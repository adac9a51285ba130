"""Many rows at once: what is a few statements for ten thousand units, however the database likes it best."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import ARRAY, BigInteger, Column, ColumnElement, Table, any_, func, insert, literal, select
from sqlalchemy.orm import Session

AT_LEAST = 50  # rows from which on PostgreSQL's COPY pays

Row = Mapping[str, Any]


def insert_many(session: Session, table: Table, rows: Sequence[Row]) -> None:
    """Insert the rows, all with the same columns; a column they leave out gets its default."""
    if not rows:
        return
    if len(rows) >= AT_LEAST and session.get_bind().dialect.name == "postgresql":
        _copy(session, table, rows)
    else:
        session.execute(insert(table), rows)


def among(session: Session, column: Any, ids: Sequence[int]) -> ColumnElement[bool]:
    """The column is one of the ids. On PostgreSQL they are one parameter: a statement that names them one by one is
    written and read anew for every number of them."""
    if session.get_bind().dialect.name == "postgresql":
        return cast(ColumnElement[bool], column == any_(literal(list(ids), ARRAY(BigInteger))))
    return cast(ColumnElement[bool], column.in_(ids))


def next_ids(session: Session, table: Table, count: int) -> list[int]:
    """As many numbers for new rows, nobody else's, in ascending order; the writing transaction keeps others out."""
    return _NEXT[session.get_bind().dialect.name](session, table, count)


def _next_on_sqlite(session: Session, table: Table, count: int) -> list[int]:
    last = session.scalar(select(func.max(table.c.id))) or 0
    return list(range(last + 1, last + count + 1))


def _next_on_postgresql(session: Session, table: Table, count: int) -> list[int]:
    drawn = func.nextval(func.pg_get_serial_sequence(table.name, "id"))
    return list(session.scalars(select(drawn).select_from(func.generate_series(1, count))))


_NEXT = {"sqlite": _next_on_sqlite, "postgresql": _next_on_postgresql}


def _copy(session: Session, table: Table, rows: Sequence[Row]) -> None:
    """The same rows as an INSERT would make: each value goes through its column's own type."""
    connection = session.connection()
    columns = [column for column in table.columns if column.key in rows[0] or column.default is not None]
    writers = [_writer(column, connection.dialect) for column in columns]
    quote = connection.dialect.identifier_preparer.quote
    names = ", ".join(quote(column.name) for column in columns)
    cursor = connection.connection.cursor()
    with cursor.copy(f"COPY {quote(table.name)} ({names}) FROM STDIN") as into:
        for row in rows:
            into.write_row([write(row) for write in writers])
    cursor.close()


def _writer(column: Column[Any], dialect: Any) -> Callable[[Row], Any]:
    process = column.type.dialect_impl(dialect).bind_processor(dialect)
    key, default = column.key, cast(Any, column.default)
    if default is None:
        written = _remembering(process) if process else None
        return (lambda row: written(row[key])) if written else (lambda row: row[key])
    make = (lambda: default.arg(None)) if default.is_callable else (lambda: default.arg)
    return lambda row: row[key] if key in row else make()


def _remembering(process: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Rows that are written together mostly say the very same moment or kind."""
    last: list[Any] = [None, process(None)]

    def written(value: Any) -> Any:
        if value is not last[0]:
            last[:] = [value, process(value)]
        return last[1]

    return written
