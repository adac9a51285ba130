"""What many rows are told goes over while the program goes on: whatever is wrong with them is heard before it counts."""

from collections.abc import Iterator

import pytest
from psycopg.errors import ForeignKeyViolation
from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests import postgres
from workflow.bulk import AT_LEAST, insert_many
from workflow.store import open_database, sessions, transaction

pytestmark = pytest.mark.xdist_group("postgresql")
tables = MetaData()
units = Table("unit_of_many", tables, Column("id", Integer, primary_key=True))
replies = Table(
    "reply_of_many",
    tables,
    Column("id", Integer, primary_key=True),
    Column("unit_id", ForeignKey("unit_of_many.id"), nullable=False),
)
MANY = range(1, AT_LEAST + 1)
STRANGER = 10_000  # no unit
REFUSED = (ForeignKeyViolation, IntegrityError)  # the driver's, or the same wrapped


@pytest.fixture(scope="module")
def laid_out() -> Iterator[Session]:
    with postgres.running() as server:
        engine = open_database(server.create("copying"))
        tables.create_all(engine)
        with sessions(engine)() as session:
            yield session
        engine.dispose()


@pytest.fixture
def session(laid_out: Session) -> Session:
    """Units 1 to `AT_LEAST`, and no reply."""
    with transaction(laid_out, write=True):
        laid_out.execute(replies.delete())
        laid_out.execute(units.delete())
        laid_out.execute(insert(units), [{"id": id_} for id_ in MANY])
    return laid_out


def of(*unit_ids: int) -> list[dict[str, int]]:
    return [{"id": id_, "unit_id": id_} for id_ in unit_ids]


def count(session: Session) -> int | None:
    with transaction(session, write=False):
        return session.scalar(select(func.count()).select_from(replies))


def test_what_is_asked_next_sees_the_rows(session: Session) -> None:
    with transaction(session, write=True):
        insert_many(session, replies, of(*MANY))
        assert session.scalar(select(func.count()).select_from(replies)) == AT_LEAST
    assert count(session) == AT_LEAST


def test_many_rows_after_many_rows(session: Session) -> None:
    more = range(AT_LEAST + 1, 2 * AT_LEAST + 1)
    with transaction(session, write=True):
        insert_many(session, units, [{"id": id_} for id_ in more])
        insert_many(session, replies, of(*more))
        insert_many(session, replies, of(*MANY))
    assert count(session) == 2 * AT_LEAST


def test_what_is_wrong_is_raised_by_the_next_statement(session: Session) -> None:
    with transaction(session, write=True):
        insert_many(session, replies, of(*MANY, STRANGER))
        with pytest.raises(REFUSED):
            session.scalar(select(1))
        session.rollback()
    assert count(session) == 0


def test_what_was_wrong_first_is_raised_whatever_rows_came_after_it(session: Session) -> None:
    with transaction(session, write=True):
        insert_many(session, replies, of(*MANY, STRANGER))
        insert_many(session, units, [{"id": id_ + AT_LEAST} for id_ in MANY])
        with pytest.raises(ForeignKeyViolation):
            session.commit()
        session.rollback()
    assert count(session) == 0


def test_nothing_wrong_is_ever_committed(session: Session) -> None:
    """PostgreSQL answers the commit of a failed transaction with a rollback, and calls that no error."""
    with pytest.raises(REFUSED), transaction(session, write=True):
        insert_many(session, replies, of(*MANY, STRANGER))
    assert count(session) == 0


def test_who_gives_up_in_between_leaves_nothing_behind(session: Session) -> None:
    for rows in (of(*MANY), of(*MANY, STRANGER)):
        with transaction(session, write=True):
            insert_many(session, replies, rows)
            session.rollback()
        assert count(session) == 0
