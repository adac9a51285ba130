"""纸质和传真: when it was received decides, whenever it is registered; both times stay on record."""

import pytest
from sqlalchemy import select

from tests.makers import DEADLINE, START, Stage, a_round
from tests.process.telling import (
    DAY,
    HOUR,
    MINUTE,
    a_comment,
    a_paper,
    accept,
    answer,
    answer_again,
    archive,
    conclude,
    confirm,
    must_be_well,
    paper,
    propose,
    reached,
    refused,
    reject,
    release,
    replace,
    send_decisions,
    standing,
    standings,
    steps,
    to_the_deadline,
    use_late,
    where,
)
from workflow.consultation import rules
from workflow.consultation.actions import answering, registering
from workflow.consultation.model import LetterChannel, StandingKind, VoidKind
from workflow.consultation.model import Stage as Where
from workflow.consultation.said import comments_of
from workflow.errors import AlreadyDone, Incomplete, Stale
from workflow.notices import Channel, Notice
from workflow.people import PostKind

SILENT, COMMENTS = StandingKind.SILENT, StandingKind.WITH_COMMENTS


def a_closed_round_with_a_silent_unit(stage: Stage, units: int = 1) -> None:
    a_round(stage, units=units)
    for number in range(units):
        stage.unit(number).receive()
    to_the_deadline(stage, DAY)


def test_a_paper_received_in_time_but_registered_late_changes_the_status_and_keeps_the_old_record(stage: Stage) -> None:
    a_closed_round_with_a_silent_unit(stage)
    before = stage.clock()
    stage.clock.pass_(days=2)
    paper(stage, 0, DEADLINE - HOUR, a_comment())
    with stage.reply(0) as reply:
        assert [s.kind for s in reply.standings] == [SILENT, COMMENTS]
        then, now = reply.standing_known_at(before), reply.standing_known_at(stage.clock())
        assert then is not None
        assert now is not None
        assert (then.kind, then.true_at) == (SILENT, DEADLINE)
        assert (now.kind, now.true_at, now.known_at) == (COMMENTS, DEADLINE - HOUR, stage.clock())
    must_be_well(stage)


def test_a_paper_received_at_the_deadline_is_late_and_changes_nothing_by_itself(stage: Stage) -> None:
    a_closed_round_with_a_silent_unit(stage)
    paper(stage, 0, DEADLINE, a_comment())
    assert standings(stage, 0) == [SILENT]
    with stage.look() as (_, round_):
        assert len(round_.replies[0].late_letters) == 1
        assert comments_of(round_) == []
    use_late(stage, 0)
    with stage.look() as (_, round_):
        assert rules.standing_of(round_.replies[0]) is SILENT
        assert len(comments_of(round_)) == 1


def test_a_fax_while_the_unit_is_still_writing_takes_the_work_off_its_desks(stage: Stage) -> None:
    a_round(stage, units=1)
    unit = stage.unit(0)
    unit.receive()
    unit.write([])
    paper(stage, 0, stage.clock(), a_comment(), channel=LetterChannel.FAX)
    assert where(stage) == [Where.ACCEPTED]
    assert steps(stage, 0) == set()
    with refused(AlreadyDone):
        unit.sign()
    with stage.reply(0) as reply:
        assert [letter.void for letter in reply.letters] == [VoidKind.SUPERSEDED, None]


def test_a_paper_replaces_what_was_submitted_online_and_still_waits_for_its_check(stage: Stage) -> None:
    a_round(stage, units=1)
    answer(stage, 0, a_comment())
    stage.clock.pass_(hours=1)
    paper(stage, 0, stage.clock())
    assert standing(stage, 0) is StandingKind.NO_OBJECTION
    with stage.reply(0) as reply:
        assert [letter.is_complete for letter in reply.letters] == [False, True]


def test_of_a_fax_and_a_later_letter_the_letter_counts_however_late_the_fax_is_registered(stage: Stage) -> None:
    a_round(stage, units=1)
    stage.unit(0).receive()
    faxed = stage.clock() + MINUTE
    stage.clock.pass_(hours=5)
    answer_again(stage, 0, a_comment())
    with refused(Stale, "其后于2026年11月20日（星期五）14:00又报送了回函，以最后报送的为准.*原件附卷"):
        paper(stage, 0, faxed)
    accept(stage, 0)
    with refused(Stale, "以最后报送的为准"):
        paper(stage, 0, faxed)
    paper(stage, 0, faxed + MINUTE, is_sealed=False)  # what does not count anyway is registered for the record
    assert standings(stage, 0) == [COMMENTS]
    must_be_well(stage)


def test_of_two_papers_registered_in_the_wrong_order_the_later_one_counts(stage: Stage) -> None:
    a_closed_round_with_a_silent_unit(stage)
    paper(stage, 0, DEADLINE - HOUR, a_comment())
    with refused(Stale, "以最后报送的为准"):
        paper(stage, 0, DEADLINE - 2 * HOUR)
    assert standings(stage, 0) == [SILENT, COMMENTS]


@pytest.mark.parametrize("ticked_as_another_version", [False, True])
def test_a_paper_from_before_a_correction_counts_and_the_unit_is_asked_to_confirm(
    stage: Stage, ticked_as_another_version: bool
) -> None:
    a_round(stage, units=1)
    stage.unit(0).receive()
    received = stage.clock() + MINUTE
    stage.clock.pass_(hours=1)
    replace(stage)
    stage.clock.pass_(hours=1)
    paper(stage, 0, received, a_comment(), is_current_version=not ticked_as_another_version)
    assert standings(stage, 0) == [COMMENTS]
    assert steps(stage, 0) == {"write"}
    with stage.reply(0) as reply:
        (letter,) = reply.letters
        assert letter.draft.version == 1
        assert [said.clause.draft.version for said in letter.comments if said.clause] == [1]
        assert [said.clause.draft.version for said in reply.written if said.clause] == [2]
        assert reply.needs_reconfirmation
    to_the_deadline(stage)
    assert standings(stage, 0) == [COMMENTS], "until the unit confirms, what it said stands"
    must_be_well(stage)


@pytest.mark.parametrize("missing", ["is_signed", "is_sealed", "is_current_version"])
def test_a_defective_fax_does_not_count_and_the_unit_is_told(stage: Stage, missing: str) -> None:
    a_round(stage, units=1)
    stage.unit(0).receive()
    paper(stage, 0, stage.clock(), a_comment(), channel=LetterChannel.FAX, **{missing: False})
    assert where(stage) == [Where.CORRECTING]
    assert steps(stage, 0) == {"write"}
    with stage.look() as (_, round_):
        assert "correction" in [paper.kind for paper in round_.papers]
    to_the_deadline(stage)
    assert standing(stage, 0) is SILENT


def test_a_defective_fax_of_a_unit_that_never_came_in_proves_that_it_was_reached(stage: Stage) -> None:
    a_round(stage, units=2)
    received = stage.clock()
    stage.clock.pass_(hours=3)
    paper(stage, 0, received, channel=LetterChannel.FAX, is_sealed=False)
    with stage.reply(0) as reply:
        [proof] = reply.proofs
        assert (proof.channel, proof.at, proof.recorded_at) == (Channel.FAX, received, stage.clock())
        assert proof.result == "收到该单位的传真来文，可以证明通知已经送达"
    to_the_deadline(stage)
    assert [standing(stage, number) for number in (0, 1)] == [SILENT, StandingKind.UNDELIVERED]


def test_a_defective_paper_from_before_the_deadline_that_is_registered_later_changes_undelivered_to_silent(
    stage: Stage,
) -> None:
    a_round(stage, units=1)
    to_the_deadline(stage, DAY)
    assert standing(stage, 0) is StandingKind.UNDELIVERED
    paper(stage, 0, DEADLINE, is_sealed=False)  # too late: it proves nothing about the time before
    assert standing(stage, 0) is StandingKind.UNDELIVERED
    paper(stage, 0, DEADLINE - MINUTE, is_sealed=False)
    assert standings(stage, 0) == [StandingKind.UNDELIVERED, SILENT]
    must_be_well(stage)


def test_a_paper_that_counts_is_proof_too_and_where_there_was_one_none_is_added(stage: Stage) -> None:
    a_round(stage, units=2)
    stage.unit(1).receive()
    stage.clock.pass_(hours=1)
    for number in (0, 1):
        paper(stage, number, stage.clock())
        with stage.reply(number) as reply:
            assert [proof.channel for proof in reply.proofs] == [(Channel.PAPER, Channel.SYSTEM)[number]]


def told_to_correct(stage: Stage) -> list[str]:
    with stage.look() as (desk, _):
        return list(desk.session.scalars(select(Notice.body).where(Notice.kind == "correction").order_by(Notice.id)))


def test_whoever_must_correct_hears_of_it_with_the_reasons_and_until_when(stage: Stage) -> None:
    a_round(stage, units=2)
    answer(stage, 0, a_comment())
    reject(stage, 0)
    paper(stage, 1, stage.clock(), is_signed=False)
    for body, reason in zip(told_to_correct(stage), ("盖", "签"), strict=True):
        assert body.startswith("回函退回补正：")
        assert reason in body
        assert body.endswith("请于2026年11月27日（星期五）16:00前重新报送。")


def test_after_the_deadline_or_beside_a_valid_reply_there_is_nothing_to_send_again(stage: Stage) -> None:
    a_round(stage, units=2)
    answer(stage, 0, a_comment())
    answer(stage, 1)
    paper(stage, 1, stage.clock(), is_signed=False)
    to_the_deadline(stage)
    reject(stage, 0)
    beside, late = told_to_correct(stage)
    assert beside.endswith("另一份有效回函不受影响，仍以其为准。")
    assert late.endswith("截止时间已过，这份回函不计入，按逾期登记。")


def test_a_defective_fax_does_not_get_in_the_way_of_the_letter_under_way(stage: Stage) -> None:
    a_round(stage, units=1)
    unit = stage.unit(0)
    unit.receive()
    unit.write([a_comment()])
    stage.clock.pass_(hours=1)
    paper(stage, 0, stage.clock(), is_sealed=False)
    assert where(stage) == [Where.AWAITING_SIGNATURE]
    unit.sign()
    paper(stage, 0, stage.clock() - MINUTE, is_sealed=False)
    unit.seal()
    paper(stage, 0, stage.clock() - 2 * MINUTE, is_signed=False)
    accept(stage, 0)
    assert where(stage) == [Where.ACCEPTED]
    assert steps(stage, 0) == set()
    to_the_deadline(stage)
    assert standings(stage, 0) == [COMMENTS]


def test_a_corrected_paper_after_a_defective_one_counts(stage: Stage) -> None:
    a_round(stage, units=1)
    paper(stage, 0, stage.clock(), is_signed=False)
    paper(stage, 0, stage.clock())
    assert standing(stage, 0) is StandingKind.NO_OBJECTION


def test_the_same_paper_is_registered_once(stage: Stage) -> None:
    a_round(stage, units=1)
    received = stage.clock()
    paper(stage, 0, received)
    with refused(AlreadyDone, "已经登记"):
        paper(stage, 0, received)
    assert standings(stage, 0) == [StandingKind.NO_OBJECTION]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"received_at": DEADLINE + DAY}, "received_at"),
        ({"received_at": START - DAY, "paper_date": (START - DAY).date()}, "received_at"),
        ({"paper_date": DEADLINE.date()}, "paper_date"),
        ({"signer_name": " "}, "signer_name"),
        ({"channel": LetterChannel.ONLINE}, "channel"),
    ],
)
def test_what_cannot_be_is_named_beside_its_field(stage: Stage, wrong: dict[str, object], field: str) -> None:
    a_round(stage, units=1)
    with refused(Incomplete) as refusal:
        paper(stage, 0, stage.clock(), **wrong)
    assert set(refusal.value.fields) == {field}


def test_a_paper_needs_its_scan(stage: Stage) -> None:
    a_round(stage, units=1)
    with refused(Incomplete, "扫描件"), stage.as_office() as (desk, round_):
        registering.register_paper(desk, round_.replies[0], a_paper(stage.clock()), None)


def test_before_the_sweep_a_late_paper_waits_for_the_closing(stage: Stage) -> None:
    a_round(stage, units=1)
    reached(stage, 0, stage.clock())
    stage.clock.move_to(DEADLINE + MINUTE)
    with refused(Stale, "稍后"):
        paper(stage, 0, DEADLINE + MINUTE)
    stage.pass_until(DEADLINE + MINUTE)
    paper(stage, 0, DEADLINE + MINUTE)
    must_be_well(stage)


def test_a_paper_that_comes_while_the_head_confirms_must_be_decided_first(stage: Stage) -> None:
    a_closed_round_with_a_silent_unit(stage)
    propose(stage)
    send_decisions(stage)
    paper(stage, 0, DEADLINE - HOUR, a_comment())
    with refused(Stale, "退回经办人"):
        confirm(stage)


def test_a_paper_cannot_slip_its_comments_behind_confirmed_decisions(stage: Stage) -> None:
    a_closed_round_with_a_silent_unit(stage, units=2)
    propose(stage)
    send_decisions(stage)
    confirm(stage)
    with refused(Stale, "负责人确认"):
        paper(stage, 0, DEADLINE - HOUR, a_comment())
    paper(stage, 1, DEADLINE - HOUR)  # a written 无意见 changes no decision
    release(stage)
    conclude(stage)
    archive(stage)
    assert standings(stage, 1) == [SILENT, StandingKind.NO_OBJECTION]


def test_a_late_letter_takes_what_lies_ready_and_is_sent_once(stage: Stage) -> None:
    a_round(stage, units=2)
    for number in (0, 1):
        stage.unit(number).receive()
    stage.unit(0).write([a_comment()])
    to_the_deadline(stage)
    with stage.unit(0)._at_desk(PostKind.CLERK) as (desk, reply):
        answering.send_late(desk, reply)
    with refused(AlreadyDone), stage.unit(0)._at_desk(PostKind.CLERK) as (desk, reply):
        answering.send_late(desk, reply)
    with refused(Incomplete, "还没有填写意见"), stage.unit(1)._at_desk(PostKind.CLERK) as (desk, reply):
        answering.send_late(desk, reply)
    assert standings(stage, 0) == [SILENT]
    with stage.reply(0) as reply:
        assert [letter.late for letter in reply.letters] == [True]
    must_be_well(stage)


def test_a_late_letter_must_be_decided_upon_before_the_head_sees_anything(stage: Stage) -> None:
    a_closed_round_with_a_silent_unit(stage)
    paper(stage, 0, DEADLINE + MINUTE, a_comment())
    propose(stage)
    with refused(Incomplete, "逾期来文"):
        send_decisions(stage)
    use_late(stage, 0, use=False)
    send_decisions(stage)


def test_after_the_deadline_a_returned_letter_leaves_the_unit_silent(stage: Stage) -> None:
    a_round(stage, units=1)
    answer(stage, 0, a_comment())
    to_the_deadline(stage, HOUR)
    assert standings(stage, 0) == []
    reject(stage, 0)
    assert standings(stage, 0) == [SILENT]
    assert steps(stage, 0) == set()
    must_be_well(stage)
