"""退回、撤回、补正: who may send a letter back, until when, and what counts in the end."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.makers import DEADLINE, Stage, a_round
from tests.process.telling import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    a_comment,
    accept,
    answer,
    answer_again,
    must_be_well,
    refused,
    reject,
    standing,
    standings,
    steps,
    to_the_deadline,
    where,
)
from workflow.consultation.actions import answering, checking
from workflow.consultation.model import Reply, StandingKind, VoidKind
from workflow.consultation.model import Stage as Where
from workflow.demo.stage import UnitActs
from workflow.engine import inbox
from workflow.errors import AlreadyDone, Incomplete, NotYours, Stale, TooLate
from workflow.journal import JournalLine
from workflow.people import Officer, Post, PostKind, Substitution

WITHOUT_KEEPER = 4  # every fifth unit of the demonstration district


def test_the_leader_returns_with_a_reason_and_the_words_lie_open_again(stage: Stage) -> None:
    a_round(stage, units=1)
    unit = stage.unit(0)
    unit.receive()
    unit.write([a_comment()])
    with refused(Incomplete, "退回理由"):
        unit.return_("  ")
    unit.return_("请写明完成时限")
    assert where(stage) == [Where.WRITING]
    assert steps(stage, 0) == {"write"}
    with stage.reply(0) as reply:
        assert [comment.proposed for comment in reply.written] == ["改为每月更新一次"]
        assert (reply.letters[0].void, reply.letters[0].void_reason) == (VoidKind.RETURNED_BY_LEADER, "请写明完成时限")
    unit.send_for_signing()
    unit.sign_and_seal()
    assert where(stage) == [Where.SUBMITTED]
    with stage.reply(0) as reply:
        assert [letter.number for letter in reply.letters if letter.is_complete] == [2]


def test_the_seal_keeper_returns_what_he_does_not_seal(stage: Stage) -> None:
    a_round(stage, units=1)
    unit = stage.unit(0)
    unit.receive()
    unit.write([])
    unit.sign()
    with unit._at_desk(PostKind.SEAL_KEEPER) as (desk, reply):
        answering.return_unsealed(desk, reply, "签批意见不完整")
    assert steps(stage, 0) == {"write"}
    with refused(AlreadyDone):
        unit.seal()
    must_be_well(stage)


def test_in_a_unit_without_a_seal_keeper_the_leader_signs_and_seals_in_one_step(stage: Stage) -> None:
    a_round(stage, units=5)
    unit = stage.unit(WITHOUT_KEEPER)
    unit.receive()
    unit.write([])
    unit.sign()
    assert where(stage)[WITHOUT_KEEPER] is Where.SUBMITTED
    with stage.reply(WITHOUT_KEEPER) as reply:
        letter = reply.letters[0]
        assert letter.signed_by_id == letter.sealed_by_id
        assert None not in (letter.signed_at, letter.sealed_at, letter.submitted_at)


def the_keeper_leaves(stage: Stage, number: int, *kinds: PostKind) -> None:
    """Yesterday was his last day."""
    unit_id = stage.unit(number).unit_id
    with stage.office.desk() as desk:
        for kind in kinds or (PostKind.SEAL_KEEPER,):
            for post in desk.session.scalars(select(Post).where(Post.unit_id == unit_id, Post.kind == kind)):
                post.until = desk.today - timedelta(days=1)


def signed(stage: Stage) -> UnitActs:
    a_round(stage, units=1)
    unit = stage.unit(0)
    unit.receive()
    unit.write([a_comment()])
    unit.sign()
    return unit


def test_when_the_last_keeper_has_gone_the_leader_seals_what_he_signed(stage: Stage) -> None:
    unit = signed(stage)
    the_keeper_leaves(stage, 0)
    with unit._at_desk(PostKind.LEADER) as (desk, reply):
        answering.seal(desk, reply)
    assert where(stage) == [Where.SUBMITTED]
    with stage.reply(0) as reply:
        letter = reply.letters[0]
        assert letter.sealed_by_id == letter.signed_by_id
        signer = letter.signed_by_id
    assert who_sealed(stage) == (signer, None, PostKind.LEADER)
    accept(stage, 0)
    to_the_deadline(stage)
    assert standing(stage, 0) is StandingKind.WITH_COMMENTS


def test_whoever_stands_in_for_the_leader_seals_on_his_behalf(stage: Stage) -> None:
    unit = signed(stage)
    the_keeper_leaves(stage, 0)
    leader = entrust(stage, unit.unit_id, PostKind.LEADER, to="02jb")
    with stage.office.desk(officer_id(stage, "02jb")) as desk:
        answering.seal(desk, desk.session.get_one(Reply, unit.reply_id))
    assert who_sealed(stage) == (officer_id(stage, "02jb"), leader, PostKind.LEADER)


def test_while_a_keeper_is_there_sealing_is_not_the_leaders(stage: Stage) -> None:
    unit = signed(stage)
    with refused(NotYours), unit._at_desk(PostKind.LEADER) as (desk, reply):
        answering.seal(desk, reply)
    the_keeper_leaves(stage, 0)
    with refused(NotYours), unit._at_desk(PostKind.CLERK) as (desk, reply):
        answering.seal(desk, reply)


def test_a_letter_that_the_leader_does_not_seal_is_returned_by_the_leader(stage: Stage) -> None:
    unit = signed(stage)
    the_keeper_leaves(stage, 0)
    with unit._at_desk(PostKind.LEADER) as (desk, reply):
        answering.return_unsealed(desk, reply, "内容有误")
    assert steps(stage, 0) == {"write"}
    with stage.reply(0) as reply:
        assert reply.letters[0].void is VoidKind.RETURNED_BY_LEADER


def test_what_waits_for_a_seal_lies_with_the_leader_until_there_is_a_keeper_again(stage: Stage) -> None:
    unit = signed(stage)

    def on_the_leaders_desk() -> set[str]:
        with unit._at_desk(PostKind.LEADER) as (desk, _):
            return {task.step for task in inbox.waiting(desk, desk.engine, desk.duties)}

    assert on_the_leaders_desk() == set()
    the_keeper_leaves(stage, 0)
    assert on_the_leaders_desk() == {"用印"}
    with stage.office.desk() as desk:
        keeper = desk.session.get_one(Officer, officer_id(stage, "02yz"))
        desk.session.add(Post(officer=keeper, unit_id=unit.unit_id, kind=PostKind.SEAL_KEEPER, since=desk.today))
    assert on_the_leaders_desk() == set()


def entrust(stage: Stage, unit_id: int, kind: PostKind, to: str) -> int:
    """For today; returns whose post it is."""
    with stage.office.desk() as desk:
        post = desk.session.scalars(select(Post).where(Post.unit_id == unit_id, Post.kind == kind)).one()
        day, substitute = desk.today, officer_id(stage, to)
        desk.session.add(
            Substitution(
                post=post, substitute_id=substitute, since=day, until=day, reason="出差", made_at=desk.now,
                made_by_id=post.officer_id,
            )
        )  # fmt: skip
        return post.officer_id


def officer_id(stage: Stage, login: str) -> int:
    with stage.look() as (desk, _):
        return desk.session.scalars(select(Officer.id).where(Officer.login == login)).one()


def who_sealed(stage: Stage) -> tuple[int | None, int | None, str | None]:
    """Who, on whose behalf, in which post."""
    with stage.look() as (desk, _):
        line = desk.session.scalars(select(JournalLine).where(JournalLine.verb == "seal")).one()
        return line.officer_id, line.on_behalf_of_id, line.post


def test_only_signed_letters_can_be_sealed(stage: Stage) -> None:
    a_round(stage, units=1)
    unit = stage.unit(0)
    unit.receive()
    unit.write([])
    with refused(AlreadyDone), unit._at_desk(PostKind.SEAL_KEEPER) as (desk, reply):
        answering.seal(desk, reply)
    with refused(Stale, "签字"), unit._at_desk(PostKind.SEAL_KEEPER) as (desk, reply):
        reply.letters[0].seal(desk.officer, desk.now)


def test_a_unit_withdraws_and_submits_again_and_the_last_reply_counts(stage: Stage) -> None:
    a_round(stage, units=1)
    answer(stage, 0)
    accept(stage, 0)
    stage.unit(0).withdraw()
    assert where(stage) == [Where.WRITING]
    answer_again(stage, 0, a_comment())
    accept(stage, 0)
    to_the_deadline(stage)
    assert standings(stage, 0) == [StandingKind.NO_OBJECTION, StandingKind.OPEN, StandingKind.WITH_COMMENTS]
    with stage.reply(0) as reply:
        assert [letter.is_complete for letter in reply.letters] == [False, True]


def test_a_unit_that_withdraws_and_never_submits_again_is_silent(stage: Stage) -> None:
    a_round(stage, units=1)
    answer(stage, 0, a_comment())
    stage.clock.move_to(DEADLINE - SECOND)
    stage.unit(0).withdraw()
    to_the_deadline(stage)
    assert standing(stage, 0) is StandingKind.SILENT
    with stage.reply(0) as reply:
        assert reply.valid_letter is None
    must_be_well(stage)


def test_nothing_can_be_withdrawn_at_the_deadline(stage: Stage) -> None:
    a_round(stage, units=1)
    answer(stage, 0)
    stage.clock.move_to(DEADLINE)
    with refused(TooLate, "按期有效"):
        stage.unit(0).withdraw()
    with stage.reply(0) as reply:
        assert reply.valid_letter is not None


def test_what_was_withdrawn_cannot_be_withdrawn_again(stage: Stage) -> None:
    a_round(stage, units=1)
    answer(stage, 0)
    stage.unit(0).withdraw()
    with refused(AlreadyDone, "撤回"):
        stage.unit(0).withdraw()


def test_a_letter_returned_in_time_can_be_corrected(stage: Stage) -> None:
    a_round(stage, units=1)
    answer(stage, 0)
    stage.clock.move_to(DEADLINE - HOUR)
    reject(stage, 0, "unsealed")
    assert where(stage) == [Where.CORRECTING]
    assert steps(stage, 0) == {"write"}
    answer_again(stage, 0)
    to_the_deadline(stage)
    accept(stage, 0)
    assert standings(stage, 0) == [StandingKind.NO_OBJECTION]


def test_a_letter_returned_in_time_and_never_corrected_leaves_the_unit_silent(stage: Stage) -> None:
    a_round(stage, units=1)
    answer(stage, 0)
    reject(stage, 0)
    to_the_deadline(stage)
    assert standings(stage, 0) == [StandingKind.SILENT]


def test_a_letter_submitted_in_time_is_accepted_days_later_and_true_since_its_receipt(stage: Stage) -> None:
    a_round(stage, units=1)
    answer(stage, 0)
    submitted = stage.clock()
    to_the_deadline(stage, 3 * DAY)
    accept(stage, 0)
    with stage.reply(0) as reply:
        assert reply.standing is not None
        assert (reply.standing.true_at, reply.standing.known_at) == (submitted, DEADLINE + 3 * DAY)


def test_returning_needs_a_reason_the_unit_can_act_upon(stage: Stage) -> None:
    a_round(stage, units=1)
    answer(stage, 0)
    with refused(Incomplete, "补正"), stage.as_office() as (desk, round_):
        checking.reject(desk, round_.replies[0], ["other"])


@pytest.mark.parametrize("step", ["check", "settled"])
def test_a_unit_can_withdraw_before_and_after_the_check(stage: Stage, step: str) -> None:
    a_round(stage, units=1)
    answer(stage, 0)
    if step == "settled":
        accept(stage, 0)
    stage.unit(0).withdraw()
    assert steps(stage, 0) == {"write"}
    with refused(AlreadyDone):
        accept(stage, 0)
    must_be_well(stage)


def test_after_the_deadline_no_letter_goes_back_to_the_clerk(stage: Stage) -> None:
    a_round(stage, units=1)
    unit = stage.unit(0)
    unit.receive()
    unit.write([])
    stage.pass_until(DEADLINE + MINUTE)
    with refused(TooLate, "逾期来文"):
        unit.return_("请修改")
