"""The floor: a hand-written program doing the same durable work in plain SQL and nothing else.

A step is SELECT, guarded UPDATE, INSERT into a journal, COMMIT, with the database's own durability (fsync on;
SQLite synchronous=FULL). What the system costs is told as a multiple of this, measured in the same run.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, make_url

TABLES = ("floor_journal", "floor_item")
SERIAL = {"sqlite": "INTEGER PRIMARY KEY", "postgresql": "BIGSERIAL PRIMARY KEY"}
BEGIN = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "BEGIN"}
MARK = {"sqlite": "?", "postgresql": "%s"}  # where a parameter stands


class Floor:
    """The floor on a connection of its own to the database `url` (as SQLAlchemy writes it)."""

    def __init__(self, url: str) -> None:
        address = make_url(url)
        self._kind = address.get_backend_name()
        self._connection = _CONNECT[self._kind](address)

    def begin(self) -> None:
        """Empty tables."""
        self._drop()
        with self._transaction() as cursor:
            cursor.execute(
                "CREATE TABLE floor_item (id BIGINT PRIMARY KEY, state TEXT NOT NULL, version BIGINT NOT NULL)"
            )
            cursor.execute(
                f"CREATE TABLE floor_journal (id {SERIAL[self._kind]}, item BIGINT NOT NULL, at TIMESTAMP NOT NULL,"
                " what TEXT NOT NULL)"
            )

    def insert(self, units: int) -> None:
        """One row for every unit, numbered from 1, in one transaction."""
        with self._transaction() as cursor:
            statement = self._sql("INSERT INTO floor_item (id, state, version) VALUES (?, 'open', 0)")
            cursor.executemany(statement, [(unit,) for unit in range(1, units + 1)])

    def step(self, unit: int) -> None:
        """One durable step of one unit."""
        with self._transaction() as cursor:
            cursor.execute(self._sql("SELECT version FROM floor_item WHERE id = ?"), (unit,))
            (version,) = cursor.fetchone()
            guarded = "UPDATE floor_item SET state = 'next', version = ? WHERE id = ? AND version = ?"
            cursor.execute(self._sql(guarded), (version + 1, unit, version))
            if cursor.rowcount != 1:
                raise RuntimeError(f"unit {unit} was moved by somebody else")
            line = "INSERT INTO floor_journal (item, at, what) VALUES (?, CURRENT_TIMESTAMP, 'step')"
            cursor.execute(self._sql(line), (unit,))

    def close_from(self, first: int) -> None:
        """All units from `first` on in one transaction: one UPDATE, one INSERT … SELECT."""
        with self._transaction() as cursor:
            update = "UPDATE floor_item SET state = 'closed', version = version + 1 WHERE id >= ?"
            cursor.execute(self._sql(update), (first,))
            lines = (
                "INSERT INTO floor_journal (item, at, what)"
                " SELECT id, CURRENT_TIMESTAMP, 'close' FROM floor_item WHERE id >= ?"
            )
            cursor.execute(self._sql(lines), (first,))

    def end(self) -> None:
        """Leave nothing behind."""
        self._drop()
        self._connection.close()

    def _drop(self) -> None:
        with self._transaction() as cursor:
            for table in TABLES:
                cursor.execute(f"DROP TABLE IF EXISTS {table}")

    def _sql(self, statement: str) -> str:
        return statement.replace("?", MARK[self._kind])

    @contextmanager
    def _transaction(self) -> Iterator[Any]:
        cursor = self._connection.cursor()
        cursor.execute(BEGIN[self._kind])
        yield cursor
        cursor.execute("COMMIT")
        cursor.close()


def _sqlite(address: URL) -> Any:
    connection = sqlite3.connect(str(address.database), timeout=30, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _postgresql(address: URL) -> Any:
    import psycopg  # noqa: PLC0415  an extra of the installation: who measures SQLite does not need it

    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(plain, autocommit=True)


_CONNECT = {"sqlite": _sqlite, "postgresql": _postgresql}
