"""延期和更正: what is changed while units are at work reaches all of them, and nothing said before is lost."""

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
    a_corrected_draft,
    accept,
    answer,
    answer_again,
    as_office,
    extend,
    journal,
    must_be_well,
    refused,
    reject,
    replace,
    standings,
    steps,
    to_the_deadline,
    where,
)
from workflow.clock import beijing
from workflow.consultation import audit
from workflow.consultation.actions import answering, running, writing
from workflow.consultation.actions.wishes import Wish
from workflow.consultation.model import PlannedKind, Round, StandingKind
from workflow.consultation.model import Stage as Where
from workflow.engine.rows import moments
from workflow.errors import AlreadyDone, Incomplete, Stale, TooLate, Unreadable
from workflow.notices import Notice
from workflow.people import PostKind

LATER = beijing(2026, 12, 2, 16)  # a Wednesday


def all_deadlines(stage: Stage) -> set[object]:
    with stage.look() as (desk, _):
        return set(desk.session.scalars(select(moments.c.due).where(moments.c.name == "deadline")))


def test_an_extension_before_the_old_deadline_moves_every_moment_and_reaches_all(stage: Stage) -> None:
    a_round(stage, units=3)
    answer(stage, 0)
    stage.pass_until(DEADLINE - HOUR)
    extend(stage, LATER)
    assert all_deadlines(stage) == {LATER}
    with stage.look() as (desk, round_):
        told = desk.session.scalars(select(Notice.unit_id).where(Notice.kind == "extension")).all()
        assert sorted(told) == sorted(reply.unit_id for reply in round_.replies)
        assert "extension" in [paper.kind for paper in round_.papers]
        assert round_.extensions[0].old_deadline == DEADLINE
    must_be_well(stage)


def test_after_an_extension_the_old_deadline_passes_and_nothing_happens(stage: Stage) -> None:
    a_round(stage, units=2)
    stage.unit(1).receive()
    extend(stage, LATER)
    stage.pass_until(DEADLINE + HOUR)
    assert where(stage) == [Where.ISSUED, Where.WRITING]
    answer(stage, 0)
    stage.pass_until(LATER)
    assert where(stage) == [Where.SUBMITTED, Where.SILENT]
    with stage.look() as (_, round_):
        assert round_.closed_at == LATER


def test_a_reply_withdrawn_after_an_extension_runs_to_the_new_deadline(stage: Stage) -> None:
    a_round(stage, units=1)
    answer(stage, 0)
    extend(stage, LATER)
    stage.unit(0).withdraw()
    assert all_deadlines(stage) == {LATER}


def test_reminders_are_planned_anew(stage: Stage) -> None:
    a_round(stage, units=1, remind_days=[1])
    extend(stage, LATER)
    with stage.look() as (_, round_):
        kinds = (PlannedKind.REMIND, PlannedKind.CLOSE)
        pending = [(e.kind, e.due) for e in round_.plan if e.is_pending]
        assert pending == [(kinds[0], beijing(2026, 12, 1, 9)), (kinds[1], LATER)]
    stage.pass_until(LATER)
    assert journal(stage).count("remind") == 1
    with stage.look() as (desk, round_):
        assert audit.matches(audit.audit(desk, round_), desk.now)


@pytest.mark.parametrize("late", [timedelta(0), SECOND])
def test_at_the_deadline_it_is_too_late_to_extend_whether_swept_or_not(stage: Stage, late: timedelta) -> None:
    a_round(stage, units=1)
    stage.clock.move_to(DEADLINE + late)
    with refused(TooLate, "原截止时间之前"):
        extend(stage, LATER)
    stage.pass_until(DEADLINE + late)
    with refused(TooLate):
        extend(stage, LATER)


def test_the_sweep_was_quicker_than_the_extension(stage: Stage) -> None:
    """Taken in a second before the deadline, but units have already been registered as overdue."""
    a_round(stage, units=1)
    to_the_deadline(stage)
    with stage.look() as (_, round_):
        head = round_.lead_unit.holders(PostKind.LEADER, DEADLINE.date())[0].id
    with stage.office.desk(head, now=DEADLINE - SECOND) as desk:
        round_ = desk.session.get_one(Round, stage.round_id)
        with refused(TooLate):
            running.extend(desk, round_, LATER, "理由")


def test_an_extension_is_later_to_the_minute_and_has_a_reason(stage: Stage) -> None:
    a_round(stage, units=1)
    with refused(Incomplete, "晚于原截止时间"):
        extend(stage, DEADLINE + timedelta(seconds=30))
    with refused(Incomplete, "理由"):
        extend(stage, LATER, reason=" ")
    extend(stage, LATER)
    with refused(Incomplete, "晚于原截止时间"):
        extend(stage, LATER)  # a second click


# -- a corrected draft


def test_units_that_have_replied_are_asked_again_and_their_earlier_reply_stands_until_then(stage: Stage) -> None:
    a_round(stage, units=3)
    answer(stage, 0, a_comment())
    accept(stage, 0)
    stage.unit(1).receive()
    replace(stage)
    assert steps(stage, 0) == {"write"}
    assert steps(stage, 1) == {"write"}
    assert steps(stage, 2) == {"receive"}
    with stage.reply(0) as reply:
        assert reply.needs_reconfirmation
        assert reply.valid_letter is not None
    to_the_deadline(stage)
    assert standings(stage, 0) == [StandingKind.WITH_COMMENTS]
    must_be_well(stage)


def test_a_unit_that_reconfirms_is_known_by_its_new_reply(stage: Stage) -> None:
    a_round(stage, units=1)
    answer(stage, 0, a_comment())
    accept(stage, 0)
    replace(stage)
    with stage.unit(0)._at_desk(PostKind.CLERK) as (desk, reply):
        writing.declare_no_objection(desk, reply)
        answering.send_for_signing(desk, reply)
    stage.unit(0).sign_and_seal()
    accept(stage, 0)
    to_the_deadline(stage)
    assert standings(stage, 0) == [StandingKind.WITH_COMMENTS, StandingKind.NO_OBJECTION]
    with stage.reply(0) as reply:
        assert not reply.needs_reconfirmation
        assert [letter.is_complete for letter in reply.letters] == [False, True]


def test_a_reply_that_waits_for_its_check_is_checked_first_and_asked_again_then(stage: Stage) -> None:
    a_round(stage, units=1)
    answer(stage, 0, a_comment())
    stage.clock.pass_(minutes=1)
    replace(stage)
    assert steps(stage, 0) == {"check"}
    stage.clock.pass_(minutes=1)
    accept(stage, 0)
    assert steps(stage, 0) == {"write"}
    to_the_deadline(stage)
    assert standings(stage, 0) == [StandingKind.WITH_COMMENTS]
    must_be_well(stage)


def submitted_about_the_old_draft(stage: Stage) -> None:
    """The letter lay with the leader when the draft was corrected, and went out all the same."""
    a_round(stage, units=1)
    unit = stage.unit(0)
    unit.receive()
    unit.write([a_comment()])
    replace(stage)
    stage.clock.pass_(minutes=1)
    unit.sign_and_seal()


def test_a_reply_sent_about_a_draft_that_had_been_corrected_is_not_accepted(stage: Stage) -> None:
    submitted_about_the_old_draft(stage)
    with refused(Stale, "针对第1稿.*更正为第2稿.*退回补正.*重新报送"):
        accept(stage, 0)
    reject(stage, 0, "wrong_version")
    answer_again(stage, 0, a_comment())
    accept(stage, 0)
    to_the_deadline(stage)
    assert standings(stage, 0) == [StandingKind.WITH_COMMENTS]
    must_be_well(stage)


def test_after_the_deadline_such_a_reply_leaves_the_unit_overdue_and_nothing_is_stuck(stage: Stage) -> None:
    submitted_about_the_old_draft(stage)
    to_the_deadline(stage)
    with refused(Stale, "登记为逾期"):
        accept(stage, 0)
    reject(stage, 0, "wrong_version")
    assert standings(stage, 0) == [StandingKind.SILENT]
    assert steps(stage, 0) == set()
    must_be_well(stage)


def test_a_second_reply_about_a_draft_corrected_twice_is_returned_and_the_first_one_stands(stage: Stage) -> None:
    a_round(stage, units=1)
    answer(stage, 0, a_comment())
    accept(stage, 0)
    replace(stage)
    unit = stage.unit(0)
    unit.send_for_signing()
    replace(stage, a_corrected_draft(new="百分之十八"))
    stage.clock.pass_(minutes=1)
    unit.sign_and_seal()
    with refused(Stale, "针对第2稿.*更正为第3稿"):
        accept(stage, 0)
    reject(stage, 0, "wrong_version")
    to_the_deadline(stage)
    assert standings(stage, 0) == [StandingKind.WITH_COMMENTS]
    must_be_well(stage)


def test_unchecked_at_the_deadline_a_reply_to_the_old_draft_can_still_be_accepted(stage: Stage) -> None:
    a_round(stage, units=1)
    answer(stage, 0, a_comment())
    replace(stage)
    to_the_deadline(stage, DAY)
    accept(stage, 0)
    assert steps(stage, 0) == set()
    assert standings(stage, 0) == [StandingKind.WITH_COMMENTS]


def test_a_second_reply_returned_too_late_leaves_the_first_one_standing(stage: Stage) -> None:
    a_round(stage, units=1)
    answer(stage, 0, a_comment())
    accept(stage, 0)
    replace(stage)
    answer_again(stage, 0, a_comment(6))
    to_the_deadline(stage)
    reject(stage, 0)
    assert standings(stage, 0) == [StandingKind.WITH_COMMENTS]
    with stage.reply(0) as reply:
        assert [letter.is_complete for letter in reply.letters] == [True, False]
    must_be_well(stage)


def test_while_the_first_reply_stands_it_need_not_be_withdrawn(stage: Stage) -> None:
    a_round(stage, units=1)
    answer(stage, 0)
    accept(stage, 0)
    replace(stage)
    with refused(Stale, "暂时有效"):
        stage.unit(0).withdraw()


def test_what_is_being_typed_follows_its_clause_into_the_new_draft(stage: Stage) -> None:
    a_round(stage, units=1)
    unit = stage.unit(0)
    unit.receive()
    with unit._at_desk(PostKind.CLERK) as (desk, reply):
        clause = reply.round.current_draft.clauses[2]
        writing.save_comment(desk, reply, None, Wish(clause, "百分之十五", "百分之十", "稳妥"))
    replace(stage)
    with stage.reply(0) as reply:
        comment = reply.written[0]
        assert comment.clause is not None
        assert (comment.clause.draft_id, comment.clause.position) == (reply.round.current_draft.id, 2)
        assert comment.proposed == "百分之十"


def test_a_comment_on_a_clause_of_the_old_draft_is_refused(stage: Stage) -> None:
    a_round(stage, units=1)
    unit = stage.unit(0)
    unit.receive()
    replace(stage)
    with refused(Stale, "旧稿"), unit._at_desk(PostKind.CLERK) as (desk, reply):
        writing.save_comment(desk, reply, None, Wish(reply.round.drafts[0].clauses[0], "", "改", ""))


def test_a_replacement_says_what_changed_and_is_made_once(stage: Stage) -> None:
    a_round(stage, units=1)
    data = a_corrected_draft()
    with refused(Incomplete, "更正了什么"):
        as_office(stage, running.replace_draft, data, "更正稿.docx", " ")
    with refused(Unreadable):
        replace(stage, b"no Word file")
    replace(stage, data)
    with refused(AlreadyDone, "没有变化"):
        replace(stage, data)
    with stage.look() as (_, round_):
        assert [draft.version for draft in round_.drafts] == [1, 2]
        assert [paper.kind for paper in round_.papers].count("replacement") == 1


def test_after_the_deadline_the_draft_stays_as_it_is(stage: Stage) -> None:
    a_round(stage, units=1)
    stage.clock.move_to(DEADLINE)
    with refused(TooLate):
        replace(stage)
    stage.pass_until(DEADLINE + MINUTE)
    with refused(Stale):
        replace(stage)
