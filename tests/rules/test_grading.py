"""事故等级 (条例第3条): the table decides, 以上 includes, 以下 excludes, and the highest class wins."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from workflow.accident.rules.grading import ARTICLE_19, TABLE, Casualties, Grade, Investigator, grade, table
from workflow.errors import Incomplete

WAN, YI = Decimal(10_000), Decimal(100_000_000)

VECTORS = [
    # why, deaths, injuries, loss in 元, class, rule
    ("below all three limits", 2, 9, Decimal(9_999_999), "一般", "R4"),
    ("nobody hurt, nothing lost", 0, 0, Decimal(0), "一般", "R4"),
    ("three deaths are included", 3, 0, Decimal(0), "较大", "R3"),
    ("ten injured are included", 2, 10, Decimal(0), "较大", "R3"),
    ("10 million is included", 0, 0, 1000 * WAN, "较大", "R3"),
    ("one 分 below 10 million", 0, 0, Decimal("9999999.99"), "一般", "R4"),
    ("below all limits of the third class", 9, 49, Decimal(49_999_999), "较大", "R3"),
    ("only injuries lift it", 0, 49, Decimal(0), "较大", "R3"),
    ("ten deaths are included (the fire of 1 December 2017)", 10, 5, Decimal(0), "重大", "R2"),
    ("26 deaths (the fire of 16 November 2023)", 26, 38, Decimal(0), "重大", "R2"),
    ("injuries outweigh nine deaths", 9, 50, Decimal(0), "重大", "R2"),
    ("loss outweighs nine deaths", 9, 49, 5000 * WAN, "重大", "R2"),
    ("one 分 below 50 million", 0, 0, Decimal("49999999.99"), "较大", "R3"),
    ("below all limits of the highest class", 29, 99, Decimal(99_999_999), "重大", "R2"),
    ("one 分 below 100 million", 0, 0, Decimal("99999999.99"), "重大", "R2"),
    ("thirty deaths are included", 30, 0, Decimal(0), "特别重大", "R1"),
    ("a hundred injured are included", 0, 100, Decimal(0), "特别重大", "R1"),
    ("100 million is included", 0, 0, YI, "特别重大", "R1"),
    ("injuries outweigh two deaths by two classes", 2, 100, Decimal(0), "特别重大", "R1"),
]


@pytest.mark.parametrize(("why", "deaths", "injuries", "loss", "class_", "rule"), VECTORS)
def test_the_class_is(why: str, deaths: int, injuries: int, loss: Decimal, class_: str, rule: str) -> None:
    graded = grade(Casualties(deaths, injuries, loss))
    assert (graded.grade.value, graded.rule) == (class_, rule)
    assert graded.investigator is ARTICLE_19[graded.grade]


@pytest.mark.parametrize(
    ("figures", "why"),
    [
        ((10, 5, Decimal(0)), "死亡10人、重伤5人、直接经济损失0元；符合“死亡10人以上30人以下”，为重大事故（条例第3条）。"),
        ((9, 50, 350 * WAN), "死亡9人、重伤50人、直接经济损失350万元；符合“重伤50人以上100人以下”，为重大事故（条例第3条）。"),
        ((0, 0, Decimal("1.2") * YI), "死亡0人、重伤0人、直接经济损失1.2亿元；"
         "符合“直接经济损失1亿元以上”，为特别重大事故（条例第3条）。"),
    ],
)  # fmt: skip
def test_why_is_a_sentence_with_the_numbers_and_the_article(figures: tuple[int, int, Decimal], why: str) -> None:
    assert grade(Casualties(*figures)).why == why


@pytest.mark.parametrize(
    ("figures", "field"),
    [
        ({"deaths": -1}, "deaths"),
        ({"injuries": -1}, "injuries"),
        ({"loss": Decimal(-1)}, "loss"),
        ({"loss": Decimal("NaN")}, "loss"),
        ({"loss": Decimal("Infinity")}, "loss"),
        ({"loss": Decimal("0.001")}, "loss"),
        ({"loss": Decimal("1e14")}, "loss"),
    ],
)
def test_figures_that_cannot_be_are_refused_beside_their_field(figures: dict[str, int], field: str) -> None:
    with pytest.raises(Incomplete) as refused:
        Casualties(**figures)  # type: ignore[arg-type]
    assert set(refused.value.fields) == {field}


def test_all_wrong_figures_are_told_at_once() -> None:
    with pytest.raises(Incomplete) as refused:
        Casualties(-1, -2, Decimal(-3))
    assert set(refused.value.fields) == {"deaths", "injuries", "loss"}


# -- the table as it lies in bpmn/


def test_the_table_is_read_from_its_most_serious_row() -> None:
    assert (table().policy, table().inputs) == (
        "FIRST",
        ("死亡人数", "重伤人数（含急性工业中毒）", "直接经济损失（万元）"),
    )
    assert [row.then[1] for row in table().rows()] == ['"R1"'] * 3 + ['"R2"'] * 3 + ['"R3"'] * 3 + ['"R4"']
    assert all(row.note.startswith("条例第三条第一款第（") for row in table().rows())


def test_every_class_can_be_decided_and_every_decision_is_a_class() -> None:
    assert {row.then[0].strip('"') for row in table().rows()} == set(Grade)


def test_a_dmn_editor_finds_the_table_drawn() -> None:
    tree = etree.parse(str(TABLE))
    names = {"m": "https://www.omg.org/spec/DMN/20191111/MODEL/", "di": "https://www.omg.org/spec/DMN/20191111/DMNDI/"}
    decisions = tree.xpath("//m:decision/@id", namespaces=names)
    assert decisions == ["grade"]
    assert tree.xpath("//di:DMNShape/@dmnElementRef", namespaces=names) == decisions
    ids = tree.xpath("//@id")
    assert isinstance(ids, list)
    assert len(set(ids)) == len(ids)


# -- what holds for all figures

figures = st.builds(
    Casualties,
    st.integers(0, 200),
    st.integers(0, 400),
    st.decimals(Decimal(0), Decimal(10) ** 10, places=2, allow_nan=False),
)


@given(figures, figures)
def test_more_of_anything_never_lowers_the_class(one: Casualties, other: Casualties) -> None:
    both = Casualties(max(one.deaths, other.deaths), max(one.injuries, other.injuries), max(one.loss, other.loss))
    assert grade(both).grade.rank == max(grade(one).grade.rank, grade(other).grade.rank)


@given(figures)
def test_the_highest_class_that_one_figure_reaches_wins(casualties: Casualties) -> None:
    alone = [
        Casualties(deaths=casualties.deaths),
        Casualties(injuries=casualties.injuries),
        Casualties(loss=casualties.loss),
    ]
    assert grade(casualties).grade.rank == max(grade(figure).grade.rank for figure in alone)


def test_classes_and_governments_have_their_order() -> None:
    assert [grade_.rank for grade_ in (Grade.ORDINARY, Grade.LARGER, Grade.MAJOR, Grade.EXTREME)] == [0, 1, 2, 3]
    assert [ARTICLE_19[grade_] for grade_ in Grade] == list(Investigator)
