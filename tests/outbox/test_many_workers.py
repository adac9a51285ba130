"""Several workers send at once: each message goes out once, and none of them stumbles over another."""

import itertools
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select

from tests import postgres
from tests.makers import Stage, a_round, a_stage
from workflow.outbox.composing import Message
from workflow.outbox.rows import Parcel, State, Way
from workflow.outbox.sending import PostOffice, dispatch
from workflow.people import Officer

pytestmark = pytest.mark.xdist_group("postgresql")
_numbers = itertools.count(1)
WORKERS = 4


class Counting:
    """Counts what it is given."""

    way = Way.MAIL

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self._lock = threading.Lock()

    def send(self, message: Message) -> str:
        with self._lock:
            self.taken[message.id] += 1
        return "250"


@pytest.fixture
def stage(server: postgres.Server, settled: str, tmp_path: Path) -> Iterator[Stage]:
    """Ten units that have been asked; everybody has an address."""
    stage = a_stage(server.create(f"outbox_{next(_numbers)}", settled), tmp_path / "files", settled=False)
    with stage.office.desk() as desk:
        for officer in desk.session.scalars(select(Officer)):
            officer.email = f"{officer.login}@units.example"
    a_round(stage, units=10)
    yield stage
    stage.close()


def test_each_message_goes_out_once(stage: Stage) -> None:
    carrier, together = Counting(), threading.Barrier(WORKERS)

    def works(_: int) -> int:
        together.wait()
        return dispatch(stage.office.desk, PostOffice((carrier,)))

    with ThreadPoolExecutor(WORKERS) as workers:
        sent = list(workers.map(works, range(WORKERS)))
    with stage.office.desk(write=False) as desk:
        states = Counter(desk.session.scalars(select(Parcel.state)))
    assert states == {State.SENT: 20}
    assert sum(sent) == len(carrier.taken) == 20
    assert set(carrier.taken.values()) == {1}
