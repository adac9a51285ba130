"""The journal is a chain: every line holds the one before, whoever writes at the same time."""

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select, text

from tests import postgres
from tests.makers import Stage, a_round, a_stage
from workflow.chain import BEGINNING, link
from workflow.consultation.actions import receiving
from workflow.consultation.model import Reply
from workflow.desk import Desk
from workflow.errors import NotYours
from workflow.journal import JournalLine, append, first_broken


def lines(stage: Stage) -> list[JournalLine]:
    with stage.office.desk(write=False) as desk:
        found = list(desk.session.scalars(select(JournalLine).order_by(JournalLine.id)))
        desk.session.expunge_all()
        return found


def tampered(stage: Stage, statement: str) -> None:
    """What somebody does who has the database and takes its guards away first."""
    with stage.office.sessions() as session:
        guards = session.execute(text("select name from sqlite_master where type = 'trigger'")).scalars().all()
        for guard in guards:
            session.execute(text(f"drop trigger {guard}"))
        session.execute(text(statement))
        session.commit()


def broken(stage: Stage) -> tuple[int, str] | None:
    with stage.office.desk(write=False) as desk:
        found = first_broken(desk.session)
        return (found.line, found.why) if found else None


def test_a_line_says_who_did_what_in_which_post_and_from_where(stage: Stage) -> None:
    a_round(stage, units=1)
    with stage.look() as (desk, round_):
        reply = round_.replies[0]
        clerk, reply_id = reply.unit.holders("clerk", desk.today)[0].id, reply.id
    with stage.office.desk(clerk, address="10.0.0.7") as desk:
        receiving.receive(desk, desk.session.get_one(Reply, reply_id))
    last = lines(stage)[-1]
    assert (last.verb, last.officer_id, last.post, last.address, last.outcome) == (
        "receive", clerk, "clerk", "10.0.0.7", "done",
    )  # fmt: skip


def test_the_lines_of_a_round_are_one_chain_without_gaps(stage: Stage) -> None:
    a_round(stage, units=3)
    stage.unit(0).receive()
    found = lines(stage)
    assert [line.id for line in found] == list(range(1, len(found) + 1))
    assert [line.prev_hash for line in found[1:]] == [line.hash for line in found[:-1]]
    assert broken(stage) is None


def test_what_is_rolled_back_leaves_no_line(stage: Stage) -> None:
    a_round(stage, units=1)
    before = len(lines(stage))

    def fail(desk: Desk) -> None:
        desk.note("remind", desk.session.scalars(select(Reply)).one())
        raise NotYours

    with pytest.raises(NotYours), stage.office.desk() as desk:
        fail(desk)
    assert len(lines(stage)) == before
    assert broken(stage) is None


TAMPERED = {
    "an altered word": ("update journal_line set verb = 'submit' where id = 3", (3, "altered")),
    "an altered detail": ("update journal_line set details = '{\"count\": 9}' where id = 3", (3, "altered")),
    "another person": ("update journal_line set officer_id = 2 where id = 3", (3, "altered")),
    "another time": ("update journal_line set at = '2026-01-01 00:00:00.000000' where id = 3", (3, "altered")),
    "a removed line": ("delete from journal_line where id = 3", (3, "missing")),
    "a removed beginning": ("delete from journal_line where id = 1", (1, "missing")),
    "a removed end": ("delete from journal_line where id = (select max(id) from journal_line)", None),
    "a line rewritten with its hash": ("update journal_line set verb = 'x', hash = 'y' where id = 3", (3, "altered")),
    "a broken hold": ("update journal_line set prev_hash = 'y' where id = 3", (3, "does not hold the line before")),
    "a moved head": ("update journal_head set hash = 'y'", None),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_whoever_changes_the_journal_is_found_at_the_first_line(stage: Stage, how: str) -> None:
    a_round(stage, units=3)
    end = len(lines(stage))
    statement, expected = TAMPERED[how]
    tampered(stage, statement)
    assert broken(stage) == (expected or (end + (how != "a removed end"), "missing at the end"))


@pytest.fixture
def on_postgresql(tmp_path: Path) -> Iterator[Stage]:
    with postgres.running() as server:
        stage = a_stage(server.create("chain"), tmp_path / "files")
        yield stage
        stage.close()


@pytest.mark.xdist_group("postgresql")
def test_many_writers_at_once_make_one_chain(on_postgresql: Stage) -> None:
    a_round(on_postgresql, units=1)
    before = len(lines(on_postgresql))

    def write(number: int) -> None:
        with on_postgresql.office.desk() as desk:
            reply = desk.session.scalars(select(Reply)).one()
            for _ in range(1 + number % 3):
                desk.note("remind", reply, writer=number)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(60)))
    written = lines(on_postgresql)
    assert len(written) == before + 120
    assert broken(on_postgresql) is None
    assert len({line.lane for line in written}) > 1, "nobody waits for another's commit"


@contextmanager
def open_desk_that_writes(stage: Stage) -> Iterator[Desk]:
    """A transaction that holds its lane until the block ends."""
    with stage.office.desk() as desk:
        reply = desk.session.scalars(select(Reply)).one()
        desk.note("remind", reply)
        append(desk.session, desk.lines, desk.now)
        desk.lines.clear()
        yield desk


@pytest.mark.xdist_group("postgresql")
def test_what_is_cut_off_a_lane_is_missed_by_whoever_wrote_after_it(on_postgresql: Stage) -> None:
    a_round(on_postgresql, units=1)
    with open_desk_that_writes(on_postgresql), open_desk_that_writes(on_postgresql):
        pass  # the inner one found the first lane taken
    cut = lines(on_postgresql)[-1]
    assert cut.lane == 2
    with open_desk_that_writes(on_postgresql):
        pass
    last = lines(on_postgresql)[-1]
    assert (last.lane, last.beside) == (1, {"2": cut.place})
    with on_postgresql.office.sessions() as session:
        session.execute(text("alter table journal_line disable trigger all"))
        session.execute(text("delete from journal_line where id = :id"), {"id": cut.id})
        session.execute(text("update journal_head set last = 0, hash = :none where id = 2"), {"none": BEGINNING})
        session.commit()
    found = broken(on_postgresql)
    assert found is not None
    assert found[1] == "missing"


def test_a_line_holds_the_ends_of_the_other_lanes_that_it_saw() -> None:
    """Computed by hand: what proves a journal now must prove it in ten years."""
    said = hashlib.sha256(b"before\nwords\nend of two\nend of three").hexdigest()
    assert link("before", "words", ["end of two", "end of three"]) == said
