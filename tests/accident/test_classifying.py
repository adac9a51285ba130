"""Who investigates: the table, a case entrusted, delegated, handed up, and taken over by the superior."""

from typing import Any

import pytest

from tests.accident.makers import Case, a_case
from tests.makers import Stage
from workflow.accident import settings
from workflow.accident.actions import classifying
from workflow.accident.actions.reporting import Figures
from workflow.accident.model import Stage as CaseStage
from workflow.accident.rules.grading import ARTICLE_19, Grade, Investigator
from workflow.errors import Incomplete, NotYours, Refusal, Stale
from workflow.people import PostKind


def reported(stage: Stage, **figures: Any) -> Case:
    case = Case(stage)
    stage.clock.pass_(hours=1)
    case.register(figures=Figures(**figures))
    case.report()
    return case


@pytest.mark.parametrize(
    ("figures", "grade", "investigator"),
    [
        ({"deaths": 3}, "较大", "市人民政府"),
        ({"deaths": 10, "injuries": 5}, "重大", "市人民政府"),
        ({"deaths": 30}, "特别重大", "国务院或者国务院授权的有关部门"),
    ],
)
def test_a_case_of_a_higher_level_is_handed_up(
    stage: Stage, figures: dict[str, int], grade: str, investigator: str
) -> None:
    case = reported(stage, **figures)
    case.classify()
    assert case.steps == set()
    with case.look() as (_, accident):
        assert (accident.grade, accident.investigator, accident.stage) == (grade, investigator, CaseStage.TRANSFERRED)
        assert accident.next_alarm is None


def test_the_superior_may_entrust_us_with_a_case_of_its_own(stage: Stage) -> None:
    case = reported(stage, deaths=3)
    case.classify(entrusted_by="市人民政府关于委托调查的函")
    assert case.steps == {"propose_team"}
    with case.look() as (_, accident):
        assert (accident.grade, accident.investigator) == ("较大", "区人民政府")


def test_the_table_of_the_office_decides(stage: Stage) -> None:
    case = reported(stage, deaths=3)
    with case.security() as (desk, accident):
        table = {**ARTICLE_19, Grade.LARGER: Investigator.COUNTY}
        settings.choose_jurisdiction(desk, accident.lead_unit, table, {Investigator.COUNTY: "区人民政府"})
    case.classify()
    assert case.steps == {"propose_team"}


def test_a_table_that_falls_with_the_class_is_refused(stage: Stage) -> None:
    case = a_case(stage)
    table = {**ARTICLE_19, Grade.ORDINARY: Investigator.STATE_COUNCIL}
    with case.security() as (desk, accident), pytest.raises(Incomplete, match="不能低于"):
        settings.choose_jurisdiction(desk, accident.lead_unit, table, {})
    for others in (case.government, case.office):
        with others() as (desk, accident), pytest.raises(NotYours):
            settings.choose_jurisdiction(desk, accident.lead_unit, ARTICLE_19, {})


@pytest.mark.parametrize("hurt", [{"deaths": 1}, {"injuries": 1}, {"slightly_injured": 1}])
def test_a_unit_investigates_itself_only_when_nobody_was_hurt(stage: Stage, hurt: dict[str, int]) -> None:
    case = reported(stage, **hurt)
    with pytest.raises(Refusal, match="条例第19条"):
        case.classify(delegate=True)
    with case.look() as (_, accident):
        assert accident.grade is None


def test_a_case_without_casualties_is_delegated(stage: Stage) -> None:
    case = reported(stage)
    case.classify(delegate=True)
    with case.look() as (_, accident):
        assert accident.delegated_to_unit
        assert accident.stage is CaseStage.FORMING_TEAM


def test_only_the_head_confirms_the_class(stage: Stage) -> None:
    case = reported(stage, deaths=1)
    with case.office() as (desk, accident), pytest.raises(NotYours):
        classifying.classify(desk, accident)


def transfer(case: Case, **changes: str) -> None:
    words = {"to": "市人民政府", "document": "市政函〔2017〕9号", "reason": "死亡人数上升"} | changes
    with case.office() as (desk, accident):
        classifying.transfer(desk, accident, **words)


@pytest.mark.parametrize("step", ["propose_team", "appoint_team", "clear_interests", "investigate"])
def test_the_superior_takes_a_case_over_wherever_it_stands(stage: Stage, step: str) -> None:
    case = a_case(stage, step)
    transfer(case)
    assert case.steps == set()
    with case.look() as (desk, accident):
        assert (accident.stage, accident.investigator) == (CaseStage.TRANSFERRED, "市人民政府")
        assert accident.next_alarm is None
        if accident.team_unit:
            assert accident.team_unit.holders(PostKind.LEADER, desk.today) == []


def test_a_transfer_names_its_document_and_comes_while_we_investigate(stage: Stage) -> None:
    case = a_case(stage, "classify")
    with pytest.raises(Stale, match="尚未定级"):
        transfer(case)
    with pytest.raises(Incomplete) as refused:
        transfer(case, document=" ", reason="")
    assert set(refused.value.fields) == {"document", "reason"}
