"""The plan of a case as a table: what is still to be done, which clocks run, and what the system will say."""

from dataclasses import replace
from datetime import date

import pytest

from workflow.accident.rules.alarms import AlarmKind, Watched, planned
from workflow.accident.rules.clocks import all_clocks
from workflow.accident.rules.facts import Facts
from workflow.accident.rules.grading import Grade
from workflow.accident.rules.pauses import Pause
from workflow.clock import beijing

NOTHING = Watched(None, None, False, False, False, False, False)
OCCURRED = Facts(occurred=date(2017, 12, 1))
SUBMITTED = replace(OCCURRED, submitted=date(2018, 1, 30))
APPROVED = replace(SUBMITTED, approved=date(2018, 2, 14))
WARN = (15, 7, 1)

TABLE = [
    ("a unit has an hour", OCCURRED, {"unit_reports": beijing(2017, 12, 1, 10)}, ["unit_report_late 2017-12-01 10:00"]),
    ("we have two", OCCURRED, {"we_report_up": beijing(2017, 12, 1, 12)}, ["report_up_late 2017-12-01 12:00"]),
    ("five days for a team", OCCURRED, {"team_forms": True}, ["no_team 2017-12-07 00:00"]),
    (
        "sixty days for the report", OCCURRED, {"report_comes": True},
        ["report_soon 2018-01-15 09:00", "report_soon 2018-01-23 09:00", "report_soon 2018-01-29 09:00",
         "report_overdue 2018-01-31 00:00"],
    ),
    (
        "extended", replace(OCCURRED, extension_days=60), {"report_comes": True},
        ["report_soon 2018-03-16 09:00", "report_soon 2018-03-24 09:00", "report_soon 2018-03-30 09:00",
         "report_overdue 2018-04-01 00:00"],
    ),
    ("standing still", replace(OCCURRED, appraisals=(Pause(date(2017, 12, 10)),)), {"report_comes": True}, []),
    (
        "fifteen days for the approval", SUBMITTED, {"approval_comes": True},
        ["approval_soon 2018-01-30 09:00", "approval_soon 2018-02-07 09:00", "approval_soon 2018-02-13 09:00",
         "approval_overdue 2018-02-15 00:00"],
    ),
    (
        "thirty for the most serious class", replace(SUBMITTED, grade=Grade.EXTREME), {"approval_comes": True},
        ["approval_soon 2018-02-14 09:00", "approval_soon 2018-02-22 09:00", "approval_soon 2018-02-28 09:00",
         "approval_overdue 2018-03-02 00:00"],
    ),
    (
        "twenty working days to publish", APPROVED, {"publication_comes": True},
        ["publish_soon 2018-03-05 09:00", "publish_soon 2018-03-13 09:00", "publish_soon 2018-03-19 09:00",
         "publish_overdue 2018-03-21 00:00"],
    ),
    ("ten months to the evaluation", APPROVED, {"evaluation_begins": True}, ["evaluation_opens 2018-12-14 00:00"]),
    (
        "each day of a penalty once", APPROVED, {"penalties": (date(2018, 5, 1), date(2018, 4, 1), date(2018, 5, 1))},
        ["penalty_late 2018-04-02 00:00", "penalty_late 2018-05-02 00:00"],
    ),
    ("nothing to approve before it came", OCCURRED, {"approval_comes": True, "publication_comes": True}, []),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "watched", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_what_is_still_to_be_done_is_watched(facts: Facts, watched: dict[str, object], expected: list[str]) -> None:
    ahead = planned(replace(NOTHING, **watched), all_clocks(facts), WARN)  # type: ignore[arg-type]
    said = [one for one in ahead if one.kind != AlarmKind.SUPPLEMENT_CLOSED]
    assert [f"{one.kind} {one.due:%Y-%m-%d %H:%M}" for one in said] == expected


def test_what_is_done_is_not_watched_but_the_window_closes_anyway() -> None:
    assert [one.kind for one in planned(NOTHING, all_clocks(APPROVED), WARN)] == [AlarmKind.SUPPLEMENT_CLOSED]


def test_only_warnings_are_worthless_when_missed() -> None:
    everything = Watched(
        beijing(2017, 12, 1, 10), beijing(2017, 12, 1, 12), True, True, True, True, True, (date(2018, 4, 1),)
    )
    ahead = planned(everything, all_clocks(APPROVED), WARN)
    assert {one.kind for one in ahead if one.is_warning} == {
        AlarmKind.REPORT_SOON, AlarmKind.APPROVAL_SOON, AlarmKind.PUBLISH_SOON,
    }  # fmt: skip
    assert {one.kind for one in ahead} == set(AlarmKind)


def test_a_warning_says_how_many_days_are_left() -> None:
    first = planned(replace(NOTHING, report_comes=True), all_clocks(OCCURRED), (7,))[1]
    assert first.says == "提交事故调查报告期限为2018年1月30日，还有7天。"
