"""What is written past the session's own way, because a person waits for it, leaves what that way would leave."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import postgres
from tests.makers import START, Stage, a_round
from workflow.chain import BEGINNING
from workflow.consultation.model import Letter, LetterChannel
from workflow.files import KeptFile
from workflow.journal import Entry, JournalLine, append, writing
from workflow.journal.lanes import ends
from workflow.official import take_sealed, write_official
from workflow.store import Base, create_tables, open_database

Write = Callable[[Session, Any], None]
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
moments = st.datetimes(START.replace(tzinfo=None), timezones=st.just(START.tzinfo))
letters = st.fixed_dictionaries(
    {"key": words, "number": st.integers(1, 99), "no_objection": st.booleans(), "written_at": moments,
     "channel": st.sampled_from(LetterChannel)},
    optional={"late": st.booleans(), "opinion": words, "signed_at": moments, "paper_date": st.dates(),
              "late_used": st.none() | st.booleans(), "void_reason": words},
)  # fmt: skip
files = st.fixed_dictionaries(
    {"sha256": words, "name": words, "media_type": words, "size": st.integers(0, 2**31 - 1), "kept_at": moments,
     "key": words}
)  # fmt: skip


def by_the_session(session: Session, row: Base) -> None:
    session.add(row)
    session.flush()


def left_by(session: Session, write: Write, row: Any) -> tuple[list[Any], dict[str, str], bool]:
    """The row as it is read again, what the chain will hold of it, and whether there is something more to write."""
    before = session.begin_nested()
    write(session, row)
    sealed, more = take_sealed(session), row in session.dirty or row in session.new
    as_it_is = [getattr(row, column.key) for column in row.__table__.columns]
    session.expire(row)
    again = [getattr(row, column.key) for column in row.__table__.columns]
    before.rollback()
    session.expunge_all()
    return [again, as_it_is[1:] == again[1:]], sealed, more


@pytest.fixture
def session(stage: Stage) -> Iterator[Session]:
    a_round(stage, units=1)
    with stage.office.session() as session:
        yield session


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=letters)
def test_a_letter(session: Session, said: dict[str, Any]) -> None:
    def row() -> Letter:
        return Letter(reply_id=1, draft_id=1, written_by_id=1, **said)

    assert left_by(session, write_official, row()) == left_by(session, by_the_session, row())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=files)
def test_a_file(session: Session, said: dict[str, Any]) -> None:
    assert left_by(session, write_official, KeptFile(**said)) == left_by(session, by_the_session, KeptFile(**said))


# -- the lines of a transaction, in one statement with the end of their lane


@pytest.mark.xdist_group("postgresql")
@pytest.mark.parametrize("count", range(1, writing.FEW + 2))
def test_a_few_lines(count: int, server: postgres.Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [Entry(START, f"verb {n}", "round:1", "reply:1", {"“意见”": n}) for n in range(count)]
    left: list[tuple[list[Any], dict[int, tuple[int, str]]]] = []
    for few in (writing.FEW, 0):
        monkeypatch.setattr(writing, "FEW", few)
        engine = open_database(server.create(f"lines_{count}_{few}"))
        create_tables(engine)
        with Session(engine) as session:
            append(session, entries, START)
            found = session.execute(select(JournalLine.__table__).order_by(JournalLine.id)).all()
            left.append(([tuple(line) for line in found], ends(session)))
        engine.dispose()
    assert left[0] == left[1]
    [(written, end), _] = left
    assert (len(written), written[0][-2], end) == (count, BEGINNING, {1: (count, written[-1][-1])})
