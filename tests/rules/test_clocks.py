"""The statutory clocks, every date worked out by hand: 条例第13条, 27, 29, 32, the publication, the evaluation.

A line reads: what is special about it, the facts, the last day that is in time. An appraisal is 「委托日:结论日」.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.accident.rules import clocks
from workflow.accident.rules.clocks import BY_SETTING, Clock, all_clocks, supplement_must_be_open
from workflow.accident.rules.facts import Facts, Settings, must_be_an_approval_extension, must_be_an_extension
from workflow.accident.rules.grading import Grade
from workflow.accident.rules.pauses import Pause, united
from workflow.clock import beijing
from workflow.errors import Incomplete, Refusal, TooLate
from workflow.workdays import PROVISIONAL

DECEMBER = "2017-12-01"  # + 60 days is 2018-01-30: 30 days of December, 30 of January


def day(text: str) -> date:
    return date.fromisoformat(text)


def appraisals(text: str) -> tuple[Pause, ...]:
    """appraisals("2017-12-10:2018-01-04 2018-02-01:"): a closed one and an open one."""
    return tuple(Pause(day(start), day(end) if end else None) for start, end in (a.split(":") for a in text.split()))


def due(clock: Clock | None) -> str | None:
    assert clock
    return clock.due.isoformat() if clock.due else None


# -- the report: 条例第29条 and 27

CHAIN = "2018-01-25:2018-02-04 2018-02-09:2018-02-14 2018-02-15:2018-03-01"
THREE = "2020-02-01:2020-02-11 2020-02-08:2020-02-18 2020-03-01:2020-03-04"
REPORT = [
    # what is special, occurred, extension, appraisals, due
    ("60 days across the new year", DECEMBER, 0, "", "2018-01-30"),
    ("the longest extension", DECEMBER, 60, "", "2018-03-31"),
    ("25 days of appraisal", DECEMBER, 0, "2017-12-10:2018-01-04", "2018-02-24"),
    ("extension and appraisal add up", DECEMBER, 60, "2017-12-10:2018-01-04", "2018-04-25"),
    ("leap year: 30 + 29 + 1", "2024-01-01", 0, "", "2024-03-01"),
    ("common year: 30 + 28 + 2", "2023-01-01", 0, "", "2023-03-02"),
    ("from the leap day: 31 + 29", "2024-02-29", 0, "", "2024-04-29"),
    ("onto the leap day: 31 + 29", "2023-12-31", 0, "", "2024-02-29"),
    ("from the last day of a year: 31 + 28 + 1", "2024-12-31", 0, "", "2025-03-01"),
    ("two months of 31 days: 30 + 30", "2017-07-01", 0, "", "2017-08-30"),
    ("New Year's Day is not shifted", "2026-11-02", 0, "", "2027-01-01"),
    ("National Day is not shifted", "2025-08-02", 0, "", "2025-10-01"),
    ("the shortest extension", DECEMBER, 1, "", "2018-01-31"),
    ("extension over the whole of February: 1 + 28 + 1", DECEMBER, 30, "", "2018-03-01"),
    ("120 days in a leap year", "2024-01-01", 60, "", "2024-04-30"),
    ("appraisal of one day", DECEMBER, 0, "2017-12-10:2017-12-11", "2018-01-31"),
    ("commissioned and concluded on one day: nothing", DECEMBER, 0, "2017-12-10:2017-12-10", "2018-01-30"),
    ("commissioned on the day of the accident", DECEMBER, 0, "2017-12-01:2017-12-11", "2018-02-09"),
    ("across the end: all 31 days", DECEMBER, 0, "2018-01-20:2018-02-20", "2018-03-02"),
    ("commissioned on the last day", DECEMBER, 0, "2018-01-30:2018-02-09", "2018-02-09"),
    ("commissioned a day too late revives nothing", DECEMBER, 0, "2018-01-31:2018-02-20", "2018-01-30"),
    ("open: stands still", DECEMBER, 0, "2017-12-10:", None),
    ("open since the last day: stands still", DECEMBER, 0, "2018-01-30:", None),
    ("open since the day after: too late", DECEMBER, 0, "2018-01-31:", "2018-01-30"),
    ("two apart: 5 + 10", DECEMBER, 0, "2017-12-10:2017-12-15 2017-12-20:2017-12-30", "2018-02-14"),
    ("the same two, told the other way round", DECEMBER, 0, "2017-12-20:2017-12-30 2017-12-10:2017-12-15", "2018-02-14"),
    ("two that overlap: 10 to 30 once", DECEMBER, 0, "2017-12-10:2017-12-20 2017-12-15:2017-12-30", "2018-02-19"),
    ("one inside the other", DECEMBER, 0, "2017-12-10:2017-12-30 2017-12-15:2017-12-20", "2018-02-19"),
    ("one begins when the other ends", DECEMBER, 0, "2017-12-10:2017-12-20 2017-12-20:2017-12-30", "2018-02-19"),
    ("two at the very same time", DECEMBER, 0, "2017-12-10:2017-12-20 2017-12-10:2017-12-20", "2018-02-09"),
    ("in the time won by the first", DECEMBER, 0, "2017-12-10:2018-01-04 2018-02-10:2018-02-20", "2018-03-06"),
    ("on the last day won by the first", DECEMBER, 0, "2017-12-10:2018-01-04 2018-02-24:2018-03-01", "2018-03-01"),
    ("after the time won by the first", DECEMBER, 0, "2017-12-10:2018-01-04 2018-02-25:2018-03-10", "2018-02-24"),
    ("only the extension keeps it alive", DECEMBER, 60, "2018-02-20:2018-03-02", "2018-04-10"),
    ("the same without the extension", DECEMBER, 0, "2018-02-20:2018-03-02", "2018-01-30"),
    ("one closed, one open", DECEMBER, 0, "2017-12-10:2017-12-20 2017-12-25:", None),
    ("one closed inside an open one", DECEMBER, 0, "2017-12-10: 2017-12-15:2017-12-20", None),
    ("open only after the time won", DECEMBER, 0, "2017-12-10:2017-12-20 2018-02-10:", "2018-02-09"),
    ("a chain that breaks at the third", DECEMBER, 0, CHAIN, "2018-02-14"),
    ("an appraisal of a whole year", DECEMBER, 0, "2017-12-10:2018-12-10", "2019-01-30"),
    ("appraisal over a leap day: 9 + 5", "2024-01-10", 0, "2024-02-20:2024-03-05", "2024-03-24"),
    ("the same dates in a common year: 8 + 5", "2023-01-10", 0, "2023-02-20:2023-03-05", "2023-03-24"),
    ("appraisal over the end of the year: 6 + 8", "2018-11-15", 0, "2018-12-25:2019-01-08", "2019-01-28"),
    ("extension, two overlapping, one apart: 30 + 17 + 3", "2020-01-15", 30, THREE, "2020-05-04"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "occurred", "extension", "pauses", "last"), REPORT, ids=[line[0] for line in REPORT])
def test_the_report_is_due(why: str, occurred: str, extension: int, pauses: str, last: str | None) -> None:
    clock = clocks.report(Facts(day(occurred), extension_days=extension, appraisals=appraisals(pauses)))
    assert due(clock) == last
    assert clock.is_paused == (last is None)


@pytest.mark.parametrize(
    ("extension", "pauses", "arithmetic", "articles"),
    [
        (0, "", "12月1日 + 60日 = 2018年1月30日", ("条例第29条",)),
        (60, "", "12月1日 + 60日 + 延长60日 = 2018年3月31日", ("条例第29条",)),
        (0, "2017-12-10:2018-01-04", "12月1日 + 60日 + 鉴定25日 = 2018年2月24日", ("条例第29条", "条例第27条")),
        (60, "2017-12-10:2018-01-04", "12月1日 + 60日 + 延长60日 + 鉴定25日 = 2018年4月25日", ("条例第29条", "条例第27条")),
        (0, "2017-12-10:", "12月1日 + 60日，鉴定自2017年12月10日起尚无结论，期限暂停计算", ("条例第29条", "条例第27条")),
    ],
)  # fmt: skip
def test_the_arithmetic_is_shown_with_its_articles(
    extension: int, pauses: str, arithmetic: str, articles: tuple[str, ...]
) -> None:
    clock = clocks.report(Facts(day(DECEMBER), extension_days=extension, appraisals=appraisals(pauses)))
    assert (clock.arithmetic, clock.articles) == (arithmetic, articles)


def test_an_appraisal_that_came_too_late_is_named_beside_the_date() -> None:
    clock = clocks.report(Facts(day(DECEMBER), appraisals=appraisals("2018-01-31:2018-02-20")))
    assert clock.note == "2018年1月31日委托的鉴定在期限届满之后，不影响期限。"


# -- casualties supplemented: 条例第13条

SUPPLEMENT = [
    ("30 days", DECEMBER, False, "2017-12-31"),
    ("7 days for road traffic and fire", DECEMBER, True, "2017-12-08"),
    ("over February of a leap year: 29 + 1", "2024-01-31", False, "2024-03-01"),
    ("over February of a common year: 28 + 2", "2023-01-31", False, "2023-03-02"),
    ("7 days over the end of a year", "2017-12-28", True, "2018-01-04"),
    ("7 days over the leap day: 4 + 3", "2024-02-25", True, "2024-03-03"),
    ("7 days over the end of a common February: 3 + 4", "2023-02-25", True, "2023-03-04"),
    ("into a month of 31 days", "2025-04-30", False, "2025-05-30"),
]


@pytest.mark.parametrize(("why", "occurred", "traffic_or_fire", "last"), SUPPLEMENT)
def test_casualties_are_supplemented_until(why: str, occurred: str, traffic_or_fire: bool, last: str) -> None:
    assert due(clocks.supplement(Facts(day(occurred), traffic_or_fire=traffic_or_fire))) == last


def test_casualties_after_the_window_are_refused_with_the_article() -> None:
    facts = Facts(day(DECEMBER))
    supplement_must_be_open(facts, day("2017-12-31"))
    with pytest.raises(TooLate, match=r"2017年12月31日届满（条例第13条）.*请"):
        supplement_must_be_open(facts, day("2018-01-01"))


# -- the approval: 条例第32条

APPROVAL = [
    ("15 days", Grade.ORDINARY, "2018-01-30", 0, "2018-02-14"),
    ("30 days for the most serious class", Grade.EXTREME, "2018-01-30", 0, "2018-03-01"),
    ("put off by the longest time", Grade.EXTREME, "2018-01-30", 30, "2018-03-31"),
    ("put off by the shortest time", Grade.EXTREME, "2018-12-10", 1, "2019-01-10"),
    ("15 days for the second class: 4 + 11", Grade.LARGER, "2018-02-24", 0, "2018-03-11"),
    ("15 days for the third class: 5 + 10", Grade.MAJOR, "2018-04-25", 0, "2018-05-10"),
    ("over the leap day: 9 + 6", Grade.ORDINARY, "2024-02-20", 0, "2024-03-06"),
    ("the same in a common year: 8 + 7", Grade.ORDINARY, "2023-02-20", 0, "2023-03-07"),
    ("a whole leap February: 29 + 1", Grade.EXTREME, "2024-01-31", 0, "2024-03-01"),
    ("over the end of the year: 11 + 4", Grade.ORDINARY, "2018-12-20", 0, "2019-01-04"),
    ("into the National Day holiday: 10 + 5", Grade.ORDINARY, "2025-09-20", 0, "2025-10-05"),
    ("before the class rose", Grade.MAJOR, "2018-06-15", 0, "2018-06-30"),
    ("after the class rose", Grade.EXTREME, "2018-06-15", 0, "2018-07-15"),
]


@pytest.mark.parametrize(("why", "grade", "submitted", "extension", "last"), APPROVAL)
def test_the_approval_is_due(why: str, grade: Grade, submitted: str, extension: int, last: str) -> None:
    facts = Facts(
        day(submitted) - timedelta(60), grade=grade, submitted=day(submitted), approval_extension_days=extension
    )
    assert due(clocks.approval(facts)) == last


# -- 全文公布 (政府信息公开条例第26条), in working days

PUBLICATION = [
    ("over the Spring Festival, with a Saturday worked: 3 + 17", "2018-02-14", "2018-03-20"),
    ("over the Dragon Boat Monday: 4 + 5 + 4 + 5 + 2", "2018-06-04", "2018-07-03"),
    ("a Saturday worked, then eight days off: 6 + 14", "2017-09-22", "2017-10-26"),
    ("four weeks without a holiday", "2026-11-23", "2026-12-21"),
    ("approved on a Saturday", "2018-03-03", "2018-03-30"),
    ("into a year that nobody has arranged: 15 + 5", "2026-12-10", "2027-01-08"),
]


@pytest.mark.parametrize(("why", "approved", "last"), PUBLICATION)
def test_the_report_is_public_by(why: str, approved: str, last: str) -> None:
    clock = clocks.publication(Facts(day(approved), approved=day(approved)))
    assert due(clock) == last
    assert clock
    assert clock.note == (PROVISIONAL if last.startswith("2027") else "")


# -- 评估 (安全生产法第86条, 安委办〔2021〕4号), month ends clamped

EVALUATION = [
    ("no month end", "2018-02-14", "2018-12-14", "2019-02-14"),
    ("approved on the leap day", "2024-02-29", "2024-12-29", "2025-02-28"),
    ("opens at the end of February", "2026-04-30", "2027-02-28", "2027-04-30"),
    ("the last day of a year", "2026-12-31", "2027-10-31", "2027-12-31"),
    ("opens on the leap day, clamped from the 30th", "2023-04-30", "2024-02-29", "2024-04-30"),
    ("opens on the leap day, not clamped", "2023-04-29", "2024-02-29", "2024-04-29"),
    ("clamped from the 29th in a common year", "2022-04-29", "2023-02-28", "2023-04-29"),
    ("31 August to 30 June", "2018-08-31", "2019-06-30", "2019-08-31"),
    ("31 January to 30 November", "2018-01-31", "2018-11-30", "2019-01-31"),
    ("1 March to New Year's Day", "2018-03-01", "2019-01-01", "2019-03-01"),
    ("the end of February stays the 28th in a leap year", "2023-02-28", "2023-12-28", "2024-02-28"),
]


@pytest.mark.parametrize(("why", "approved", "opens", "last"), EVALUATION)
def test_the_evaluation_lies_between(why: str, approved: str, opens: str, last: str) -> None:
    facts = Facts(day("2017-12-01"), approved=day(approved))
    assert (due(clocks.evaluation_opens(facts)), due(clocks.evaluation_due(facts))) == (opens, last)


# -- what no article fixes

SUPERVISED = Facts(day(DECEMBER), supervised=day("2017-12-05"))
EXTENDED = replace(SUPERVISED, supervision_extension_days=30)
EVALUATED = Facts(day(DECEMBER), evaluation_began=day("2018-12-14"))
QUICKER = Facts(day(DECEMBER), approved=day("2018-03-05"), settings=Settings(publish_workdays=10))
BY_THE_OFFICE = [
    ("5 days for a team", "team_due", Facts(day(DECEMBER)), "2017-12-06"),
    ("over the end of February: 2 + 3", "team_due", Facts(day("2018-02-26")), "2018-03-03"),
    ("another setting", "team_due", Facts(day(DECEMBER), settings=Settings(team_days=3)), "2017-12-04"),
    ("60 days of supervision: 26 + 31 + 3", "supervision_due", SUPERVISED, "2018-02-03"),
    ("with 30 days more: 25 + 5", "supervision_due", EXTENDED, "2018-03-05"),
    ("60 days for the evaluation: 17 + 31 + 12", "evaluation_report_due", EVALUATED, "2019-02-12"),
    ("10 working days to publish", "publish_due", QUICKER, "2018-03-19"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "name", "facts", "last"), BY_THE_OFFICE)
def test_what_the_office_sets_quotes_no_article(why: str, name: str, facts: Facts, last: str) -> None:
    clock = all_clocks(facts)[name]
    assert (due(clock), clock.articles) == (last, (BY_SETTING,))


def shifted(occurred: str, approved: str | None = None) -> Facts:
    return Facts(day(occurred), approved=day(approved) if approved else None, settings=Settings(shift_holidays=True))


SHIFTED = [
    ("a Sunday before New Year's Day", "supplement_until", shifted(DECEMBER), "2018-01-02"),
    ("the whole of an eight-day holiday", "report_due", shifted("2025-08-02"), "2025-10-09"),
    ("a Saturday that is worked stays", "supplement_until", shifted("2017-08-31"), "2017-09-30"),
    ("a Tuesday stays", "report_due", shifted(DECEMBER), "2018-01-30"),
    ("what opens on a Sunday opens", "evaluation_opens", shifted(DECEMBER, approved="2018-02-16"), "2018-12-16"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "name", "facts", "last"), SHIFTED)
def test_an_office_may_shift_due_days_to_working_days(why: str, name: str, facts: Facts, last: str) -> None:
    assert due(all_clocks(facts)[name]) == last


def test_a_shifted_day_says_so() -> None:
    clock = clocks.supplement(shifted(DECEMBER))
    assert clock.arithmetic == "12月1日 + 30日 = 2017年12月31日，休息日，顺延至2018年1月2日"
    assert clock.articles == ("条例第13条", BY_SETTING)


# -- moments


def test_the_due_day_itself_is_in_time_and_ends_at_midnight_in_beijing() -> None:
    clock = clocks.report(Facts(day(DECEMBER)))
    assert clock.moment == beijing(2018, 1, 31)
    assert [clock.late_by(day(d)) for d in ("2018-01-29", "2018-01-30", "2018-01-31", "2018-02-28")] == [0, 0, 1, 29]


def test_what_opens_opens_when_its_day_begins() -> None:
    clock = clocks.evaluation_opens(Facts(day(DECEMBER), approved=day("2018-02-14")))
    assert clock
    assert clock.opens == beijing(2018, 12, 14)


def test_fifteen_seven_and_one_days_before_it_is_due_somebody_is_warned() -> None:
    facts = Facts(day(DECEMBER))
    warned = clocks.report(facts).warnings(facts.settings.warning_days)
    assert [d.isoformat() for d in warned] == ["2018-01-15", "2018-01-23", "2018-01-29"]


def test_a_clock_that_stands_still_has_no_moment_no_warning_and_is_never_late() -> None:
    clock = clocks.report(Facts(day(DECEMBER), appraisals=appraisals("2017-12-10:")))
    assert (clock.moment, clock.opens, clock.warnings((15, 7, 1)), clock.late_by(day("2030-01-01"))) == (
        None,
        None,
        (),
        0,
    )


def test_a_clock_that_has_not_begun_is_not_there() -> None:
    assert set(all_clocks(Facts(day(DECEMBER)))) == {"supplement_until", "team_due", "report_due"}


# -- 整改: each measure has a day of its own


def test_a_measure_is_due_on_its_day_or_on_the_day_it_was_put_off_to() -> None:
    until, put_off = day("2018-06-30"), day("2018-08-31")
    assert due(clocks.measure(until)) == "2018-06-30"
    clock = clocks.measure(until, put_off)
    assert (due(clock), clock.arithmetic) == ("2018-08-31", "2018年6月30日，批准延期至2018年8月31日")
    with pytest.raises(Refusal, match="2018年6月30日不晚于原期限2018年6月30日"):
        clocks.measure(until, until)


# -- refusals


@pytest.mark.parametrize("days", [1, 30, 60])
def test_an_extension_up_to_sixty_days_is_possible(days: int) -> None:
    must_be_an_extension(days)


@pytest.mark.parametrize("days", [-1, 0, 61, 365])
def test_any_other_extension_is_refused_with_the_article_and_what_to_do(days: int) -> None:
    with pytest.raises(Refusal, match=rf"不能延长{days}日：条例第29条.*请将延长天数改为1至60日"):
        must_be_an_extension(days)


def test_extensions_are_counted_together() -> None:
    must_be_an_extension(20, already=40)
    with pytest.raises(Refusal, match=r"此前已延长40日.*改为1至20日"):
        must_be_an_extension(21, already=40)
    with pytest.raises(Refusal, match="已延长60日，不能再延长：条例第29条"):
        must_be_an_extension(1, already=60)


@pytest.mark.parametrize("grade", [Grade.ORDINARY, Grade.LARGER, Grade.MAJOR])
def test_only_the_most_serious_class_puts_off_its_approval(grade: Grade) -> None:
    with pytest.raises(Refusal, match=f"{grade}事故的批复期限不能延长：条例第32条"):
        must_be_an_approval_extension(1, grade)


def test_the_approval_is_put_off_by_thirty_days_at_most() -> None:
    must_be_an_approval_extension(30, Grade.EXTREME)
    must_be_an_approval_extension(10, Grade.EXTREME, already=20)
    for days, already, told in [
        (31, 0, "改为1至30日"),
        (0, 0, "改为1至30日"),
        (11, 20, "改为1至10日"),
        (1, 30, "已延满30日"),
    ]:
        with pytest.raises(Refusal, match=f"条例第32条.*{told}"):
            must_be_an_approval_extension(days, Grade.EXTREME, already)


@pytest.mark.parametrize("facts", [{"extension_days": 61}, {"extension_days": -1}, {"approval_extension_days": 5}])
def test_facts_cannot_hold_what_is_refused(facts: dict[str, int]) -> None:
    with pytest.raises(Refusal):
        Facts(day(DECEMBER), **facts)  # type: ignore[arg-type]


CONTRADICTIONS = [
    ({"submitted": day("2017-11-30")}, "报告提交日期2017年11月30日早于事故发生日期2017年12月1日"),
    ({"submitted": day("2018-01-30"), "approved": day("2018-01-29")}, "批复日期2018年1月29日早于报告提交日期"),
    ({"approved": day("2018-02-14"), "evaluation_began": day("2018-02-13")}, "评估启动日期2018年2月13日早于批复日期"),
    ({"appraisals": (Pause(day("2017-11-30")),)}, "鉴定委托日期2017年11月30日早于事故发生日期"),
    ({"approved": day("2217-12-01")}, "批复日期填写的是2217年12月1日，请核对年份"),
]


@pytest.mark.parametrize(("facts", "told"), CONTRADICTIONS)
def test_dates_that_contradict_each_other_are_refused(facts: dict[str, date], told: str) -> None:
    with pytest.raises(Incomplete, match=told):
        Facts(day(DECEMBER), **facts)  # type: ignore[arg-type]


def test_a_conclusion_before_its_commission_is_refused() -> None:
    with pytest.raises(Incomplete, match="鉴定结论日2018年1月3日早于委托日2018年1月4日"):
        Pause(day("2018-01-04"), day("2018-01-03"))


# -- what holds for every case

starts = st.dates(date(2007, 6, 1), date(2035, 12, 31))


@st.composite
def cases(draw: st.DrawFn) -> Facts:
    occurred = draw(starts)
    offsets = st.tuples(st.integers(0, 200), st.integers(0, 60) | st.none())
    pauses = [
        Pause(occurred + timedelta(start), None if length is None else occurred + timedelta(start) + timedelta(length))
        for start, length in draw(st.lists(offsets, max_size=5))
    ]
    return Facts(occurred, appraisals=tuple(pauses), extension_days=draw(st.integers(0, 60)))


def when(facts: Facts) -> date:
    """The due day, far away while the clock stands still."""
    return clocks.report(facts).due or date.max


def with_(facts: Facts, *pauses: Pause) -> Facts:
    return Facts(facts.occurred, appraisals=pauses, extension_days=facts.extension_days)


@given(cases(), st.integers(0, 200), st.integers(0, 60))
def test_one_more_appraisal_never_makes_the_report_due_earlier(facts: Facts, start: int, length: int) -> None:
    begun = facts.occurred + timedelta(start)
    more = with_(facts, *facts.appraisals, Pause(begun, begun + timedelta(length)))
    assert when(more) >= when(facts)


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_in_which_appraisals_are_told_does_not_matter(facts: Facts, random: object) -> None:
    told = list(facts.appraisals)
    random.shuffle(told)  # type: ignore[attr-defined]
    assert when(with_(facts, *told)) == when(facts)


@given(cases())
def test_appraisals_that_share_time_count_less_than_their_sum_and_apart_exactly_it(facts: Facts) -> None:
    closed = [pause for pause in facts.appraisals if not pause.is_open]
    whole = united(closed)
    in_all, once = sum(pause.days for pause in closed), sum(pause.days for pause in whole)
    assert once <= in_all
    # independently: the days that at least one of them covers
    assert once == len({pause.start + timedelta(n) for pause in closed for n in range(pause.days)})


@given(cases(), st.integers(1, 60))
def test_a_longer_extension_never_makes_the_report_due_earlier(facts: Facts, days: int) -> None:
    longer = Facts(facts.occurred, appraisals=facts.appraisals, extension_days=max(days, facts.extension_days))
    assert when(longer) >= when(facts)


@given(cases())
def test_only_an_open_appraisal_makes_the_clock_stand_still(facts: Facts) -> None:
    clock = clocks.report(facts)
    assert clock.is_paused == (clock.due is None)
    assert not clock.is_paused or any(pause.is_open for pause in facts.appraisals)


@given(starts, st.integers(0, 36))
def test_months_later_is_the_same_day_or_the_end_of_a_short_month(start: date, months: int) -> None:
    then = clocks.months_after(start, months)
    assert (then.year * 12 + then.month) - (start.year * 12 + start.month) == months
    assert then.day == start.day or (then.day < start.day and (then + timedelta(1)).day == 1)
