"""The product is broken once in each way that the checks are there for, and the check says so; whole, none says anything."""

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.faults import templates
from tests.faults.episode import flood
from tests.faults.invariants import Traces, what_is_wrong
from tests.faults.ledger import Ledger
from tests.faults.mailbox import Mailbox, open_mailbox
from tests.faults.town import AWAKE, DEADLINE, Town, open_town, rounds
from workflow.consultation.actions import running
from workflow.consultation.process import REPLY, ROUND
from workflow.demo.stage import Play, UnitActs
from workflow.engine.deployment import Engine
from workflow.engine.process import Process
from workflow.engine.sweep import sweep
from workflow.errors import AlreadyDone, TooLate
from workflow.outbox import packing
from workflow.outbox.carriers import Mail
from workflow.outbox.sending import PostOffice, dispatch

UNITS = 8
A_MINUTE_BEFORE = DEADLINE - timedelta(minutes=1)


@dataclass
class Small:
    """A small town, in this very process: its units answer, somebody sweeps, mail goes out."""

    town: Town
    folder: Path
    mailbox: Mailbox
    ledger: Ledger = field(default_factory=Ledger)

    def answer(self) -> None:
        """Those whose letters are signed or wait for the leader hand them in, and are told so."""
        town = self.town
        town.clock.move_to(max(town.clock(), A_MINUTE_BEFORE))
        play = Play(town.office, town.clock)
        with town.office.desk(write=False) as desk:
            ready = [(r, UnitActs(play, r.id, r.unit_id)) for r in rounds(desk)[0].replies if r.letters]
            found = [(r.key, r.letters[-1].key, r.letters[-1].signed_at is None, unit) for r, unit in ready]
        for key, letter, is_unsigned, unit in found:
            try:
                if is_unsigned:
                    unit.sign()
                unit.seal()
            except TooLate:
                self.ledger.misled(key, town.clock())
            except AlreadyDone:
                continue
            else:
                self.ledger.write("submit", key, town.clock(), letter)

    def take_back(self) -> str:
        """One of them withdraws, and his browser gets no answer; the key of his reply."""
        play = Play(self.town.office, self.town.clock)
        with self.town.office.desk(write=False) as desk:
            reply = next(r for r in rounds(desk)[0].replies if r.valid_letter is not None)
            key, unit = reply.key, UnitActs(play, reply.id, reply.unit_id)
        unit.withdraw()
        return key

    def sweep_after(self, moment: timedelta = timedelta(minutes=1)) -> None:
        self.town.clock.move_to(DEADLINE + moment)
        self.sweep()

    def sweep(self) -> None:
        sweep(self.town.office.desk, self.town.office.engine)

    def send(self) -> None:
        mail = Mail(f"smtp://127.0.0.1:{self.mailbox.port}", "zhengxun@district.example")
        dispatch(self.town.office.desk, PostOffice((mail,)))

    def with_process(self, changed: Process) -> None:
        """One of the two processes means something else from now on."""
        processes = [changed if each.id == changed.id else each for each in (ROUND, REPLY)]
        self.town.office = replace(self.town.office, engine=Engine(processes))

    def sql(self, *statements: str) -> None:
        with self.town.office.sessions() as session:
            for statement in statements:
                session.execute(text(statement))
            session.commit()

    def wrong(self) -> set[str]:
        """The names of the checks that say something."""
        with self.town.office.desk(write=False) as desk:
            traces = Traces(desk, self.ledger, tuple(self.mailbox.taken), self.folder / "files")
            return {sentence.partition(":")[0] for sentence in what_is_wrong(traces)}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return templates.on_sqlite(tmp_path_factory.mktemp("faults") / "template", UNITS)


@pytest.fixture
def small(template: Path, tmp_path: Path) -> Iterator[Small]:
    shutil.copytree(template, tmp_path / "town")
    town = open_town(f"sqlite:///{tmp_path / 'town' / 'zhengxun.db'}", tmp_path / "town" / "files")
    with open_mailbox() as mailbox:
        yield Small(town, tmp_path / "town", mailbox)
    town.close()


def play(small: Small) -> None:
    small.send()
    small.sweep()
    small.answer()
    small.sweep_after()


# -- how it is broken; what is said then

Break = Callable[[Small, pytest.MonkeyPatch], None]


def a_reply_is_acknowledged_and_dropped(small: Small, patch: pytest.MonkeyPatch) -> None:
    with patch.context() as broken:
        broken.setattr(Session, "commit", Session.rollback)
        small.answer()
    small.sweep_after()


def who_answered_is_closed_too(small: Small, patch: pytest.MonkeyPatch) -> None:
    def close_all(desk, rounds):  # type: ignore[no-untyped-def]
        running.close(desk, rounds)
        running.close_silent(desk, [reply for round_ in rounds for reply in round_.replies if reply.has_answered])

    small.with_process(replace(ROUND, operations=ROUND.operations | {"close_round": close_all}))
    play(small)


def a_letter_is_taken_back_by_nobody(small: Small, patch: pytest.MonkeyPatch) -> None:
    small.send()
    small.sweep()
    small.answer()
    small.take_back()
    small.sweep_after()


def a_moment_fires_twice(small: Small, patch: pytest.MonkeyPatch) -> None:
    def twice(desk, replies):  # type: ignore[no-untyped-def]
        running.close_silent(desk, replies)
        running.close_silent(desk, replies)

    small.with_process(replace(REPLY, operations={"close_silent_replies": twice}))
    play(small)


def nobody_sweeps(small: Small, patch: pytest.MonkeyPatch) -> None:
    small.answer()
    small.town.clock.move_to(DEADLINE + timedelta(minutes=1))


def a_fast_clock_closes_early(small: Small, patch: pytest.MonkeyPatch) -> None:
    small.town.clock.move_to(A_MINUTE_BEFORE)
    fast = replace(small.town.office, clock=lambda: A_MINUTE_BEFORE + timedelta(minutes=5))
    sweep(fast.desk, fast.engine)
    small.answer()
    small.sweep_after(timedelta(minutes=5))


def a_paper_is_cut_off(small: Small, patch: pytest.MonkeyPatch) -> None:
    play(small)
    paper = random.Random(1).choice(sorted(p for p in (small.folder / "files").rglob("*") if p.is_file()))
    paper.write_bytes(paper.read_bytes()[:-1])


def a_mail_goes_out_twice(small: Small, patch: pytest.MonkeyPatch) -> None:
    once = Mail.send
    patch.setattr(Mail, "send", lambda self, message: (once(self, message), once(self, message))[1])
    play(small)


def a_line_of_the_journal_is_changed(small: Small, patch: pytest.MonkeyPatch) -> None:
    play(small)
    small.sql("drop trigger keep_journal_line_update", "update journal_line set address = '10.0.0.1' where id = 3")


def a_task_disappears(small: Small, patch: pytest.MonkeyPatch) -> None:
    small.sql("delete from engine_task where instance_id = (select min(instance_id) from engine_task)")


SEEN: dict[Break, set[str]] = {
    a_reply_is_acknowledged_and_dropped: {"every acknowledged reply is there", "exactly one final state a unit"},
    who_answered_is_closed_too: {"exactly one final state a unit"},
    a_letter_is_taken_back_by_nobody: {"exactly one final state a unit"},
    a_moment_fires_twice: {"every moment fired exactly once", "exactly one final state a unit"},
    nobody_sweeps: {"every moment fired exactly once", "never lost"},
    a_fast_clock_closes_early: {"nobody turned away in time"},
    a_paper_is_cut_off: {"every paper whole", "journal chain intact"},
    a_mail_goes_out_twice: {"no mail twice"},
    a_line_of_the_journal_is_changed: {"journal chain intact"},
    a_task_disappears: {"never lost"},
}


def test_nothing_is_said_of_what_is_whole(small: Small) -> None:
    play(small)
    assert len(small.ledger.acknowledged) == UNITS // 2
    assert small.mailbox.taken
    assert small.wrong() == set()


def test_a_withdrawal_whose_answer_was_lost_is_believed(small: Small) -> None:
    small.send()
    small.sweep()
    small.answer()
    small.ledger.wonder("withdraw", small.take_back())
    small.sweep_after()
    assert small.wrong() == set()


@pytest.mark.parametrize("break_it", SEEN, ids=lambda break_it: break_it.__name__)
def test_it_is_seen_that(break_it: Break, small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    break_it(small, monkeypatch)
    assert small.wrong() == SEEN[break_it]


@pytest.mark.parametrize("is_broken", [False, True], ids=["one digest a person", "a storm"])
def test_a_storm_after_a_day_is_seen(is_broken: bool, small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    small.send()
    play(small)
    small.send()
    before = len(small.mailbox.taken)
    if is_broken:
        monkeypatch.setattr(packing, "DIGESTED", "nothing")
    small.town.clock.move_to(AWAKE)
    for minutes in (0, 11):
        small.town.clock.pass_(minutes=minutes)
        small.sweep()
        small.send()
    said = flood(small.mailbox.taken[before:])
    assert bool(said) == is_broken
