"""What follows a due day: reminders, 催办, 督办, 约谈, 通报 — by the office's pace, and not for what is closed."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from tests.accident.followed import Followed, closed_case
from tests.makers import Stage
from workflow.accident.model import Escalation
from workflow.accident.pace import choose_pace, pace_of
from workflow.accident.rules.escalation import Pace, planned
from workflow.clock import beijing
from workflow.errors import Incomplete
from workflow.journal import lines_about
from workflow.notices import Notice

USUAL = [
    ("measure_due_soon", beijing(2018, 8, 24, 9)),  # 7 days before
    ("measure_due_soon", beijing(2018, 8, 30, 9)),  # the day before
    ("measure_reminded", beijing(2018, 9, 1, 9)),  # the due day itself still counts
    ("measure_supervised", beijing(2018, 9, 7, 9)),
    ("measure_summoned", beijing(2018, 9, 15, 9)),
    ("measure_reprimanded", beijing(2018, 9, 30, 9)),
]
STEPS = [  # by then -> the step that has been reached
    (beijing(2018, 8, 31, 23, 59), None),
    (beijing(2018, 9, 1, 9), Escalation.REMINDED),
    (beijing(2018, 9, 7, 8, 59), Escalation.REMINDED),
    (beijing(2018, 9, 7, 9), Escalation.SUPERVISED),
    (beijing(2018, 9, 15, 9), Escalation.SUMMONED),
    (beijing(2018, 9, 30, 9), Escalation.REPRIMANDED),
]


def test_the_usual_pace() -> None:
    assert [(one.kind, one.due) for one in planned("第1项", date(2018, 8, 31), Pace())] == USUAL


def test_a_pace_of_the_office() -> None:
    own = planned("第1项", date(2018, 2, 28), Pace(before=(0,), late=(2, 3, 4, 5)))
    assert [one.due.day for one in own] == [28 - 0, 2, 3, 4, 5]
    assert "今日到期" in own[0].says


@pytest.mark.parametrize("late", [(0, 1, 2, 3), (1, 1, 2, 3), (7, 1, 15, 30), (1, 7, 15)])
def test_a_pace_that_does_not_climb_is_refused(late: tuple[int, ...]) -> None:
    with pytest.raises(Incomplete, match="依次增大"):
        Pace(late=late)


def test_a_reminder_before_the_day_counts_backwards() -> None:
    with pytest.raises(Incomplete, match="不能为负数"):
        Pace(before=(-1,))


@pytest.mark.parametrize(("moment", "step"), STEPS)
def test_a_late_measure_climbs_step_by_step(stage: Stage, moment: datetime, step: Escalation | None) -> None:
    case = closed_case(stage)
    case.until(moment)
    with case.measure() as (_, measure):
        assert measure.escalation is step


def _told(case: Followed, kind: str) -> set[str]:
    """The short names of the units that were told by then in the words of that step."""
    with case.measure() as (desk, measure):
        notices = desk.session.scalars(select(Notice).where(Notice.subject == measure.subject))
        return {notice.unit.short_name for notice in notices if kind in notice.body}


def test_each_step_tells_more_people_and_stands_in_the_journal_with_its_day(stage: Stage) -> None:
    case = closed_case(stage)
    case.until(beijing(2018, 10, 1))
    with case.measure() as (desk, measure):
        own = measure.unit.short_name if measure.unit else ""
        raised = [(line.details["kind"], line.due) for line in lines_about(desk.session, measure.subject) if line.due]
    assert raised == USUAL
    assert _told(case, "还有7天") == {own}
    assert _told(case, "催办") == {own, "区安委会办公室"}
    assert _told(case, "通报") == {own, "区安委会办公室", "区政府"}


def test_a_closed_measure_is_left_in_peace(stage: Stage) -> None:
    case = closed_case(stage)
    case.do_all()
    case.until(beijing(2018, 10, 1))
    with case.measure() as (_, measure):
        assert measure.escalation is None
        assert all(alarm.dropped_at for alarm in measure.alarms)


def test_what_waits_for_the_office_does_not_climb(stage: Stage) -> None:
    case = closed_case(stage)
    case.accept()
    case.carry_out()
    case.sign_off()
    case.until(beijing(2018, 9, 10))
    with case.measure() as (_, measure):
        assert measure.escalation is None
    case.inspect(passed=False)
    case.until(beijing(2018, 9, 15, 9))
    with case.measure() as (_, measure):
        assert measure.escalation is Escalation.SUMMONED, "the next step comes on its day"


def test_the_office_sets_its_own_pace(stage: Stage) -> None:
    case = closed_case(stage)
    with case.office() as (desk, accident):
        choose_pace(desk, accident.lead_unit, "10，3", "2,4,6,8")
        assert pace_of(desk.session) == Pace((10, 3), (2, 4, 6, 8))
        with pytest.raises(Incomplete, match="不是天数"):
            choose_pace(desk, accident.lead_unit, "三天", "2,4,6,8")
        with pytest.raises(Incomplete, match="依次增大"):
            choose_pace(desk, accident.lead_unit, "3", "4,2,6,8")
