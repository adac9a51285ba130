"""Fines by 安全生产法第114条: both ends of a range belong to it; outside it, the article and the range are told."""

from decimal import Decimal

import pytest

from workflow.accident.rules.grading import Grade
from workflow.accident.rules.penalties import fine_range, multiplied, must_be_a_fine
from workflow.errors import Incomplete, Refusal

WAN = Decimal(10_000)

RANGES = [  # class, from, to (万元), and two to five times of it
    (Grade.ORDINARY, 30, 100, 60, 500),
    (Grade.LARGER, 100, 200, 200, 1000),
    (Grade.MAJOR, 200, 1000, 400, 5000),
    (Grade.EXTREME, 1000, 2000, 2000, 10000),
]


@pytest.mark.parametrize(("grade", "lowest", "highest", "grave_lowest", "grave_highest"), RANGES)
def test_each_class_has_its_range(
    grade: Grade, lowest: int, highest: int, grave_lowest: int, grave_highest: int
) -> None:
    for is_grave, least, most in [
        (False, lowest * WAN, highest * WAN),
        (True, grave_lowest * WAN, grave_highest * WAN),
    ]:
        fine = fine_range(grade, is_grave=is_grave)
        assert (fine.lowest, fine.highest) == (least, most)
        must_be_a_fine(least, grade, is_grave=is_grave)
        must_be_a_fine(most, grade, is_grave=is_grave)
        for outside in (least - Decimal("0.01"), most + Decimal("0.01")):
            with pytest.raises(Refusal, match="安全生产法第114条"):
                must_be_a_fine(outside, grade, is_grave=is_grave)


def test_a_refusal_names_the_amount_the_article_and_the_range() -> None:
    with pytest.raises(Refusal) as refused:
        must_be_a_fine(20 * WAN, Grade.ORDINARY)
    assert refused.value.message == (
        "罚款20万元超出幅度：安全生产法第114条规定，发生一般事故的，处30万元以上100万元以下罚款。"
        "请在幅度内确定金额，并核对事故等级。"
    )


@pytest.mark.parametrize("amount", ["-1", "NaN", "1000000.001"])
def test_what_is_no_amount_is_refused_beside_its_field(amount: str) -> None:
    with pytest.raises(Incomplete) as refused:
        must_be_a_fine(Decimal(amount), Grade.ORDINARY)
    assert set(refused.value.fields) == {"amount"}


@pytest.mark.parametrize(
    ("amount", "grade", "multiplier", "fine"),
    [
        (30 * WAN, Grade.ORDINARY, "2", 60 * WAN),
        (100 * WAN, Grade.ORDINARY, "5", 500 * WAN),
        (150 * WAN, Grade.LARGER, "2.5", 375 * WAN),
    ],
)
def test_a_grave_case_pays_two_to_five_times(amount: Decimal, grade: Grade, multiplier: str, fine: Decimal) -> None:
    assert multiplied(amount, grade, Decimal(multiplier)) == fine


@pytest.mark.parametrize("multiplier", ["0", "1", "1.99", "5.01", "-2", "NaN"])
def test_any_other_multiple_is_refused(multiplier: str) -> None:
    with pytest.raises(Refusal, match=r"倍处罚：安全生产法第114条.*请将倍数改为2至5"):
        multiplied(50 * WAN, Grade.ORDINARY, Decimal(multiplier))


def test_what_is_multiplied_lies_in_the_range_itself() -> None:
    with pytest.raises(Refusal, match="超出幅度"):
        multiplied(20 * WAN, Grade.ORDINARY, Decimal(2))
