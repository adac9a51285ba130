"""The board as the database derives it: whatever the facts, each look shows what the rules show, by indexes alone."""

import itertools
import random
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, insert, select, text

from tests import postgres
from tests.large import GROUPS, _add_units, a_large_round
from tests.makers import DEADLINE, Stage, a_round, a_stage
from web.consultation.rounds.units import UNITS, in_groups, wanted_of
from web.lists import Look
from workflow.clock import day_of
from workflow.consultation import board
from workflow.consultation.board import looking
from workflow.consultation.board.derived import Shape, facts_of
from workflow.consultation.model import (
    Comment,
    Delivery,
    Letter,
    LetterChannel,
    Reminder,
    Reply,
    Round,
    RoundRevocation,
    Standing,
    StandingKind,
    VoidKind,
)
from workflow.consultation.model import Stage as Where
from workflow.desk import Desk
from workflow.notices import Channel
from workflow.people import Officer
from workflow.store import public_key

pytestmark = pytest.mark.xdist_group("postgresql")
_numbers = itertools.count(1)

MANY, SIZE = 60, 16
SORTS = [column.name for column in UNITS.columns if column.name]
INDEX = "ix_reply_board"


@pytest.fixture(params=["sqlite", "postgresql"])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    """A round of three units, on either database."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("settled_district"), tmp_path / "zhengxun.db")
        url = f"sqlite:///{tmp_path / 'zhengxun.db'}"
    else:
        server: postgres.Server = request.getfixturevalue("server")
        url = server.create(f"board_{next(_numbers)}", request.getfixturevalue("settled"))
    stage = a_stage(url, tmp_path / "files", settled=False)
    a_round(stage, units=3)
    yield stage
    stage.close()


# -- facts of every kind, also such as no office would leave behind


def scatter(desk: Desk, round_: Round, chance: random.Random) -> None:
    ids = _add_units(desk, MANY)
    replies = [
        {
            "key": public_key(), "round_id": round_.id, "unit_id": unit_id, "position": position,
            "group_name": chance.choice((*GROUPS, "")), "received_at": moment(chance) if chance.random() < 0.6 else None,
        }
        for position, unit_id in enumerate(ids, 4)
    ]  # fmt: skip
    desk.session.execute(insert(Reply), replies)
    for reply_id in desk.session.scalars(select(Reply.id).where(Reply.round_id == round_.id)).all():
        for table, most in ((Letter, 3), (Standing, 2), (Delivery, 2), (Reminder, 12)):
            lines = [OF[table](desk, round_, reply_id, chance, number) for number in range(chance.randint(0, most))]
            if lines:
                desk.session.execute(insert(table), lines)
    for letter in desk.session.execute(select(Letter.id, Letter.reply_id)).all():
        said = [{"key": public_key(), "position": number, "reply_id": letter.reply_id, "letter_id": letter.id}
                for number in range(chance.randint(0, 3))]  # fmt: skip
        if said:
            desk.session.execute(insert(Comment), said)


def moment(chance: random.Random) -> datetime:
    """Around the deadline and around midnight, on few enough moments that some are the same."""
    return DEADLINE + timedelta(hours=8 * chance.randint(-9, 3), seconds=-chance.randint(0, 1))


def _letter(desk: Desk, round_: Round, reply_id: int, chance: random.Random, number: int) -> dict[str, Any]:
    facts = ("signed_at", "sealed_at", "submitted_at", "accepted_at")
    at = {fact: moment(chance) if chance.random() < share else None
          for fact, share in zip(facts, (0.9, 0.8, 0.75, 0.3), strict=True)}  # fmt: skip
    return {
        "key": public_key(), "reply_id": reply_id, "number": number + 1, "no_objection": False, "written_at": moment(chance),
        "draft_id": chance.choice(round_.drafts).id, "written_by_id": desk.session.scalars(select(Officer.id)).first(),
        "channel": LetterChannel.PAPER, "late": chance.random() < 0.2, "late_used": chance.choice((None, True, False)),
        "registered_at": moment(chance) if chance.random() < 0.3 else None,
        "void": chance.choice((None, None, None, *VoidKind)), **at,
    }  # fmt: skip


def _standing(_desk: Desk, _round: Round, reply_id: int, chance: random.Random, _number: int) -> dict[str, Any]:
    at = {"true_at": moment(chance), "known_at": moment(chance)}
    return {"reply_id": reply_id, "kind": chance.choice(list(StandingKind)), "why": "silent", **at}


def _delivery(_desk: Desk, _round: Round, reply_id: int, chance: random.Random, _number: int) -> dict[str, Any]:
    proof = chance.random() < 0.6
    at = {"at": moment(chance), "recorded_at": moment(chance)}
    return {"reply_id": reply_id, "channel": Channel.SYSTEM, "is_proof": proof, "result": "已签收", **at}


def _reminder(_desk: Desk, _round: Round, reply_id: int, chance: random.Random, _number: int) -> dict[str, Any]:
    return {"reply_id": reply_id, "at": moment(chance), "channel": Channel.PHONE, "result": "已接听"}


OF = {Letter: _letter, Standing: _standing, Delivery: _delivery, Reminder: _reminder}


def _close(desk: Desk, round_: Round) -> None:
    round_.closed_at = desk.now


def _revoke(desk: Desk, round_: Round) -> None:
    by = desk.session.scalars(select(Officer.id)).first()
    assert by is not None
    desk.session.add(
        RoundRevocation(round_id=round_.id, reason="有误", doc_number="1", issued_at=desk.now, issued_by_id=by)
    )
    desk.session.flush()
    desk.session.expire(round_, ["revocation"])


STATES = {"open": lambda desk, round_: None, "closed": _close, "revoked": _revoke}


# -- the same in both ways


def looks(found: Sequence[board.Row]) -> Iterator[Look[board.Row]]:
    """Every order either way, and each kind of narrowing, alone and together."""
    nothing = dict.fromkeys(UNITS.narrowings, "")
    for sort in ("", *SORTS, *(f"-{name}" for name in SORTS)):
        yield Look(UNITS, sort, nothing, 1, False)
    some = found[len(found) // 2]
    for stage in {row.stage for row in found}:
        yield Look(UNITS, "", {**nothing, "state": stage.value}, 1, False)
        yield Look(UNITS, "-submitted", {**nothing, "state": stage.value, "group": some.group}, 1, False)
    for name in ("号", "第001", "0", "%", "_", "无"):
        yield Look(UNITS, "-unit", {**nothing, "q": name}, 1, False)
    yield Look(UNITS, "", {"state": some.stage.value, "group": some.group, "q": some.unit[:4]}, 1, False)


@pytest.mark.parametrize("state", STATES)
def test_every_look_shows_what_the_rules_show(stage: Stage, state: str) -> None:
    with stage.office.desk() as desk:
        round_ = desk.session.get_one(Round, stage.round_id)
        scatter(desk, round_, random.Random(f"{state} 1"))
        STATES[state](desk, round_)
    with stage.look() as (desk, round_):
        found = in_groups(board.rows(desk, round_))
        assert len({row.stage for row in found}) >= (1 if state == "revoked" else 7)
        figures = board.figures(found)
        for look in looks(found):
            wanted, expected = wanted_of(look), look.of(found)
            counted = board.counted(desk, round_, wanted)
            pages = [board.page(desk, round_, wanted, first, SIZE) for first in range(0, counted.found, SIZE)]
            assert [row for page in pages for row in page] == expected, wanted
            assert counted.found == len(expected), wanted
            assert counted.unanswered == sum(not row.answered for row in expected), wanted
            assert counted.figures == figures
            assert list(counted.figures.groups) == list(figures.groups)
        days = [day_of(row.submitted_at) for row in found if row.submitted_at]
        assert board.came_in(desk, round_) == {day: days.count(day) for day in days}
        assert Where.REVOKED not in {row.stage for row in found} or state == "revoked"


# -- by indexes alone


@pytest.fixture
def large(stage: Stage) -> Stage:
    a_large_round(stage, 400, comments=200)
    return stage


EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}


@dataclass(frozen=True)
class Plans:
    """How the database goes about a page of a hundred and about the figures; PostgreSQL, which reads a small table whole,
    by what it would do with a large one."""

    connection: Connection
    round_: Round
    wanted: board.Wanted

    @property
    def page(self) -> str:
        return self._of(looking.page_of(Shape.of(self.round_), self.wanted.by), first=0, size=100)

    @property
    def counts(self) -> str:
        return self._of(looking.counts_of(Shape.of(self.round_), self.wanted.by))

    def _of(self, question: Any, **piece: int) -> str:
        given = facts_of(self.round_) | self.wanted.words | piece
        if self.connection.dialect.name == "postgresql":
            self.connection.execute(text("SET LOCAL enable_seqscan = off"))
        event.listen(self.connection, "before_cursor_execute", _explained, retval=True)
        try:
            found = self.connection.execute(question, given)
            return "\n".join(line[-1] for line in found.cursor.fetchall())
        finally:
            event.remove(self.connection, "before_cursor_execute", _explained)


def _explained(connection: Connection, _: Any, statement: str, given: Any, *__: Any) -> tuple[str, Any]:
    """The driver would show the plan of the same words again."""
    return f"{EXPLAIN[connection.dialect.name]} {statement} -- {next(_numbers)}", given


def goes_by_indexes(plan: str) -> bool:
    """No table is read whole, nor an index made for the one query, as SQLite does where none is there.

    What the query has put together itself (`chosen` …) is no table.
    """
    whole = re.compile(
        r"^\s*(SCAN (?!chosen|headings|each_unit)|SEARCH (\w+$|(?!chosen|headings)\w+ USING AUTOMATIC))|Seq Scan on",
        re.MULTILINE,
    )
    return not whole.search(plan)


LOOKED = [
    board.Wanted(),
    board.Wanted(stage="issued"),
    board.Wanted(group=GROUPS[0], name="01", sort="-stage"),
    board.Wanted(sort="delivered"),
]


@pytest.mark.parametrize("wanted", LOOKED, ids=str)
def test_a_page_and_the_figures_read_by_indexes_and_would_not_without(large: Stage, wanted: board.Wanted) -> None:
    with large.office.desk() as desk:
        round_, connection = desk.session.get_one(Round, large.round_id), desk.session.connection()
        plans = Plans(connection, round_, wanted)
        assert goes_by_indexes(plans.page), plans.page
        assert goes_by_indexes(plans.counts), plans.counts
        assert INDEX in plans.page
        connection.execute(text(f"DROP INDEX {INDEX}"))
        assert INDEX not in plans.page
        connection.execute(text("DROP INDEX ix_delivery_reply_id"))
        assert not goes_by_indexes(plans.page)
        desk.session.rollback()
