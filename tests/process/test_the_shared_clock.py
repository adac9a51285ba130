"""Several machines, one time: the database server's. No machine's own clock closes a round, or lets in what is late."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from tests import postgres
from tests.makers import START
from workflow import clock
from workflow.clock import SimulatedClock
from workflow.shared_clock import shared_clock
from workflow.store import open_database, sessions

SECOND = timedelta(seconds=1)


@pytest.fixture
def open_session(server: postgres.Server) -> Iterator[sessionmaker[Session]]:
    engine = open_database(server.url())
    yield sessions(engine)
    engine.dispose()


@pytest.mark.xdist_group("postgresql")
@pytest.mark.parametrize("wrong", [timedelta(minutes=5), timedelta(minutes=-5)], ids=["fast", "slow"])
def test_a_wrong_clock_of_a_machine_is_not_asked(
    wrong: timedelta, open_session: sessionmaker[Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "real_clock", lambda: datetime.now(UTC) + wrong)
    agreed = shared_clock(open_session, clock.real_clock)
    assert abs(agreed() - datetime.now(UTC)) < SECOND


@pytest.mark.xdist_group("postgresql")
def test_time_goes_on_while_the_server_is_away(
    open_session: sessionmaker[Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    agreed = shared_clock(open_session, clock.real_clock)
    began, stopwatch = agreed(), clock.stopwatch()
    open_session.configure(bind=open_database("postgresql+psycopg://app@127.0.0.1:1/nowhere"))
    monkeypatch.setattr(clock, "stopwatch", lambda: stopwatch + 60)
    assert abs(agreed() - began - 60 * SECOND) < SECOND


def test_a_program_starts_while_its_server_is_being_restarted() -> None:
    nowhere = sessions(open_database("postgresql+psycopg://app@127.0.0.1:1/nowhere"))
    agreed = shared_clock(nowhere, clock.real_clock)
    with pytest.raises(OperationalError):
        agreed()


@pytest.mark.xdist_group("postgresql")
def test_a_clock_that_a_test_moves_stays_what_it_is(open_session: sessionmaker[Session]) -> None:
    simulated = SimulatedClock(START)
    assert shared_clock(open_session, simulated) is simulated


def test_a_file_has_the_clock_of_its_machine(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    assert shared_clock(sessions(engine), clock.real_clock) is clock.real_clock
    engine.dispose()
