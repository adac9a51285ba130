"""Many rows at once: what is a few statements for ten thousand units, however the database likes it best."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Dialect,
    Table,
    any_,
    bindparam,
    func,
    insert,
    literal,
    select,
)
from sqlalchemy.orm import Session
from sqlalchemy.types import UserDefinedType

from workflow.copying import copy

_NOTHING = object()
AT_LEAST = 50  # rows from which on PostgreSQL's COPY pays
_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})  # what means something to COPY
_TO_ESCAPE = re.compile(r"[\\\t\n\r]")

Row = Mapping[str, Any]
Dump = Callable[[Any], str]


def insert_many(session: Session, table: Table, rows: Sequence[Row]) -> None:
    """Insert the rows, all with the same columns; a column they leave out gets its default."""
    if not rows:
        return
    if len(rows) >= AT_LEAST and session.get_bind().dialect.name == "postgresql":
        _copy(session, table, rows)
    else:
        session.execute(insert(table), rows)


class _Ids(UserDefinedType[Sequence[int]]):
    """PostgreSQL's bigint[], written down by us: the driver looks at each number to find out what it is."""

    cache_ok = True
    render_bind_cast = True

    def get_col_spec(self, **_: Any) -> str:
        return "BIGINT[]"

    def bind_processor(self, dialect: Dialect) -> Callable[[Sequence[int] | None], str]:
        return lambda ids: f"{{{','.join(map(str, ids or ()))}}}"


def among(session: Session, column: Any, ids: Sequence[int]) -> ColumnElement[bool]:
    """The column is one of the ids. On PostgreSQL they are one parameter: a statement that names them one by one is
    written and read anew for every number of them."""
    if session.get_bind().dialect.name == "postgresql":
        return cast(ColumnElement[bool], column == any_(literal(ids, _Ids())))
    return cast(ColumnElement[bool], column.in_(ids))


def among_given(dialect: str, column: Any, name: str) -> ColumnElement[bool]:
    """The same for a statement that is built once: `name` is the parameter that gives the ids."""
    if dialect == "postgresql":
        return cast(ColumnElement[bool], column == any_(bindparam(name, type_=_Ids())))
    return cast(ColumnElement[bool], column.in_(bindparam(name, expanding=True)))


def next_ids(session: Session, table: Table, count: int) -> list[int]:
    """As many numbers for new rows, nobody else's, in ascending order; the writing transaction keeps others out."""
    return _NEXT[session.get_bind().dialect.name](session, table, count)


def _next_on_sqlite(session: Session, table: Table, count: int) -> list[int]:
    last = session.scalar(select(func.max(table.c.id))) or 0
    return list(range(last + 1, last + count + 1))


def _next_on_postgresql(session: Session, table: Table, count: int) -> list[int]:
    sequence = select(func.pg_get_serial_sequence(table.name, "id")).scalar_subquery()  # looked up once, not for each
    drawn = func.nextval(sequence)
    return list(session.scalars(select(drawn).select_from(func.generate_series(1, count))))


_NEXT = {"sqlite": _next_on_sqlite, "postgresql": _next_on_postgresql}


def _copy(session: Session, table: Table, rows: Sequence[Row]) -> None:
    """The same rows as an INSERT would make: each value goes through its column's own type.

    They are written column by column, for mostly a column says the same of all: the moment, the kind, the round.
    """
    connection = session.connection()
    dump = _driver_of(connection)
    columns = [column for column in table.columns if column.key in rows[0] or column.default is not None]
    written = [_text_of(column, rows, connection.dialect, dump) for column in columns]
    quote = connection.dialect.identifier_preparer.quote
    names = ", ".join(quote(column.name) for column in columns)
    lines = "\n".join(map("\t".join, zip(*written, strict=True)))
    copy(connection, f"COPY {quote(table.name)} ({names}) FROM STDIN", f"{lines}\n")


def _text_of(column: Column[Any], rows: Sequence[Row], dialect: Dialect, dump: Dump) -> Sequence[str]:
    """What COPY reads in this column, line by line."""
    values = _values(column, rows)
    process = column.type.dialect_impl(dialect).bind_processor(dialect) or _as_it_is
    if process is _as_it_is and (plain := _PLAIN.get(frozenset(map(type, values)))):
        return plain(values)
    lines, last, text = list[str](), _NOTHING, ""
    for value in values:
        if value is not last:
            last, text = value, _text(process(value), dump)
        lines.append(text)
    return lines


def _numbers(values: list[Any]) -> list[str]:
    return list(map(str, values))


def _words(values: list[Any]) -> list[str]:
    """Most words have nothing that must be escaped, and all are looked at in one go."""
    return [word.translate(_ESCAPED) for word in values] if _TO_ESCAPE.search("".join(values)) else values


_PLAIN = {frozenset({int}): _numbers, frozenset({str}): _words}  # columns that need nobody's help


def _values(column: Column[Any], rows: Sequence[Row]) -> list[Any]:
    key = column.key
    if key in rows[0]:
        return [row[key] for row in rows]
    if cast(Any, column.default).is_callable:
        return [default_of(column) for _ in rows]
    return [default_of(column)] * len(rows)


def default_of(column: Column[Any]) -> Any:
    """What a new row says in this column where nobody says anything; None where the column has no default."""
    default = cast(Any, column.default)
    if default is None:
        return None
    return default.arg(None) if default.is_callable else default.arg


def _text(value: Any, dump: Dump) -> str:
    if value is None:
        return "\\N"
    if type(value) is int:
        return str(value)
    text = value if type(value) is str else dump(value)
    return text.translate(_ESCAPED) if _TO_ESCAPE.search(text) else text


def _driver_of(connection: Connection) -> Dump:
    """Writes what is no text as the driver does: moments, truth values, JSON, bytes."""
    from psycopg.adapt import PyFormat, Transformer  # noqa: PLC0415  only where there is PostgreSQL

    known = Transformer.from_context(connection.connection.driver_connection)
    return lambda value: bytes(known.get_dumper(value, PyFormat.TEXT).dump(value) or b"").decode()


def _as_it_is(value: Any) -> Any:
    return value
