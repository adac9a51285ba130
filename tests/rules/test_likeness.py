"""意思相近: rows that want nearly the same of the same words are shown together, others never."""

import pytest

from tests.rules.test_merging import said
from workflow.consultation.likeness import THRESHOLD, alike
from workflow.consultation.rules import merge


def groups(*proposals: tuple[str, str]) -> list[int]:
    """How many rows each group holds, for (original, proposed) of one unit each."""
    rows = merge([said(number % 3, 0, original, proposed) for number, (original, proposed) in enumerate(proposals)])
    return [len(group) for group in alike(rows)]


def test_nearly_the_same_wish_is_one_group() -> None:
    assert groups(("每季度更新", "每季度更新一次，并通报情况"), ("每季度更新", "每季度更新一次，并通报有关情况")) == [2]


def test_whoever_is_like_one_of_a_group_belongs_to_it_and_each_row_stands_in_one_group() -> None:
    wishes = (
        "每季度更新一次，并通报",
        "每季度更新一次，并通报情况",
        "每季度更新一次，并通报情况备案",
        "由主办单位另行规定",
    )
    assert groups(*(("每季度更新", wish) for wish in wishes)) == [3, 1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("每季度更新", "每季度更新一次"), ("每季度更新", "删去这一项要求")),
        (("每季度更新", "明确由责任单位落实"), ("建立台账", "明确由责任单位落实")),
        (("每季度", "每月"), ("每季度", "每年")),
    ],
    ids=["other words", "of other words of the clause", "too short to tell"],
)
def test_what_only_looks_alike_stays_apart(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert groups(one, other) == [1, 1]


def test_the_threshold_is_a_share_that_people_can_be_told() -> None:
    assert 50 < THRESHOLD < 100
