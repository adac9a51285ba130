"""The report's clock: it stands still for appraisals, runs longer when the government says so, and never beyond the law."""

from datetime import date

import pytest

from tests.accident.inquiry import an_inquiry
from tests.accident.makers import Case, a_case
from tests.documents.opened import Opened
from tests.makers import Stage
from workflow.accident.actions import clocks, reporting
from workflow.accident.actions.reporting import Figures
from workflow.accident.model import ExtensionKind
from workflow.accident.settings import clock_settings
from workflow.accident.timing import clocks_of
from workflow.clock import beijing
from workflow.errors import AlreadyDone, Incomplete, NotYours, Refusal, Stale


def report_due(case: Case) -> date | None:
    with case.look() as (desk, accident):
        found = clocks_of(accident, clock_settings(desk.session), desk.calendar)
        return next(clock.due for clock in found if clock.name == "提交事故调查报告")


def commission(case: Case, on: date | None = None) -> None:
    with case.team() as (desk, accident):
        clocks.commission_appraisal(desk, accident, "市建设工程检测中心", "扣件强度\n坠落原因", commissioned_on=on)


def conclude(case: Case, on: date | None = None) -> None:
    with case.team() as (desk, accident):
        clocks.conclude_appraisal(desk, accident, accident.appraisals[-1], "扣件不合格", concluded_on=on)


def extend(case: Case, days: int = 60, *, granted: bool = True) -> None:
    with case.team() as (desk, accident):
        clocks.ask_extension(desk, accident, days, "案情复杂")
    with case.government() as (desk, accident):
        clocks.decide_extension(desk, accident, accident.extensions[-1], granted, "" if granted else "应按期提交")


def test_the_example_of_the_law(stage: Stage) -> None:
    case = a_case(stage, "investigate")
    assert report_due(case) == date(2018, 1, 30)
    case.until(beijing(2017, 12, 10, 9))
    commission(case)
    assert report_due(case) is None
    case.until(beijing(2018, 1, 4, 9))
    conclude(case)
    assert report_due(case) == date(2018, 2, 24)
    extend(case)
    assert report_due(case) == date(2018, 4, 25)
    with case.look() as (_, accident):
        kinds = [paper.kind for paper in accident.papers]
        assert kinds[-2:] == ["accident_appraisal", "accident_extension"]


def test_alarms_stand_still_with_the_clock_and_restart_with_it(stage: Stage) -> None:
    case = a_case(stage, "investigate")
    commission(case)
    case.until(beijing(2018, 2, 10, 9))
    assert "report_overdue" not in _raised(case)
    conclude(case)  # 71 days of appraisal: due on 11 April
    assert report_due(case) == date(2018, 4, 11)
    case.until(beijing(2018, 4, 12, 0, 1))
    assert _raised(case)[-4:] == ["report_soon", "report_soon", "report_soon", "report_overdue"]


def _raised(case: Case) -> list[str]:
    with case.look() as (_, accident):
        done = [alarm for alarm in accident.alarms if alarm.raised_at]
        return [alarm.kind for alarm in sorted(done, key=lambda alarm: alarm.due)]


@pytest.mark.parametrize("days", [-1, 0, 61, 120])
def test_no_extension_beyond_sixty_days(stage: Stage, days: int) -> None:
    case = a_case(stage, "investigate")
    with pytest.raises(Refusal, match="条例第29条"):
        extend(case, days)
    assert report_due(case) == date(2018, 1, 30)


def test_sixty_days_are_sixty_in_all(stage: Stage) -> None:
    case = a_case(stage, "investigate")
    extend(case, 40)
    with pytest.raises(Refusal, match="1至20日"):
        extend(case, 21)
    extend(case, 20)
    assert report_due(case) == date(2018, 3, 31)
    with pytest.raises(Refusal, match="不能再延长"):
        extend(case, 1)


def test_a_refused_extension_changes_nothing_and_says_why(stage: Stage) -> None:
    case = a_case(stage, "investigate")
    extend(case, granted=False)
    assert report_due(case) == date(2018, 1, 30)
    with case.look() as (_, accident):
        assert accident.extensions[0].decision_reason == "应按期提交"
        assert accident.papers[-1].kind != "accident_extension"
    extend(case)


def test_an_application_is_decided_once_by_the_government_and_one_at_a_time(stage: Stage) -> None:
    case = a_case(stage, "investigate")
    with case.team() as (desk, accident):
        clocks.ask_extension(desk, accident, 30, "案情复杂")
        with pytest.raises(AlreadyDone):
            clocks.ask_extension(desk, accident, 30, "案情复杂")
    with case.office() as (desk, accident), pytest.raises(NotYours):
        clocks.decide_extension(desk, accident, accident.extensions[0], True)
    with case.government() as (desk, accident):
        with pytest.raises(Incomplete):
            clocks.decide_extension(desk, accident, accident.extensions[0], False)
        clocks.decide_extension(desk, accident, accident.extensions[0], True)
        with pytest.raises(AlreadyDone):
            clocks.decide_extension(desk, accident, accident.extensions[0], True)


def test_an_approval_is_put_off_only_while_it_waits(stage: Stage) -> None:
    case = a_case(stage, "investigate")
    with case.office() as (desk, accident), pytest.raises(Stale):
        clocks.ask_extension(desk, accident, 10, "案情复杂", ExtensionKind.APPROVAL)


@pytest.mark.parametrize(
    ("on", "field"), [(date(2017, 12, 2), "commissioned_on"), (date(2017, 11, 30), "commissioned_on")]
)
def test_an_appraisal_is_commissioned_between_the_accident_and_today(stage: Stage, on: date, field: str) -> None:
    case = a_case(stage, "investigate")
    with pytest.raises(Incomplete) as refused:
        commission(case, on)
    assert field in refused.value.fields


def test_an_appraisal_is_concluded_once_and_not_before_it_began(stage: Stage) -> None:
    case = a_case(stage, "investigate")
    case.pass_(days=5)
    commission(case)
    with pytest.raises(Incomplete, match="早于委托日"):
        conclude(case, date(2017, 12, 2))
    conclude(case)
    with pytest.raises(AlreadyDone):
        conclude(case)


def test_appraisals_belong_to_the_investigation_and_to_the_team(stage: Stage) -> None:
    case = a_case(stage, "clear_interests")
    with pytest.raises(Stale, match="条例第27条"):
        commission(case)
    with case.government() as (desk, accident), pytest.raises(NotYours):
        clocks.commission_appraisal(desk, accident, "某中心", "原因")


def test_an_extension_brings_a_late_appraisal_back_into_the_clock(stage: Stage) -> None:
    """Commissioned after the day was over it counts nothing; within an extended period it does."""
    case = a_case(stage, "investigate")
    case.until(beijing(2018, 2, 5, 9))
    commission(case)
    assert report_due(case) == date(2018, 1, 30)
    case.until(beijing(2018, 2, 15, 9))
    conclude(case)
    extend(case, 60)
    assert report_due(case) == date(2018, 4, 10)


def submitted(stage: Stage, grade: str) -> Case:
    """A case whose report lies with the government, as its own actions leave it."""
    case = a_case(stage, "investigate")
    case.until(beijing(2018, 1, 30, 9))
    with case.office() as (desk, accident):
        accident.submitted_at, accident.grade = desk.now, grade
    return case


@pytest.mark.parametrize("grade", ["一般", "较大", "重大"])
def test_the_approval_of_an_ordinary_class_is_never_put_off(stage: Stage, grade: str) -> None:
    case = submitted(stage, grade)
    with case.office() as (desk, accident), pytest.raises(Refusal, match="条例第32条"):
        clocks.ask_extension(desk, accident, 10, "案情复杂", ExtensionKind.APPROVAL)


def test_the_approval_of_the_most_serious_class_is_put_off_by_thirty_days_at_most(stage: Stage) -> None:
    case = submitted(stage, "特别重大")
    with case.office() as (desk, accident):
        with pytest.raises(Refusal, match="30日"):
            clocks.ask_extension(desk, accident, 31, "案情复杂", ExtensionKind.APPROVAL)
        clocks.ask_extension(desk, accident, 30, "案情复杂", ExtensionKind.APPROVAL)
    with case.government() as (desk, accident):
        clocks.decide_extension(desk, accident, accident.extensions[0], True)
        found = clocks_of(accident, clock_settings(desk.session), desk.calendar)
        assert next(clock.due for clock in found if clock.name == "批复") == date(2018, 3, 31)
        said = Opened(desk.files.read(accident.papers[-1].file)).text
    assert "你单位2018年1月30日关于延长事故调查报告批复期限的请示收悉" in said
    assert "根据《生产安全事故报告和调查处理条例》（以下简称条例）第三十二条的规定" in said
    assert "同意将批复" in said
    assert "延长30日，由2018年3月1日延长至2018年3月31日。" in said
    assert "调查组" not in said.partition("批复如下")[0]


def test_a_class_that_falls_has_no_extension_of_the_approval_any_more(stage: Stage) -> None:
    """条例第32条 knows it for 特别重大事故 only; the figures are taken in all the same."""
    case = an_inquiry(stage, "approve")
    most, fewer = (Figures(deaths=deaths, source="医院通报") for deaths in (30, 29))
    with case.office() as (desk, accident):
        reporting.supplement(desk, accident, most)
        clocks.ask_extension(desk, accident, 30, "案情复杂", ExtensionKind.APPROVAL)
    with case.government() as (desk, accident):
        clocks.decide_extension(desk, accident, accident.extensions[-1], granted=True)
    with case.office() as (desk, accident):
        reporting.supplement(desk, accident, fewer)
    with case.look() as (desk, accident):
        assert accident.grade == "重大"
        (approval,) = [c for c in clocks_of(accident, clock_settings(desk.session)) if c.name == "批复"]
        assert "12月13日 + 15日 = " in approval.arithmetic


def test_a_submitted_report_needs_no_extension_any_more(stage: Stage) -> None:
    case = a_case(stage, "investigate")
    with case.team() as (desk, accident):
        clocks.ask_extension(desk, accident, 30, "案情复杂")
        accident.submitted_at = desk.now
    with case.government() as (desk, accident), pytest.raises(Stale):
        clocks.decide_extension(desk, accident, accident.extensions[0], True)
