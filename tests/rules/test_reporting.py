"""The first hours (条例第9条 to 12): one hour, two hours, how far up, whom else, which six items."""

from datetime import datetime, timedelta

import pytest

from workflow.accident.rules.grading import Grade
from workflow.accident.rules.reporting import (
    MUNICIPAL_LEVELS,
    Body,
    ReportItem,
    bodies_to_inform,
    duration_in_words,
    level_report,
    levels_to_report,
    missing_items,
    unit_report,
)
from workflow.clock import beijing
from workflow.errors import Incomplete

LEARNED = beijing(2017, 12, 1, 4, 10)
NIGHT = beijing(2017, 12, 1, 23, 30)


@pytest.mark.parametrize(
    ("why", "reported", "late"),
    [
        ("after a quarter of an hour", beijing(2017, 12, 1, 4, 25), timedelta(0)),
        ("on the minute", beijing(2017, 12, 1, 5, 10), timedelta(0)),
        ("a second later", beijing(2017, 12, 1, 5, 10, 1), timedelta(seconds=1)),
        ("eighty minutes late", beijing(2017, 12, 1, 6, 30), timedelta(minutes=80)),
        ("the next day", beijing(2017, 12, 2, 5, 10), timedelta(days=1)),
    ],
)
def test_the_unit_reports_within_an_hour(why: str, reported: datetime, late: timedelta) -> None:
    clock = unit_report(LEARNED, reported)
    assert clock.late_by(now=beijing(2018, 1, 1)) == late, "what has been reported does not get later"
    assert clock.is_late(beijing(2018, 1, 1)) == bool(late)


def test_what_is_not_reported_gets_later_by_the_minute() -> None:
    clock = unit_report(LEARNED, None)
    assert [clock.late_by(beijing(2017, 12, 1, hour)) for hour in (5, 6)] == [timedelta(0), timedelta(minutes=50)]


def test_each_level_passes_it_on_within_two_hours_across_midnight() -> None:
    clock = level_report(NIGHT, beijing(2017, 12, 2, 1, 45))
    assert (clock.due, clock.late_by(NIGHT)) == (beijing(2017, 12, 2, 1, 30), timedelta(minutes=15))


def test_a_late_report_says_by_how_much_and_by_which_article() -> None:
    words = unit_report(LEARNED, beijing(2017, 12, 1, 6, 30)).in_words(NIGHT)
    assert words == "事故发生单位报告：应于2017年12月1日（星期五）05:10前报告，迟报1小时20分（条例第9条）"
    assert "已按时报告（条例第11条）" in level_report(LEARNED, LEARNED).in_words(NIGHT)
    assert "尚未到期" in level_report(NIGHT, None).in_words(NIGHT)


def test_a_report_before_anybody_knew_is_refused() -> None:
    with pytest.raises(Incomplete, match=r"单位报告时间.*早于单位负责人接报时间"):
        unit_report(LEARNED, LEARNED - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0分"), (1, "1分"), (60, "1分"), (61, "2分"), (3600, "1小时"), (90_000, "1天1小时"), (86_460, "1天1分")],
)
def test_a_begun_minute_counts(seconds: int, words: str) -> None:
    assert duration_in_words(timedelta(seconds=seconds)) == words


@pytest.mark.parametrize(
    ("grade", "levels", "in_a_municipality"),
    [
        (Grade.ORDINARY, ["设区的市级"], ["省级"]),
        (Grade.LARGER, ["设区的市级", "省级"], ["省级"]),
        (Grade.MAJOR, ["设区的市级", "省级", "国务院有关部门"], ["省级", "国务院有关部门"]),
        (Grade.EXTREME, ["设区的市级", "省级", "国务院有关部门"], ["省级", "国务院有关部门"]),
    ],
)
def test_the_more_serious_the_higher_it_is_reported(
    grade: Grade, levels: list[str], in_a_municipality: list[str]
) -> None:
    assert [level.value for level in levels_to_report(grade)] == levels
    assert [level.value for level in levels_to_report(grade, MUNICIPAL_LEVELS)] == in_a_municipality


def test_four_bodies_are_informed_and_ticked_off() -> None:
    assert [body.value for body in bodies_to_inform()] == ["公安机关", "劳动保障行政部门", "工会", "人民检察院"]
    assert bodies_to_inform([Body.UNION, Body.POLICE]) == (Body.LABOUR, Body.PROCURATORATE)
    assert bodies_to_inform(Body) == ()


def test_a_first_report_has_six_items_and_an_empty_one_is_missing() -> None:
    full = dict.fromkeys(ReportItem, "无")
    assert (len(ReportItem), missing_items(full)) == (6, ())
    assert missing_items(full | {ReportItem.COURSE: "  \n"}) == (ReportItem.COURSE,)
    assert missing_items({}) == tuple(ReportItem)
