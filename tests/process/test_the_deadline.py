"""截止: the deadline is strict to the second, and silence counts only where delivery is proven."""

from tests.makers import DEADLINE, Stage, a_round
from tests.process.telling import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    answer,
    journal,
    must_be_well,
    reached,
    refused,
    standing,
    standings,
    steps,
    to_the_deadline,
    where,
)
from workflow.consultation.actions import writing
from workflow.consultation.actions.wishes import Wish
from workflow.consultation.model import Stage as Where
from workflow.consultation.model import StandingKind
from workflow.errors import AlreadyDone, TooLate
from workflow.people import PostKind


def ready_to_seal(stage: Stage, *numbers: int) -> None:
    for number in numbers:
        unit = stage.unit(number)
        unit.receive()
        unit.write([])
        unit.sign()


def test_a_reply_one_second_before_the_deadline_counts_and_one_at_the_deadline_is_late(stage: Stage) -> None:
    a_round(stage, units=2)
    ready_to_seal(stage, 0, 1)
    stage.pass_until(DEADLINE - SECOND)
    stage.unit(0).seal()
    stage.clock.move_to(DEADLINE)
    with refused(TooLate, "11月27日（星期五）16:00"):
        stage.unit(1).seal()
    stage.pass_until(DEADLINE)
    assert where(stage) == [Where.SUBMITTED, Where.SILENT]
    must_be_well(stage)


def test_it_makes_no_difference_when_the_sweep_comes(stage: Stage) -> None:
    """Received time decides: nobody has swept for an hour, and still the late seal is refused."""
    a_round(stage, units=1)
    ready_to_seal(stage, 0)
    stage.clock.move_to(DEADLINE + HOUR)
    with refused(TooLate):
        stage.unit(0).seal()
    stage.pass_until(DEADLINE + HOUR)
    with stage.reply(0) as reply:
        assert reply.standing is not None
        assert (reply.standing.true_at, reply.standing.known_at) == (DEADLINE, DEADLINE + HOUR)


def test_a_round_may_let_the_very_second_count(stage: Stage) -> None:
    a_round(stage, units=2)
    with stage.as_office() as (desk, round_):
        round_.deadline_inclusive = True
        desk.reschedule([round_])
        desk.reschedule(round_.replies)
    ready_to_seal(stage, 0, 1)
    stage.pass_until(DEADLINE)
    stage.unit(0).seal()
    stage.clock.move_to(DEADLINE + SECOND)
    with refused(TooLate):
        stage.unit(1).seal()
    stage.pass_until(DEADLINE + SECOND)
    assert where(stage) == [Where.SUBMITTED, Where.SILENT]


def test_who_was_reached_is_silent_and_who_was_not_is_undelivered(stage: Stage) -> None:
    a_round(stage, units=3)
    stage.unit(0).open_notice()
    stage.unit(1).receive()
    to_the_deadline(stage)
    kinds = [standing(stage, number) for number in range(3)]
    assert kinds == [StandingKind.SILENT, StandingKind.SILENT, StandingKind.UNDELIVERED]


def test_sending_alone_proves_nothing_and_a_proof_from_after_the_deadline_neither(stage: Stage) -> None:
    a_round(stage, units=1)
    to_the_deadline(stage, DAY)
    reached(stage, 0, DEADLINE)
    assert standings(stage, 0) == [StandingKind.UNDELIVERED]


def test_proof_that_comes_to_light_later_changes_the_status_and_keeps_the_old_record(stage: Stage) -> None:
    a_round(stage, units=1)
    to_the_deadline(stage, HOUR)
    before = stage.clock()
    stage.clock.pass_(days=3)
    reached(stage, 0, DEADLINE - DAY)
    with stage.reply(0) as reply:
        assert [s.kind for s in reply.standings] == [StandingKind.UNDELIVERED, StandingKind.SILENT]
        known_then, known_now = reply.standing_known_at(before), reply.standing_known_at(stage.clock())
        assert known_then is not None
        assert known_now is not None
        assert (known_then.kind, known_now.kind) == (StandingKind.UNDELIVERED, StandingKind.SILENT)
        assert known_now.true_at == DEADLINE


def test_proof_before_the_deadline_by_telephone_makes_silence_count(stage: Stage) -> None:
    a_round(stage, units=1)
    stage.pass_until(DEADLINE - DAY)
    reached(stage, 0, DEADLINE - DAY - HOUR)
    to_the_deadline(stage)
    assert standings(stage, 0) == [StandingKind.SILENT]


def test_no_letter_is_made_for_a_silent_unit(stage: Stage) -> None:
    a_round(stage, units=1)
    stage.unit(0).receive()
    to_the_deadline(stage)
    with stage.look() as (_, round_):
        assert round_.replies[0].letters == []
        assert [paper.kind for paper in round_.papers if paper.reply_id] == ["comment_form"]


def test_a_letter_left_unsigned_or_unsealed_does_not_count(stage: Stage) -> None:
    a_round(stage, units=2)
    ready_to_seal(stage, 0)
    stage.unit(1).receive()
    stage.unit(1).write([])
    to_the_deadline(stage)
    assert where(stage) == [Where.SILENT, Where.SILENT]
    assert steps(stage, 0) == steps(stage, 1) == set()


def test_a_second_click_after_the_deadline_does_not_call_a_reply_in_time_late(stage: Stage) -> None:
    a_round(stage, units=1)
    answer(stage, 0)
    stage.clock.move_to(DEADLINE + MINUTE)
    with refused(AlreadyDone):
        stage.unit(0).seal()


def test_the_round_closes_after_its_replies_with_the_right_figures(stage: Stage) -> None:
    a_round(stage, units=3)
    answer(stage, 0)
    stage.unit(1).receive()
    to_the_deadline(stage)
    verbs = journal(stage)
    assert verbs[-3:] == ["close_silent", "close_silent", "close"]
    with stage.look() as (_, round_):
        assert round_.closed_at == DEADLINE
    must_be_well(stage)


# -- words typed too late: the refusal stands beside the field, under "没有存入系统"


def type_(stage: Stage, number: int) -> None:
    with stage.unit(number)._at_desk(PostKind.CLERK) as (desk, reply):
        writing.save_comment(desk, reply, None, Wish(None, "", "增加一句", ""))


def test_words_typed_after_the_deadline_are_refused_by_what_has_become_of_the_reply(stage: Stage) -> None:
    a_round(stage, units=3)
    answer(stage, 0)
    ready_to_seal(stage, 1)
    stage.clock.move_to(DEADLINE)
    with refused(TooLate, "已报送的回函按期有效"):
        type_(stage, 0)
    for number in (1, 2):
        with refused(TooLate, "稍候刷新"):
            type_(stage, number)
    stage.pass_until(DEADLINE)
    type_(stage, 1)  # for a late letter


def test_no_words_of_a_refusal_for_lateness_claim_that_something_was_saved() -> None:
    assert "保存" not in TooLate().message
