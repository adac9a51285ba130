"""The rehearsal must come true: what was planned is compared with the lines of the journal."""

from datetime import timedelta

from sqlalchemy import delete, text, update

from tests.makers import DEADLINE, START, Stage, a_round
from workflow.clock import beijing
from workflow.consultation.actions import drafting, running
from workflow.consultation.audit import audit, matches
from workflow.consultation.model import PlannedEvent, PlannedKind
from workflow.consultation.rehearsal import by_calendar
from workflow.journal import JournalLine
from workflow.people import PostKind


def test_a_round_that_ran_by_itself_happened_as_rehearsed(stage: Stage) -> None:
    stage.begin(units=3)
    with stage.look() as (desk, round_):
        promised = [
            (line.due, line.kind, line.units) for line in by_calendar(drafting.rehearsal(desk, round_), desk.calendar)
        ]
    stage.issue()
    stage.pass_until(DEADLINE + timedelta(minutes=1))
    assert promised == [
        (START, PlannedKind.DELIVER, 3),
        (beijing(2026, 11, 25, 9), PlannedKind.REMIND, 0),
        (beijing(2026, 11, 26, 9), PlannedKind.REMIND, 0),
        (DEADLINE, PlannedKind.CLOSE, 0),
    ]
    with stage.look() as (desk, round_):
        lines = audit(desk, round_)
        assert len(lines) == 6
        assert all(line.happened_at == line.due for line in lines)
        assert matches(lines, desk.now)


def test_what_lies_ahead_is_not_missing_yet(stage: Stage) -> None:
    a_round(stage, units=2)
    with stage.look() as (desk, round_):
        lines = audit(desk, round_)
        assert [line.happened_at is None for line in lines] == [False, False, True, True, True]
        assert matches(lines, desk.now)
        assert not matches(lines, DEADLINE)


def test_the_journal_decides_not_the_marks_on_the_plan(stage: Stage) -> None:
    a_round(stage, units=2)
    with stage.office.desk() as desk:
        desk.session.execute(text("drop trigger keep_journal_line_delete"))  # who does so is found: tests/evidence
        desk.session.execute(
            delete(JournalLine).where(JournalLine.verb == "deliver", JournalLine.unit_id == stage.units[0])
        )
    with stage.look() as (desk, round_):
        assert all(event.done_at for event in round_.plan if event.kind is PlannedKind.DELIVER)
        assert not matches(audit(desk, round_), desk.now)


def test_what_nobody_planned_is_found_too(stage: Stage) -> None:
    a_round(stage, units=1)
    with stage.as_office() as (desk, round_):
        reply = round_.replies[0]
        desk.note("deliver", reply, unit_id=reply.unit_id, due=round_.issued_at)
    with stage.look() as (desk, round_):
        lines = audit(desk, round_)
        assert [line.kind for line in lines if not line.was_planned] == [PlannedKind.DELIVER]
        assert not matches(lines, desk.now)


def test_an_extension_moves_the_plan_and_the_audit_follows(stage: Stage) -> None:
    a_round(stage, units=2)
    stage.pass_until(beijing(2026, 11, 25, 10))
    later = beijing(2026, 12, 1, 16)
    with stage.as_office(PostKind.LEADER) as (desk, round_):
        running.extend(desk, round_, later, "个别单位需要研究")
    stage.pass_until(later + timedelta(minutes=1))
    with stage.look() as (desk, round_):
        lines = audit(desk, round_)
        reminders = [line.due for line in lines if line.kind is PlannedKind.REMIND]
        assert reminders == [beijing(2026, 11, 25, 9), beijing(2026, 11, 27, 9), beijing(2026, 11, 30, 9)]
        assert matches(lines, desk.now)


def test_a_reminder_slept_through_is_missing(stage: Stage) -> None:
    a_round(stage, units=1)
    with stage.office.desk() as desk:
        desk.session.execute(
            update(PlannedEvent).where(PlannedEvent.kind == PlannedKind.REMIND).values(dropped_at=DEADLINE)
        )
    with stage.look() as (desk, round_):
        assert not matches(audit(desk, round_), DEADLINE)
