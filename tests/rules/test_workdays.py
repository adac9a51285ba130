"""Working days: the arrangements of past years, exceptions entered by hand, and a year nobody has arranged yet."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.workdays import PROVISIONAL, Calendar

CALENDAR = Calendar()
NEW_YEAR_2027 = date(2027, 1, 1)


def days(*ranges):
    """days("1.1-1.3", "2.14") -> (month, day) pairs."""
    for text in ranges:
        first, _, last = text.partition("-")
        day, end = (date(2000, *map(int, part.split("."))) for part in (first, last or first))
        while day <= end:
            yield day.month, day.day
            day += timedelta(days=1)


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(2017, *each) for each in days("1.22", "2.4", "4.1", "5.27", "9.30")]
    + [(2026, *each) for each in days("1.4", "2.14", "2.28", "5.9", "9.20", "10.10")],
)
def test_a_weekend_worked_in_exchange_is_a_working_day(year, month, day):
    assert date(year, month, day).weekday() >= 5
    assert CALENDAR.is_workday(date(year, month, day))
    assert CALENDAR.describe(date(year, month, day)).endswith("（调休上班）")


@pytest.mark.parametrize(
    ("month", "day"),
    list(days("1.1-1.3", "2.15-2.23", "4.4-4.6", "5.1-5.5", "6.19-6.21", "9.25-9.27", "10.1-10.7")),
)
def test_the_thirty_three_days_off_of_2026(month, day):
    assert not CALENDAR.is_workday(date(2026, month, day))


def test_2026_has_no_other_exceptions():
    year = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    assert sum(CALENDAR.is_workday(day) != (day.weekday() < 5) for day in year if day.weekday() < 5) == 19
    assert sum(CALENDAR.is_workday(day) for day in year if day.weekday() >= 5) == 6


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2017, 11, 28), "星期二"),
        (date(2017, 9, 30), "星期六（调休上班）"),
        (date(2026, 10, 1), "国庆节假期"),
        (date(2026, 9, 26), "中秋节假期"),
        (date(2017, 11, 25), "休息日"),
        (date(2027, 1, 1), "元旦假期"),
    ],
)
def test_a_day_is_described_as_a_clerk_would(day, words):
    assert CALENDAR.describe(day) == words


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        (date(2017, 11, 28), 0, date(2017, 11, 28)),
        (date(2017, 11, 28), 2, date(2017, 11, 24)),  # over a weekend
        (date(2017, 10, 9), 1, date(2017, 9, 30)),  # over National Day to a Saturday that was worked
        (date(2026, 2, 24), 3, date(2026, 2, 12)),  # over Spring Festival, Saturday 14 February was worked
    ],
)
def test_counting_back(start, n, end):
    assert CALENDAR.workdays_before(start, n) == end


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        (date(2017, 11, 24), 2, date(2017, 11, 28)),
        (date(2017, 9, 29), 2, date(2017, 10, 9)),
        (date(2018, 2, 14), 20, date(2018, 3, 20)),  # 政府信息公开条例第二十六条: twenty working days
        (date(2026, 12, 31), 1, date(2027, 1, 4)),  # 1 January 2027 is a Friday off by law
    ],
)
def test_counting_forward(start, n, end):
    assert CALENDAR.workdays_after(start, n) == end


def test_the_first_day_is_not_counted_and_the_last_is():
    assert CALENDAR.workdays_between(date(2017, 11, 24), date(2017, 11, 28)) == 2
    assert CALENDAR.workdays_between(date(2017, 11, 28), date(2017, 11, 28)) == 0
    assert CALENDAR.workdays_between(date(2017, 11, 28), date(2017, 11, 24)) == 0


def test_a_year_not_arranged_yet_is_reckoned_and_says_so():
    assert not CALENDAR.known(2027)
    assert CALENDAR.note(date(2027, 2, 28)) == PROVISIONAL
    assert CALENDAR.is_workday(date(2027, 1, 4))
    assert not CALENDAR.is_workday(NEW_YEAR_2027)
    assert CALENDAR.note(date(2026, 12, 31)) == ""
    assert CALENDAR.note(date(2003, 6, 2)) == ""


def test_what_the_administrator_enters_wins():
    entered = Calendar({date(2026, 11, 24): False, date(2026, 11, 28): True, NEW_YEAR_2027: True})
    assert not entered.is_workday(date(2026, 11, 24))
    assert entered.describe(date(2026, 11, 24)) == "休息日"
    assert entered.describe(date(2026, 11, 28)) == "星期六（调休上班）"
    assert entered.is_workday(NEW_YEAR_2027)
    assert CALENDAR.is_workday(date(2026, 11, 24))


def test_a_year_is_known_once_its_national_day_is_entered():
    assert not Calendar({date(2027, 2, 6): False}).known(2027)
    arranged = Calendar({date(2027, 10, day): False for day in range(1, 8)})
    assert arranged.known(2027)
    assert arranged.note(date(2027, 3, 1)) == ""


def test_a_negative_number_of_days_is_a_mistake_of_the_program():
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.workdays_after(date(2026, 1, 5), -1)


@given(st.dates(date(2003, 1, 1), date(2040, 12, 31)), st.integers(1, 60))
def test_counting_forward_and_back_agree(day, n):
    later = CALENDAR.workdays_after(day, n)
    assert CALENDAR.is_workday(later)
    assert CALENDAR.workdays_between(day, later) == n
    if CALENDAR.is_workday(day):
        assert CALENDAR.workdays_before(later, n) == day
