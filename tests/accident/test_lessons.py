"""举一反三: closed measures of the same unit, trade or cause, with what became of them."""

from typing import Any

import pytest

from tests.accident.followed import OPENS_ON, Followed, closed_case
from tests.accident.makers import a_case
from tests.makers import Stage
from workflow.accident.lessons import lessons
from workflow.accident.model import Accident, FindingKind
from workflow.accident.rules.likeness import shared_words


def _new(case: Followed, **facts: Any) -> Accident:
    """A new accident that has nothing in common with the earlier one but what the test says."""
    facts = {"title": "某某仓库事故", "unit_name": "某某仓储公司", "trade": "仓储", "scene": "", "course": "", **facts}
    with case.look() as (_, old):
        known = {name: getattr(old, name) for name in ("lead_unit_id", "government_id", "occurred_at", "registered_at")}
    return Accident(**known, **facts, other="")


def _lessons(case: Followed, **facts: Any) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    new = _new(case, **facts)
    new.id = -1  # it is not kept
    with case.look() as (desk, _):
        return [(lesson.likeness, lesson.became) for lesson in lessons(desk.session, new)]


@pytest.fixture
def case(stage: Stage) -> Followed:
    case = closed_case(stage)
    case.do_all()
    return case


@pytest.mark.parametrize(
    ("facts", "likeness"),
    [
        ({"unit_name": "某某建筑公司"}, ("同一单位",)),
        ({"trade": "建筑施工"}, ("同一行业（建筑施工）",)),
        ({"course": "电焊引燃保温材料，作业人员高处坠落"}, ("同类原因（高处坠落、保温材料、易燃）",)),
        ({"unit_name": "某某建筑公司", "trade": "建筑施工"}, ("同一单位", "同一行业（建筑施工）")),
    ],
)
def test_a_closed_measure_is_shown_for_what_is_alike(
    case: Followed, facts: dict[str, str], likeness: tuple[str, ...]
) -> None:
    if "course" in facts:
        facts["course"] += "，现场堆放易燃物"
    assert [found for found, _ in _lessons(case, **facts)] == [likeness]


def test_nothing_is_shown_of_an_accident_that_has_nothing_in_common(case: Followed) -> None:
    assert _lessons(case) == []


def test_what_is_still_open_is_no_lesson_yet(stage: Stage) -> None:
    assert _lessons(closed_case(stage), trade="建筑施工") == []


def test_a_case_is_no_lesson_for_itself(case: Followed) -> None:
    with case.look() as (desk, accident):
        assert lessons(desk.session, accident) == []


def test_it_tells_how_it_was_closed_and_that_it_failed_and_was_done_again(case: Followed) -> None:
    assert _lessons(case, trade="建筑施工")[0][1] == ("2018年2月14日销号，按期完成", "尚未评估")
    case.until(OPENS_ON)
    case.form_team()
    case.find(0, FindingKind.NOT_DONE, seen="西侧未更换")
    case.finish_assessment()
    assert _lessons(case, trade="建筑施工")[0][1][1:] == ("评估结论尚待批准",)
    case.approve()
    case.publish()
    case.do_all()
    case.find(0, FindingKind.DONE, seen="全部更换")
    assert _lessons(case, trade="建筑施工")[0][1][2:] == ("评估结论尚待批准",)
    case.finish_assessment()
    case.approve()
    assert _lessons(case, trade="建筑施工")[0][1] == (
        "2018年12月14日销号，按期完成",
        "评估未落实，责成重新整改：西侧未更换",
        "复评已落实：全部更换",
    )


def test_the_likest_come_first(stage: Stage) -> None:
    case = closed_case(stage, measures=2)
    case.do_all(0)
    case.do_all(1)
    with case.office() as (_, accident):
        assert accident.measures[0].unit is not None
        unit = accident.measures[0].unit.name
    found = [likeness for likeness, _ in _lessons(case, unit_name=unit, trade="建筑施工")]
    assert [len(likeness) for likeness in found] == [2, 1]


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("叉车倒车致人死亡", "叉车制动失灵", ("叉车",)),
        ("动火作业引发火灾", "电气火灾，动火未审批", ("火灾", "动火")),
        ("叉车倒车致人死亡", "高处坠落", ()),
    ],
)
def test_shared_words(one: str, other: str, shared: tuple[str, ...]) -> None:
    assert shared_words(one, other) == shared


def test_a_registered_case_has_its_lessons(case: Followed, stage: Stage) -> None:
    new = a_case(stage)
    with new.look() as (desk, accident):
        assert lessons(desk.session, accident)[0].likeness[0] == "同一单位"
