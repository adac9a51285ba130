"""From the news to the class: the six items, who is told when, what is late, and figures that change."""

from tests.accident.makers import a_case
from tests.makers import Stage
from workflow.accident.model import Stage as CaseStage


def test_a_registered_case_goes_through_informing_and_classifying_to_its_team(stage: Stage) -> None:
    case = a_case(stage, "propose_team")
    assert case.steps == {"propose_team"}
    with case.look() as (_, accident):
        assert accident.grade == "一般"
        assert accident.is_ours
        assert accident.stage is CaseStage.FORMING_TEAM
        assert [paper.kind for paper in accident.papers] == ["accident_first_report"]
