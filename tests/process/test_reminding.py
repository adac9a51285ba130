"""催办: by itself to the silent only, by hand with its result, never for what has passed."""

from sqlalchemy import select

from tests.makers import DEADLINE, Stage, a_round
from tests.process.telling import (
    DAY,
    HOUR,
    MINUTE,
    accept,
    answer,
    as_office,
    journal,
    must_be_well,
    paper,
    refused,
    remind,
)
from workflow.clock import beijing
from workflow.consultation import audit
from workflow.consultation.actions import revoking
from workflow.errors import AlreadyDone, Incomplete, Stale, TooLate
from workflow.journal import JournalLine
from workflow.notices import Notice
from workflow.people import PostKind

WEDNESDAY, THURSDAY = beijing(2026, 11, 25, 9), beijing(2026, 11, 26, 9)  # two and one working days before the deadline


def reminders(stage: Stage) -> list[list[object]]:
    with stage.look() as (_, round_):
        return [[reminder.at for reminder in reply.reminders] for reply in round_.replies]


def test_reminders_go_to_silent_units_only(stage: Stage) -> None:
    a_round(stage, units=4)
    answer(stage, 0)
    answer(stage, 1)
    accept(stage, 1)
    paper(stage, 2, stage.clock())
    stage.pass_until(DEADLINE)
    assert reminders(stage) == [[], [], [], [WEDNESDAY, THURSDAY]]


def test_a_unit_that_withdrew_is_silent_again(stage: Stage) -> None:
    a_round(stage, units=1)
    answer(stage, 0)
    stage.pass_until(WEDNESDAY)
    stage.unit(0).withdraw()
    stage.pass_until(THURSDAY)
    assert reminders(stage) == [[THURSDAY]]


def test_reminders_keep_to_working_days(stage: Stage) -> None:
    """Five working days before Friday the 27th is Friday the 20th, which has begun; the weekend does not count."""
    a_round(stage, units=1, remind_days=[5, 4, 0])
    stage.pass_until(DEADLINE)
    assert reminders(stage) == [[beijing(2026, 11, 23, 9), beijing(2026, 11, 27, 9)]]


def test_after_a_downtime_each_silent_unit_is_reminded_once(stage: Stage) -> None:
    a_round(stage, units=2)
    back = THURSDAY + HOUR
    stage.clock.move_to(back)
    stage.pass_until(back)
    assert reminders(stage) == [[back], [back]]
    assert journal(stage).count("remind") == 2  # both announced moments are accounted for
    must_be_well(stage)


def test_nobody_is_reminded_of_a_deadline_that_passed_during_a_downtime(stage: Stage) -> None:
    a_round(stage, units=1)
    stage.clock.move_to(DEADLINE + HOUR)
    stage.pass_until(DEADLINE + HOUR)
    assert reminders(stage) == [[]]
    assert journal(stage)[-4:] == ["miss_reminder", "miss_reminder", "close_silent", "close"]
    with stage.look() as (desk, round_):
        missed = [line for line in audit.audit(desk, round_) if not line.agrees(desk.now)]
        assert [line.due for line in missed] == [WEDNESDAY, THURSDAY]
    must_be_well(stage)


def test_by_hand_it_is_recorded_with_channel_and_result_and_a_letter_is_made(stage: Stage) -> None:
    a_round(stage, units=1)
    with refused(Incomplete, "催办情况"):
        remind(stage, 0, result=" ")
    remind(stage, 0)
    with stage.look() as (desk, round_):
        reminder = round_.replies[0].reminders[0]
        assert (reminder.result, reminder.sent_by_id is None, reminder.file_id is None) == ("值班室接听", False, False)
        assert len(desk.session.scalars(select(Notice).where(Notice.kind == "urging")).all()) == 1


def test_a_second_click_is_no_second_call_and_an_hour_later_it_is(stage: Stage) -> None:
    a_round(stage, units=1)
    remind(stage, 0)
    with refused(AlreadyDone):
        remind(stage, 0)
    stage.clock.pass_(hours=1)
    remind(stage, 0)
    assert len(reminders(stage)[0]) == 2


def test_who_has_answered_is_left_in_peace(stage: Stage) -> None:
    a_round(stage, units=1)
    answer(stage, 0)
    with refused(Stale, "不必催办"):
        remind(stage, 0)


def test_after_the_deadline_there_is_nothing_to_remind_of(stage: Stage) -> None:
    a_round(stage, units=1)
    stage.clock.move_to(DEADLINE + MINUTE)
    with refused(TooLate):
        remind(stage, 0)
    stage.pass_until(DEADLINE + DAY)
    with refused(Stale):
        remind(stage, 0)


def test_a_reminder_that_goes_out_in_the_transaction_of_the_head_is_not_his(stage: Stage) -> None:
    """What fell due and nobody has swept yet happens before what he does, and stays the system's."""
    a_round(stage, units=1)
    stage.clock.move_to(WEDNESDAY + MINUTE)
    as_office(stage, revoking.revoke, "上级文件已作调整", kind=PostKind.LEADER)
    with stage.look() as (desk, round_):
        [reminder], [notice] = round_.replies[0].reminders, desk.session.query(Notice).filter_by(kind="reminder")
        lines = {line.verb: line.officer_id for line in desk.session.query(JournalLine)}
        assert (reminder.at, reminder.sent_by_id, notice.sent_at) == (WEDNESDAY + MINUTE, None, WEDNESDAY + MINUTE)
        assert lines["remind"] is None
        assert lines["revoke"] is not None
