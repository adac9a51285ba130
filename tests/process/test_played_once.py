"""The tests' own memory: what many of them begin with is played once, and laid out only where it would have been the same."""

from pathlib import Path

import pytest
from sqlalchemy import select

from tests.house import House
from tests.makers import Stage, a_round, played_once
from workflow.consultation.model import Reply
from workflow.journal import JournalLine
from workflow.people import Officer


@pytest.fixture
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """One without a past."""
    return House(tmp_path_factory.mktemp("house"))


@pytest.fixture
def played() -> list[int]:
    """Which units received their notice by being played, not by being found."""
    return []


def received(stage: Stage, number: int, played: list[int]) -> None:
    def receive() -> None:
        played.append(number)
        stage.unit(number).receive()

    stage.once(("received", number), receive)


def begun(house: House, district: Path) -> Stage:
    return a_round(house.opened(district), units=2)


def facts(stage: Stage) -> list[object]:
    with stage.office.desk(write=False) as desk:
        lines = select(JournalLine.verb, JournalLine.at, JournalLine.subject).order_by(JournalLine.id)
        replies = select(Reply.id, Reply.received_at).order_by(Reply.id)
        return [stage.clock(), [*map(tuple, desk.session.execute(lines))], [*map(tuple, desk.session.execute(replies))]]


def test_it_is_found_as_it_was_left(house: House, settled_district: Path, played: list[int]) -> None:
    found = []
    for _ in range(2):
        stage = begun(house, settled_district)
        received(stage, 0, played)
        stage.once("an hour later", lambda stage=stage: stage.clock.pass_(hours=1))
        received(stage, 1, played)
        found.append(facts(stage))
    assert played == [0, 1]
    assert found[0] == found[1]


def test_another_order_is_another_way(house: House, settled_district: Path, played: list[int]) -> None:
    for order in ((0, 1), (1, 0)):
        stage = begun(house, settled_district)
        for number in order:
            received(stage, number, played)
    assert played == [0, 1, 1, 0]


def test_at_another_time_it_is_played_again(house: House, settled_district: Path, played: list[int]) -> None:
    for minutes in (7, 8):
        stage = begun(house, settled_district)
        stage.clock.pass_(minutes=minutes)
        received(stage, 0, played)
        with stage.reply(0) as reply:
            assert reply.received_at == stage.clock()
    assert played == [0, 0]


@pytest.mark.parametrize("pause", [False, True], ids=["at once", "after the log was put away"])
def test_whoever_writes_in_between_goes_his_own_way(
    house: House, settled_district: Path, played: list[int], pause: bool
) -> None:
    for name in ("甲某", "乙某"):
        stage = begun(house, settled_district)
        stage.once("nothing yet", lambda: None)
        with stage.office.desk() as desk:
            desk.session.scalars(select(Officer).order_by(Officer.id)).first().name = name
        if pause:
            house.database.dispose()
        received(stage, 0, played)
        with stage.office.desk(write=False) as desk:
            assert desk.session.scalars(select(Officer.name).order_by(Officer.id)).first() == name
    assert played == [0, 0]


def test_what_is_refused_is_not_remembered(house: House, settled_district: Path) -> None:
    @played_once
    def refuse(stage: Stage) -> None:
        stage.unit(0).receive()
        stage.unit(0).receive()

    for _ in range(2):
        stage = begun(house, settled_district)
        with pytest.raises(Exception, match="已经"):
            refuse(stage)
