"""The same on a real PostgreSQL server, where people truly act at once: nothing twice, nothing lost."""

import itertools
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from tests import postgres
from tests.makers import DEADLINE, START, Stage, a_round, a_stage
from tests.process import (
    test_a_round_is_played,
    test_checkup,
    test_deciding,
    test_extending_and_replacing,
    test_papers_and_faxes,
    test_reminding,
    test_taking_back,
    test_the_archive,
    test_the_deadline,
)
from tests.process.telling import (
    MINUTE,
    SECOND,
    a_comment,
    accept,
    answer,
    extend,
    journal,
    must_be_well,
    paper,
    standings,
    where,
)
from tests.sequences.world import papers_made_once
from workflow.accident.model import Stage as Reached
from workflow.accident.rehearsal import audit, matches
from workflow.administration import sealing
from workflow.clock import SimulatedClock, beijing
from workflow.consultation import rules
from workflow.consultation.actions import answering, drafting
from workflow.consultation.model import Letter, Reply, StandingKind
from workflow.consultation.model import Stage as Where
from workflow.consultation.said import comments_of
from workflow.demo import district, playing, seeding
from workflow.demo.accident import playing as accident
from workflow.demo.stage import Play, lead_unit
from workflow.desk import Office
from workflow.documents.uploads import Upload
from workflow.engine.deployment import Engine
from workflow.engine.sweep import sweep
from workflow.errors import AlreadyDone, Refusal, Stale, TooLate
from workflow.files import Files
from workflow.journal import JournalLine
from workflow.numbers import take_number
from workflow.people import PostKind, Unit
from workflow.processes import PROCESSES
from workflow.store import create_tables, open_database, sessions
from workflow.verifying import verify

pytestmark = pytest.mark.xdist_group("postgresql")  # one server is enough
_numbers = itertools.count(1)


@pytest.fixture
def stage(server: postgres.Server, settled: str, tmp_path: Path) -> Iterator[Stage]:
    """The district on a PostgreSQL database of its own."""
    url = server.create(f"stage_{next(_numbers)}", settled)
    stage = a_stage(url, tmp_path / "files", settled=False)
    yield stage
    stage.close()


# -- the same stories

STORIES: Sequence[Callable[[Stage], None]] = (
    test_a_round_is_played.test_who_answers_in_time_is_in_and_who_was_reached_and_kept_silent_counts_as_no_objection,
    test_the_deadline.test_a_reply_one_second_before_the_deadline_counts_and_one_at_the_deadline_is_late,
    test_the_deadline.test_proof_that_comes_to_light_later_changes_the_status_and_keeps_the_old_record,
    test_papers_and_faxes.test_a_paper_received_in_time_but_registered_late_changes_the_status_and_keeps_the_old_record,
    test_taking_back.test_a_unit_withdraws_and_submits_again_and_the_last_reply_counts,
    test_extending_and_replacing.test_an_extension_before_the_old_deadline_moves_every_moment_and_reaches_all,
    test_extending_and_replacing.test_units_that_have_replied_are_asked_again_and_their_earlier_reply_stands_until_then,
    test_reminding.test_after_a_downtime_each_silent_unit_is_reminded_once,
    test_deciding.test_two_contradicting_edits_cannot_both_be_adopted_without_a_record,
    test_the_archive.test_after_the_archive_no_action_of_anybody_changes_anything,
    test_the_archive.test_a_further_round_is_begun_once_and_only_when_the_round_ended_so,
    test_checkup.test_a_round_whose_only_moment_stands_still_has_nothing_next,
)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_the_story_is_the_same_on_postgresql(stage: Stage, story: Callable[[Stage], None]) -> None:
    story(stage)


@pytest.fixture
def play(server: postgres.Server, tmp_path: Path) -> Iterator[Play]:
    """The demonstration district before its round begins."""
    database = open_database(server.create(f"demo_{next(_numbers)}"))
    create_tables(database)
    clock = SimulatedClock(playing.BEGUN)
    play = Play(Office(sessions(database), clock, Engine(PROCESSES), Files(tmp_path)), clock)
    with play.office.desk() as desk:
        district.settle(desk)
    yield play
    database.dispose()


def test_the_demonstration_round_comes_out_at_its_figures(play: Play) -> None:
    with papers_made_once():
        playing.play_round(play, seeding.sample_draft(), seeding.sample_annexes())
    with play.as_office() as (_, round_):
        counts = rules.count(round_.replies, comments_of(round_))
        figures = (counts.sent, counts.with_comments, counts.no_objection, counts.silent, counts.undelivered)
        assert figures == (58, 30, 18, 10, 0)
        assert (counts.comments, counts.adopted, counts.partly, counts.declined, counts.explained) == (47, 21, 9, 14, 3)


def test_the_demonstration_case_comes_to_the_archive(play: Play) -> None:
    case = accident.play_case(play)
    with case.look() as (desk, found):
        assert found.stage is Reached.ARCHIVED
        assert matches(audit(desk, found), desk.now)


# -- many at once


def at_once(*acts: Callable[[], Any]) -> list[BaseException | None]:
    """All acts start together; what each was refused with, or None. Anything but a Refusal is a defect."""
    start = threading.Barrier(len(acts))

    def begin(act: Callable[[], Any]) -> BaseException | None:
        start.wait()
        try:
            act()
        except Refusal as refusal:
            return refusal
        return None

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(begin, acts))


def ready_to_seal(stage: Stage, units: int) -> None:
    for number in range(units):
        unit = stage.unit(number)
        unit.receive()
        unit.write([])
        unit.sign()


def test_a_new_state_needs_no_new_type_in_the_database(stage: Stage) -> None:
    with stage.office.desk() as desk:
        assert desk.session.execute(text("select typname from pg_type where typtype = 'e'")).all() == []


def test_numbers_have_no_gaps_and_no_doubles_when_taken_at_once(stage: Stage) -> None:
    """Eight people take five numbers each, every third attempt fails; the year's first number is contested too."""
    taken: list[int] = []

    def take(person: int) -> None:
        for turn in range(5):
            try:
                with stage.office.desk() as desk:
                    number = take_number(desk.session, "安委办", 2026)
                    if (person + turn) % 3 == 0:
                        raise Stale()
                taken.append(number.serial)
            except Stale:
                continue

    at_once(*(lambda person=person: take(person) for person in range(8)))  # type: ignore[misc]
    assert len(taken) == 27
    assert sorted(taken) == list(range(1, len(taken) + 1))


def test_the_first_rounds_ever_are_begun_at_once(stage: Stage) -> None:
    """Nothing is deployed yet: both want to store the same diagram and the same positions."""
    engine = Engine(PROCESSES)
    office = Office(stage.office.sessions, stage.clock, engine, stage.office.files)
    with office.desk(write=False) as desk:
        clerk = lead_unit(desk).holders(PostKind.CLERK, desk.today)[0].id

    def begin() -> None:
        with office.desk(clerk) as desk:
            drafting.begin(desk, lead_unit(desk))

    assert at_once(*[begin] * 6) == [None] * 6
    stage.round_id = 1
    must_be_well(stage)


def test_two_clicks_at_once_are_one_seal(stage: Stage) -> None:
    a_round(stage, units=1)
    ready_to_seal(stage, 1)
    results = at_once(*[stage.unit(0).seal] * 4)
    assert sorted(type(result).__name__ for result in results) == ["AlreadyDone"] * 3 + ["NoneType"]
    assert journal(stage).count("submit") == 1
    must_be_well(stage)


def test_what_is_only_read_is_all_of_one_moment(stage: Stage) -> None:
    """A verification reads the journal first and the papers after it: one that came in between must not look unknown."""
    a_round(stage, units=1)
    ready_to_seal(stage, 1)
    with stage.office.desk(write=False) as desk:
        lines = desk.session.scalar(select(func.count()).select_from(JournalLine))
        stage.unit(0).seal()
        assert verify(desk).lines == lines
        assert desk.session.scalars(select(Letter.submitted_at)).all() == [None]
    with stage.office.desk(write=False) as desk:
        assert verify(desk).lines > lines
        assert verify(desk).faults == ()


def test_a_verification_may_take_longer_over_its_files_than_others_may_hold_their_locks(stage: Stage) -> None:
    asked = text("show idle_in_transaction_session_timeout")
    with stage.office.desk(write=False) as desk:
        assert desk.session.scalar(asked) == "1min"
        verify(desk)
        assert desk.session.scalar(asked) == "0"
    with stage.office.desk() as desk:
        assert desk.session.scalar(asked) == "1min"


def test_two_keepers_withdraw_one_seal_and_the_second_is_told_so(stage: Stage) -> None:
    a_round(stage, units=1)
    with stage.reply(0) as reply:
        unit_id = reply.unit_id
    keeper = _keepers(stage)[0]
    with stage.office.desk(keeper) as desk:
        image = Upload(b"an image", "章.png", "image/png")
        sealing.put_in(desk, desk.session.get_one(Unit, unit_id), image)

    def withdraw() -> None:
        with stage.office.desk(keeper) as desk:
            sealing.withdraw(desk, desk.session.get_one(Unit, unit_id), "换章")

    told = [str(result) for result in at_once(*[withdraw] * 4) if result is not None]
    assert told == ["现在没有启用的印章图像，不必停用。"] * 3


def _swept_by_four(stage: Stage, moment: datetime) -> int:
    fired: list[int] = []
    stage.clock.move_to(moment)
    at_once(*[lambda: fired.append(sweep(stage.office.desk, stage.office.engine))] * 4)
    return sum(fired)


def test_several_sweeps_at_once_carry_out_everything_once(stage: Stage) -> None:
    a_round(stage, units=30, remind_days=[1])
    stage.unit(0).receive()
    assert _swept_by_four(stage, DEADLINE - timedelta(hours=30)) == 1  # the reminder
    assert _swept_by_four(stage, DEADLINE) == 31  # thirty replies and the round
    verbs = Counter(journal(stage))
    assert (verbs["remind"], verbs["close_silent"], verbs["close"]) == (1, 30, 1)
    with stage.look() as (_, round_):
        assert all(len(reply.reminders) == 1 and len(reply.standings) == 1 for reply in round_.replies)
    must_be_well(stage)


def test_submitting_races_the_closing_and_each_reply_ends_exactly_one_way(stage: Stage) -> None:
    """Half of the seals were taken in a second before the deadline, half at it, while two sweeps close."""
    units = 16
    a_round(stage, units=units, remind_days=[])
    ready_to_seal(stage, units)
    keepers = _keepers(stage)
    stage.clock.move_to(DEADLINE)

    def seal(number: int) -> None:
        now = DEADLINE - (SECOND if number % 2 else timedelta(0))
        with stage.office.desk(keepers[number], now=now) as desk:
            answering.seal(desk, desk.session.get_one(Reply, stage.unit(number).reply_id))

    sealing = list(keepers)
    acts: list[Callable[[], Any]] = [lambda number=number: seal(number) for number in sealing]  # type: ignore[misc]
    sweeps: list[Callable[[], Any]] = [lambda: sweep(stage.office.desk, stage.office.engine)] * 2
    results = at_once(*acts, *sweeps)
    sweep(stage.office.desk, stage.office.engine)
    submitted = {number for number, result in zip(sealing, results, strict=False) if result is None}
    assert all(isinstance(result, TooLate) for result in results if result is not None)
    assert all(number % 2 for number in submitted)
    with stage.look() as (_, round_):
        for number in sealing:
            reply = round_.replies[number]
            assert (reply.valid_letter is not None) == (number in submitted)
            assert [s.kind for s in reply.standings] == ([] if number in submitted else [StandingKind.SILENT])
    assert journal(stage).count("submit") == len(submitted) + units - len(sealing)
    must_be_well(stage)


def _keepers(stage: Stage) -> dict[int, int]:
    with stage.look() as (desk, round_):
        return {
            number: holders[0].id
            for number, reply in enumerate(round_.replies)
            if (holders := reply.unit.holders(PostKind.SEAL_KEEPER, desk.today))
        }


@pytest.mark.parametrize("attempt", range(4))
def test_withdrawing_races_accepting_and_the_status_follows_the_letter(stage: Stage, attempt: int) -> None:
    a_round(stage, units=1)
    answer(stage, 0, a_comment())
    at_once(stage.unit(0).withdraw, lambda: accept(stage, 0))
    with stage.reply(0) as reply:
        assert (reply.valid_letter is None) == (rules.standing_of(reply) is StandingKind.OPEN)
        assert reply.stage is Where.WRITING  # whoever was first: in the end it is withdrawn
    must_be_well(stage)


@pytest.mark.parametrize("attempt", range(4))
def test_a_paper_races_the_online_letter_and_one_of_them_counts(stage: Stage, attempt: int) -> None:
    a_round(stage, units=1)
    ready_to_seal(stage, 1)
    at_once(stage.unit(0).seal, lambda: paper(stage, 0, START + SECOND * 0, a_comment()))
    with stage.reply(0) as reply:
        assert [letter.is_complete for letter in reply.letters] == [False, True]
        assert reply.stage is Where.ACCEPTED
    assert standings(stage, 0) == [StandingKind.WITH_COMMENTS]
    must_be_well(stage)


@pytest.mark.parametrize("attempt", range(4))
def test_a_withdrawal_races_the_extension_and_keeps_the_new_deadline(stage: Stage, attempt: int) -> None:
    later = beijing(2026, 12, 2, 16)
    a_round(stage, units=3)
    for number in range(3):
        answer(stage, number)
    results = at_once(lambda: extend(stage, later), *(stage.unit(number).withdraw for number in range(3)))
    assert results == [None] * 4
    stage.pass_until(DEADLINE + MINUTE)
    assert where(stage) == [Where.WRITING] * 3
    stage.pass_until(later)
    assert where(stage) == [Where.SILENT] * 3
    must_be_well(stage)


def test_two_windows_register_the_same_paper_once(stage: Stage) -> None:
    a_round(stage, units=1)
    results = at_once(*[lambda: paper(stage, 0, START)] * 3)
    assert sum(result is None for result in results) == 1
    assert all(isinstance(result, AlreadyDone) for result in results if result)
    assert standings(stage, 0) == [StandingKind.NO_OBJECTION]


def test_two_extensions_at_once_are_one(stage: Stage) -> None:
    a_round(stage, units=2)
    results = at_once(*[lambda: extend(stage, beijing(2026, 12, 2, 16))] * 3)
    assert sum(result is None for result in results) == 1
    with stage.look() as (_, round_):
        assert len(round_.extensions) == 1
    assert journal(stage).count("extend") == 1
