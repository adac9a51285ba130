"""From the news to the class: the six items, who is told when, what is late, and figures that change."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from tests.accident.makers import OCCURRED, Case, a_case
from tests.makers import Stage
from workflow.accident.actions import reporting
from workflow.accident.actions.reporting import Figures
from workflow.accident.model import Accident, Regime
from workflow.accident.model import Stage as CaseStage
from workflow.accident.rules.reporting import Body
from workflow.clock import beijing
from workflow.errors import AlreadyDone, Incomplete, NotYours, Stale, TooLate
from workflow.journal import lines_of_case
from workflow.people import PostKind


def verbs(case: Case) -> list[str]:
    with case.look() as (desk, accident):
        return [line.verb for line in lines_of_case(desk.session, accident.case)]


def test_a_registered_case_goes_through_informing_and_classifying_to_its_team(stage: Stage) -> None:
    case = a_case(stage, "propose_team")
    assert case.steps == {"propose_team"}
    with case.look() as (_, accident):
        assert (accident.grade, accident.investigator, accident.is_ours) == ("一般", "区人民政府", True)
        assert accident.stage is CaseStage.FORMING_TEAM
        assert [paper.file.name for paper in accident.papers] == ["事故快报（首报）.docx"]


@pytest.mark.parametrize("item", [*reporting.ITEMS.values(), "place"])
def test_a_report_with_an_empty_item_does_not_go_up(stage: Stage, item: str) -> None:
    case = Case(stage)
    case.register(received_at=None, unit_reported_at=None, learned_at=None, **{item: " "})
    with case.office() as (desk, accident), pytest.raises(Incomplete, match="条例第12条") as refused:
        reporting.report_up(desk, accident)
    assert list(refused.value.fields) == [item]


def test_what_is_typed_of_the_items_is_saved_until_the_report_has_gone_up(stage: Stage) -> None:
    case = Case(stage)
    case.register(received_at=None, unit_reported_at=None, learned_at=None, course="")
    with case.office() as (desk, accident):
        reporting.save_report(desk, accident, {"course": "拆除外架时坠落。"})
        reporting.report_up(desk, accident)
    with case.office() as (desk, accident), pytest.raises(Stale, match="续报"):
        reporting.save_report(desk, accident, {"course": "改写"})
    with case.look() as (_, accident):
        assert accident.course == "拆除外架时坠落。"


def test_informing_ends_only_when_the_report_is_up_and_all_four_bodies_are_told(stage: Stage) -> None:
    case = a_case(stage)
    with case.office() as (desk, accident):
        reporting.inform(desk, accident, Body.POLICE)
        with pytest.raises(AlreadyDone):
            reporting.inform(desk, accident, Body.POLICE)
    with case.office() as (desk, accident), pytest.raises(Incomplete) as refused:
        reporting.finish_informing(desk, accident)
    assert set(refused.value.fields) == {"reported_up_at", "informed"}
    assert "公安" not in refused.value.fields["informed"]
    assert "人民检察院" in refused.value.fields["informed"]


@pytest.mark.parametrize(("minutes", "late"), [(60, None), (61, "1分"), (60 + 25, "25分"), (180, "2小时")], ids=str)
def test_a_unit_that_reports_after_its_hour_is_late(stage: Stage, minutes: int, late: str | None) -> None:
    case, learned = Case(stage), OCCURRED + timedelta(minutes=5)
    case.until(OCCURRED + timedelta(hours=6))
    told = learned + timedelta(minutes=minutes)
    case.register(learned_at=learned, unit_reported_at=told, received_at=told)
    with case.look() as (desk, accident):
        lines = lines_of_case(desk.session, accident.case)
        found = [line.details["late"] for line in lines if line.verb == "late_unit_report"]
    assert found == ([late] if late else [])


@pytest.mark.parametrize(("minutes", "is_late"), [(120, False), (121, True)])
def test_our_report_up_is_late_after_two_hours(stage: Stage, minutes: int, is_late: bool) -> None:
    case = a_case(stage)
    case.until(OCCURRED + timedelta(minutes=30 + minutes))
    case.report()
    assert ("late_report_up" in verbs(case)) is is_late


def test_only_the_offices_clerk_registers(stage: Stage) -> None:
    case = a_case(stage)
    with case.government() as (desk, accident), pytest.raises(NotYours):
        reporting.report_up(desk, accident)
    with case.office(PostKind.LEADER) as (desk, accident), pytest.raises(NotYours):
        reporting.inform(desk, accident, Body.UNION)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("title", {"title": " "}),
        ("unit_name", {"unit_name": ""}),
        ("title", {"title": "事" * 201}),
        ("learned_at", {"learned_at": OCCURRED - timedelta(minutes=1)}),
        ("unit_reported_at", {"unit_reported_at": OCCURRED + timedelta(minutes=5)}),
        ("occurred_at", {"occurred_at": OCCURRED + timedelta(days=1)}),
        ("deaths", {"figures": Figures(deaths=-1)}),
        ("missing", {"figures": Figures(missing=-1)}),
        ("loss", {"figures": Figures(loss=Decimal("0.001"))}),
    ],
)
def test_news_that_cannot_be_true_is_refused_and_nothing_is_kept(
    stage: Stage, field: str, wrong: dict[str, Any]
) -> None:
    case = Case(stage)
    case.until(OCCURRED + timedelta(hours=1))
    with pytest.raises(Incomplete) as refused:
        case.register(**wrong)
    assert field in refused.value.fields
    with stage.office.desk(write=False) as desk:
        assert desk.session.scalars(select(Accident)).all() == []


# -- figures that change


def supplemented(case: Case, deaths: int, **wishes: Any) -> None:
    with case.office() as (desk, accident):
        reporting.supplement(desk, accident, Figures(deaths=deaths, injuries=1, source="医院通报"), **wishes)


def test_more_dead_inside_the_window_raise_the_class_and_make_a_further_report(stage: Stage) -> None:
    case = a_case(stage, "propose_team")
    case.until(beijing(2017, 12, 31, 23, 59))
    supplemented(case, 3)
    with case.look() as (_, accident):
        assert accident.grade == "较大"
        assert [line.deaths for line in accident.casualty_reports] == [1, 3]
        assert accident.papers[-1].file.name == "事故快报（续报第1次）.docx"
    assert verbs(case)[-2:] == ["regrade", "may_be_transferred"]


def test_figures_that_change_before_the_report_has_gone_up_stand_in_the_first_report(stage: Stage) -> None:
    case = a_case(stage)
    supplemented(case, 2)
    case.report()
    with case.look() as (_, accident):
        assert [paper.file.name for paper in accident.papers] == ["事故快报（首报）.docx"]


def test_the_same_class_is_not_decided_again(stage: Stage) -> None:
    case = a_case(stage, "propose_team")
    supplemented(case, 2)
    assert "regrade" not in verbs(case)


@pytest.mark.parametrize(
    ("regime", "last"),
    [
        (Regime.GENERAL, beijing(2017, 12, 31, 23, 59)),
        (Regime.ROAD_TRAFFIC, beijing(2017, 12, 8, 23, 59)),
        (Regime.FIRE, beijing(2017, 12, 8, 23, 59)),
    ],
)
def test_after_the_window_casualties_change_nothing(stage: Stage, regime: Regime, last: Any) -> None:
    case = Case(stage)
    case.until(OCCURRED + timedelta(hours=1))
    case.register(regime=regime)
    case.report()
    case.classify()
    case.until(last + timedelta(minutes=1))
    with pytest.raises(TooLate, match="条例第13条"):
        supplemented(case, 3)
    supplemented(case, 2, true_at=last)  # it changed in time and is only now known
    with case.look() as (_, accident):
        assert [line.deaths for line in accident.casualty_reports] == [1, 2]


def test_a_change_before_the_accident_is_refused(stage: Stage) -> None:
    case = a_case(stage, "propose_team")
    with pytest.raises(Incomplete):
        supplemented(case, 3, true_at=OCCURRED - timedelta(minutes=1))
