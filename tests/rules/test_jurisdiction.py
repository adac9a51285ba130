"""Who investigates (条例第19条 to 21), and when a changed class moves the case to the superior (条例第20条)."""

from datetime import date
from decimal import Decimal

import pytest

from workflow.accident.rules.clocks import BY_SETTING
from workflow.accident.rules.facts import Facts
from workflow.accident.rules.grading import ARTICLE_19, Casualties, Grade, Investigator
from workflow.accident.rules.jurisdiction import (
    DEFAULT,
    MUNICIPALITY,
    Jurisdiction,
    SpecialRegime,
    may_be_delegated,
    special_notice,
    transfer,
)
from workflow.errors import Incomplete

ORDINARY, LARGER, MAJOR, EXTREME = Grade
OCCURRED = date(2017, 12, 1)
LAST, AFTER = date(2017, 12, 31), date(2018, 1, 1)
LAST_OF_A_FIRE, AFTER_A_FIRE = date(2017, 12, 8), date(2017, 12, 9)

TRANSFERS = [
    # why, before, after, changed, fire, jurisdiction, possible, to
    ("a third person died on the last day", ORDINARY, LARGER, LAST, False, DEFAULT, True, "设区的市级人民政府"),
    ("a third person died a day later", ORDINARY, LARGER, AFTER, False, DEFAULT, False, "县级人民政府"),
    ("two classes at once", ORDINARY, MAJOR, LAST, False, DEFAULT, True, "省级人民政府"),
    ("to the State Council", MAJOR, EXTREME, LAST, False, DEFAULT, True, "国务院或者国务院授权的有关部门"),
    ("a fire, on the seventh day", ORDINARY, LARGER, LAST_OF_A_FIRE, True, DEFAULT, True, "设区的市级人民政府"),
    ("a fire, on the eighth day", ORDINARY, LARGER, AFTER_A_FIRE, True, DEFAULT, False, "县级人民政府"),
    ("no fire, on the eighth day", ORDINARY, LARGER, AFTER_A_FIRE, False, DEFAULT, True, "设区的市级人民政府"),
    ("the class fell", LARGER, ORDINARY, LAST, False, DEFAULT, False, "县级人民政府"),
    ("the class stayed", LARGER, LARGER, LAST, False, DEFAULT, False, "设区的市级人民政府"),
    ("a municipality keeps what it investigates anyway", LARGER, MAJOR, LAST, False, MUNICIPALITY, False, "省级人民政府"),
    ("from a district to its municipality", ORDINARY, LARGER, LAST, False, MUNICIPALITY, True, "省级人民政府"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "before", "after", "changed", "fire", "by", "possible", "to"), TRANSFERS)
def test_a_higher_class_inside_the_window_may_move_the_case(
    why: str, before: Grade, after: Grade, changed: date, fire: bool, by: Jurisdiction, possible: bool, to: str
) -> None:
    decided = transfer(before, after, changed, Facts(OCCURRED, traffic_or_fire=fire), by)
    assert (decided.is_possible, decided.to.value) == (possible, to)


def test_a_transfer_says_why_with_its_article() -> None:
    facts = Facts(OCCURRED)
    assert transfer(ORDINARY, LARGER, LAST, facts).why == (
        "事故等级由一般变为较大，变化发生在2017年12月31日补报期限之内，依照条例第20条，"
        "设区的市级人民政府可以另行组织事故调查组进行调查，本级转为配合。"
    )
    assert "补报期限之后（条例第13条、第20条），不因此移交" in transfer(ORDINARY, LARGER, AFTER, facts).why
    assert transfer(LARGER, LARGER, LAST, facts).why == "事故等级仍为较大，仍由设区的市级人民政府负责调查。"


def test_the_default_is_the_article_and_what_differs_quotes_none() -> None:
    assert [DEFAULT.investigator(grade) for grade in Grade] == list(Investigator)
    assert {DEFAULT.article(grade) for grade in Grade} == {"条例第19条"}
    assert (MUNICIPALITY.name(ORDINARY), MUNICIPALITY.name(LARGER)) == ("区人民政府", "市人民政府")
    assert (MUNICIPALITY.article(ORDINARY), MUNICIPALITY.article(LARGER)) == ("条例第19条", BY_SETTING)


def test_a_table_with_a_hole_or_upside_down_is_refused() -> None:
    with pytest.raises(Incomplete, match="特别重大事故还没有指定"):
        Jurisdiction({grade: ARTICLE_19[grade] for grade in (ORDINARY, LARGER, MAJOR)}, {})
    with pytest.raises(Incomplete, match="较大事故的调查主体不能低于一般事故"):
        Jurisdiction({**ARTICLE_19, ORDINARY: Investigator.PROVINCE}, {})


@pytest.mark.parametrize(
    ("why", "grade", "casualties", "slightly", "may"),
    [
        ("only things were broken", ORDINARY, Casualties(loss=Decimal(9_000_000)), 0, True),
        ("somebody was slightly hurt", ORDINARY, Casualties(), 1, False),
        ("somebody was badly hurt", ORDINARY, Casualties(injuries=1), 0, False),
        ("somebody died", ORDINARY, Casualties(deaths=1), 0, False),
        ("nobody hurt, but too much lost", LARGER, Casualties(loss=Decimal(10_000_000)), 0, False),
    ],
)
def test_the_unit_may_be_entrusted_when_nobody_was_hurt(
    why: str, grade: Grade, casualties: Casualties, slightly: int, may: bool
) -> None:
    assert may_be_delegated(grade, casualties, slightly) is may


@pytest.mark.parametrize("regime", SpecialRegime)
def test_special_kinds_are_pointed_out_below_the_highest_class(regime: SpecialRegime) -> None:
    assert special_notice(regime, MAJOR).startswith(f"{regime.value}事故的报告和调查处理")
    assert "条例第45条" in special_notice(regime, ORDINARY)
    assert special_notice(regime, EXTREME) == ""


def test_road_traffic_and_fire_have_the_shorter_window() -> None:
    short = {regime for regime in SpecialRegime if regime.shortens_the_supplement_window}
    assert short == {SpecialRegime.ROAD_TRAFFIC, SpecialRegime.FIRE}
