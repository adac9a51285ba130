"""The database as the domain sees it: base class, aware moments, row locks, and transactions.

SQLite and PostgreSQL behave alike behind it. This is the only module that commits: an action changes objects,
the `transaction` around it decides whether anything happened.
"""

import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    Engine,
    FromClause,
    Integer,
    MetaData,
    create_engine,
    event,
    func,
    select,
    text,
)
from sqlalchemy import Enum as EnumType
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import JSON, TypeDecorator

from workflow.clock import aware
from workflow.copying import ended_before_anything_else
from workflow.errors import EngineFault
from workflow.pool import try_the_idle

WRITE = {"zhengxun_write": True}  # execution option of a connection that is going to write
# of one that only reads, on PostgreSQL; SQLite's WAL is so anyway
OF_ONE_MOMENT = {"isolation_level": "REPEATABLE READ"}
_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
# A program that was stopped in the middle, or whose machine is gone, must not hold its locks for ever.
_POSTGRESQL = " ".join(
    f"-c {name}={value}"
    for name, value in {
        "idle_in_transaction_session_timeout": "60s",
        "jit": "off",  # compiling a statement takes longer than any of ours
        "tcp_keepalives_idle": "30s",
        "tcp_keepalives_interval": "10s",
        "tcp_keepalives_count": "3",
    }.items()
)
_MAKING_TABLES = 0x7A68656E  # of PostgreSQL's advisory locks, the one under which tables are made
ASK_AGAIN = 0.2  # seconds between two tries to get a lock
CHUNK = 1000  # rows named in one statement: SQLite counts its bound variables


class AwareDateTime(TypeDecorator[datetime]):
    """A moment in UTC; a datetime without a zone is refused with ValueError before it reaches the database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        utc = aware(value).astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


RowId = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows by itself only for INTEGER


class Base(DeclarativeBase):
    """Every table of the system."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 SQLAlchemy reads it as a class attribute
        datetime: AwareDateTime,
        dict[str, Any]: JSON,
        list[Any]: JSON,
        Enum: EnumType(Enum, native_enum=False, length=40),  # a new member must not need a new type in the database
    }


def public_key() -> str:
    """An identifier that can stand in an address without being guessed: 128 random bits.

    None begins with “-”: on a command line that would be an option.
    """
    while (key := secrets.token_urlsafe(16)).startswith("-"):
        pass
    return key


def open_database(url: str) -> Engine:
    """The engine for `sqlite:///file` or `postgresql+psycopg://…`."""
    return prepare(create_engine(url, **options_for(url)))


def options_for(url: str) -> dict[str, Any]:
    """The engine options every opener of this database must use."""
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": 30}}
    return {"pool_size": 10, "connect_args": {"options": _POSTGRESQL}}


def create_tables(engine: Engine) -> None:
    """Make the tables that are not there yet. An installation is set up by `workflow.schema`."""
    with making_tables(engine) as connection:
        Base.metadata.create_all(connection)


@contextmanager
def making_tables(engine: Engine, *, rewriting: bool = False) -> Iterator[Connection]:
    """A transaction in which nobody else makes tables.

    `rewriting`: SQLite changes a table by writing it anew, with its foreign keys looked at in the end, not meanwhile.
    """
    rewriting = rewriting and engine.dialect.name == "sqlite"
    with engine.connect().execution_options(**WRITE) as connection:
        if rewriting:
            _pragma(connection, "foreign_keys=OFF")
        with connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(select(func.pg_advisory_xact_lock(_MAKING_TABLES)))
            yield connection
            if rewriting:
                _must_refer(connection)
        if rewriting:
            _pragma(connection, "foreign_keys=ON")


def _pragma(connection: Connection, said: str) -> None:
    """Outside any transaction, where alone SQLite listens."""
    driver = connection.connection.dbapi_connection
    assert driver is not None
    driver.execute(f"PRAGMA {said}").close()


def _must_refer(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise EngineFault(f"the change of the schema leaves rows that refer to nothing: {broken[:5]}")


def sessions(engine: Engine) -> sessionmaker[Session]:
    return sessionmaker(engine)


@contextmanager
def transaction(session: Session, *, write: bool) -> Iterator[Session]:
    """One business transaction: everything in it happens, or nothing does.

    A writing transaction takes SQLite's write lock at once, so that what it read is still true when it writes. One that
    only reads sees everything as of its first look, whatever others commit meanwhile: a page's figures add up, and a
    verification takes no row for unknown because its line of the journal had not been there yet.
    """
    try:
        session.connection(execution_options=WRITE if write else _to_read(session))
        yield session
        if write:
            session.commit()
    finally:
        session.rollback()


def _to_read(session: Session) -> dict[str, Any]:
    return OF_ONE_MOMENT if session.get_bind().dialect.name == "postgresql" else {}


def may_take_long(reading: Session | Connection) -> None:
    """This transaction only reads, and is at other work for long in between: it hashes files, or fetches them from a slow
    store. PostgreSQL would end it after a minute, as if it held locks.
    """
    dialect = reading.get_bind().dialect if isinstance(reading, Session) else reading.dialect
    if dialect.name == "postgresql":
        reading.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))


def chunks(ids: Sequence[int], size: int = CHUNK) -> Iterator[Sequence[int]]:
    """The ids in pieces that fit into one statement."""
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def insert_once(session: Session, table: FromClause, **row: object) -> None:
    """Insert a row unless it is there; of two that come at once the second goes on when the first has committed."""
    session.execute(_INSERT[session.get_bind().dialect.name](table).on_conflict_do_nothing(), row)


def prepare(engine: Engine) -> Engine:
    """Make an engine that somebody else created behave as ours; the job engine's own is left alone."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        try_the_idle(engine)
        ended_before_anything_else(engine)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # sqlite3's own BEGIN comes too late: ours is below
    connection.create_function("in_a_register", 1, in_a_register, deterministic=True)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get("zhengxun_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def in_a_register(words: str) -> bytes:
    """By what names are sorted: by their sound, as people look for a name.

    So GB 2312 orders its common characters; Unicode orders by stroke and radical. On SQLite it is a function of the
    database, on PostgreSQL `convert_to` gives the same.
    """
    return words.encode("gb18030", "replace")


def is_alone(session: Session, work: int) -> bool:
    """Whether nobody else is at this work (a number of its own) until the transaction ends; does not wait."""
    if session.get_bind().dialect.name != "postgresql":
        return True  # SQLite lets only one write at a time
    return bool(session.scalar(select(func.pg_try_advisory_xact_lock(work))))


@contextmanager
def nobody_writes(session: Session, model: type[Base]) -> Iterator[bool]:
    """Whether nobody is writing rows of that table, in a transaction that is still open; nobody begins to until the block
    ends, which must change nothing in the database. Does not wait, so that it cannot be in a deadlock.

    On SQLite a writing transaction is alone anyway. On PostgreSQL the way back to the savepoint gives up the lock.
    """
    if session.get_bind().dialect.name != "postgresql":
        yield True
        return
    connection = session.connection()
    with connection.begin_nested() as lock:
        try:
            connection.execute(text(f"LOCK TABLE {model.__tablename__} IN SHARE MODE NOWAIT"))
        except OperationalError:
            lock.rollback()
            yield False
            return
        yield True
        lock.rollback()


@contextmanager
def in_turn(open_session: Callable[[], Session], work: int) -> Iterator[None]:
    """One program at a time is at this work (a number of its own).

    Whoever waits asks again and again: a statement that waits for a lock would hold up CREATE INDEX CONCURRENTLY, which
    waits for every statement that began before it.
    """
    with open_session() as session:
        if session.get_bind().dialect.name != "postgresql":
            yield
            return
        connection = session.connection(execution_options={"isolation_level": "AUTOCOMMIT"})
        while not connection.scalar(select(func.pg_try_advisory_lock(work))):
            time.sleep(ASK_AGAIN)
        try:
            yield
        finally:
            connection.execute(select(func.pg_advisory_unlock(work)))
