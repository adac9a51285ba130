"""预演: every thing the system is going to do and when — reckoned in working days, nothing before the issue."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.clock import at_time, beijing, day_of
from workflow.consultation.model import PlannedKind
from workflow.consultation.rules import rehearse, reminders
from workflow.workdays import Calendar

CALENDAR = Calendar()
ISSUED, DEADLINE = beijing(2017, 11, 21, 10), beijing(2017, 11, 28, 16)  # a Tuesday and the next


def days(*remind_days: int, issued: datetime = ISSUED, deadline: datetime = DEADLINE) -> list[date]:
    return [day_of(planned.due) for planned in reminders(issued, deadline, remind_days, CALENDAR)]


def test_each_unit_is_reached_then_reminded_then_the_round_closes() -> None:
    plan = rehearse(ISSUED, DEADLINE, [2, 1], [7, 8], CALENDAR)
    assert [(p.kind, p.due, p.unit_id) for p in plan] == [
        (PlannedKind.DELIVER, ISSUED, 7),
        (PlannedKind.DELIVER, ISSUED, 8),
        (PlannedKind.REMIND, beijing(2017, 11, 24, 9), None),
        (PlannedKind.REMIND, beijing(2017, 11, 27, 9), None),
        (PlannedKind.CLOSE, DEADLINE, None),
    ]


def test_a_weekend_does_not_count() -> None:
    assert days(1, deadline=beijing(2017, 11, 27, 16)) == [date(2017, 11, 24)]


def test_a_weekend_that_is_worked_counts() -> None:
    """Saturday 30 September 2017 was worked in exchange for the holidays."""
    assert days(1, deadline=beijing(2017, 10, 9, 16), issued=beijing(2017, 9, 20, 9)) == [date(2017, 9, 30)]


def test_zero_is_the_day_itself_and_a_day_already_past_is_left_out() -> None:
    assert days(0, 5, 30) == [date(2017, 11, 28)]


def test_a_deadline_before_nine_is_not_reminded_of_on_its_own_day() -> None:
    assert days(0, deadline=beijing(2017, 11, 28, 9)) == []


@pytest.mark.parametrize("twice", [(1, 1), (2, 1, 2)])
def test_two_wishes_for_the_same_day_are_one_reminder(twice: tuple[int, ...]) -> None:
    assert len(days(*twice)) == len(set(twice))


moments = st.builds(at_time, st.dates(date(2010, 1, 1), date(2030, 1, 1)), st.times())


@given(issued=moments, length=st.integers(1, 60), wishes=st.lists(st.integers(0, 30), max_size=5))
def test_reminders_lie_between_issue_and_deadline_in_order_on_days_that_are_worked(
    issued: datetime, length: int, wishes: list[int]
) -> None:
    deadline = issued + timedelta(days=length)
    planned = [p.due for p in reminders(issued, deadline, wishes, CALENDAR)]
    assert planned == sorted(set(planned))
    assert all(issued < due < deadline for due in planned)
    assert all(CALENDAR.is_workday(day_of(due)) for due in planned if day_of(due) != day_of(deadline))
