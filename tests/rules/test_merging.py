"""汇总: the same wish of several units is one row in clause order; edits of the same words contradict each other."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.consultation.model import Clause, Comment, Decision, Letter, Reply, StandingKind, Verdict
from workflow.consultation.model.reply import Standing
from workflow.consultation.rules import contradictions, count, merge
from workflow.people import Unit

CLAUSES = [
    Clause(position=0, part_number="一", number="（一）", title="", text="各镇街每季度更新一次底册，每月巡查两次。"),
    Clause(position=1, part_number="一", number="（二）", title="", text="应当在二十四小时内报告有关部门。"),
]
UNITS = [Reply(position=n, unit=Unit(id=n, name=name)) for n, name in enumerate(("甲单位", "乙单位", "丙单位"))]


def said(
    unit: int, clause: int | None, original: str = "", proposed: str = "", reason: str = "", position: int = 1
) -> tuple[Reply, Comment]:
    about = None if clause is None else CLAUSES[clause]
    return UNITS[unit], Comment(clause=about, original=original, proposed=proposed, reason=reason, position=position)


def rows(*pairs: tuple[Reply, Comment]) -> list[tuple[str, ...]]:
    return [row.units for row in merge(pairs)]


def test_the_same_wish_is_one_row_with_all_units_named_and_all_reasons() -> None:
    merged = merge([said(0, 0, "每季度", "每月", "便于掌握"), said(1, 0, "每季度", "每月", "变化较快")])
    assert [(row.units, row.reasons) for row in merged] == [(("甲单位", "乙单位"), ("便于掌握", "变化较快"))]


@pytest.mark.parametrize("written", ["每 月", "每月 ", "　每月"])
def test_blanks_and_widths_make_no_difference(written: str) -> None:
    assert rows(said(0, 0, "每季度", "每月"), said(1, 0, "每季度", written)) == [("甲单位", "乙单位")]
    assert rows(said(0, 0, "(二)", "ABC"), said(1, 0, "（二）", "ＡＢＣ")) == [("甲单位", "乙单位")]


def test_another_clause_other_words_or_another_wish_are_other_rows() -> None:
    first = said(0, 0, "每季度", "每月")
    for other in (said(1, 1, "每季度", "每月"), said(1, 0, "每月巡查", "每月"), said(1, 0, "每季度", "每周")):
        assert len(rows(first, other)) == 2


def test_without_a_proposal_the_reason_is_the_wish() -> None:
    assert rows(said(0, 0, reason="难以落实"), said(1, 0, reason="难以落实")) == [("甲单位", "乙单位")]
    assert len(rows(said(0, 0, reason="难以落实"), said(1, 0, reason="缺少经费"))) == 2
    assert len(rows(said(0, 0, reason="每月"), said(1, 0, proposed="每月"))) == 2


def test_rows_follow_the_clauses_and_the_whole_draft_comes_first() -> None:
    merged = merge([said(0, 1, proposed="改"), said(1, 0, proposed="改"), said(2, None, proposed="改")])
    assert [row.units for row in merged] == [("丙单位",), ("乙单位",), ("甲单位",)]


def test_a_unit_that_says_the_same_twice_is_named_once() -> None:
    assert rows(said(0, 0, "每季度", "每月"), said(0, 0, "每季度", "每月", position=2)) == [("甲单位",)]


comments = st.builds(
    said,
    st.integers(0, 2),
    st.sampled_from([None, 0, 1]),
    st.sampled_from(["", "每季度", "二十四小时"]),
    st.sampled_from(["", "每月", "每周"]),
    st.sampled_from(["", "便于掌握"]),
)


@given(pairs=st.lists(comments, max_size=12), chance=st.randoms(use_true_random=False))
def test_merging_loses_nothing_doubles_nothing_and_does_not_care_for_the_order(
    pairs: list[tuple[Reply, Comment]], chance: random.Random
) -> None:
    merged = merge(pairs)
    assert sorted(id(comment) for row in merged for comment in row.comments) == sorted(id(c) for _, c in pairs)
    shuffled = pairs[:]
    chance.shuffle(shuffled)
    assert {frozenset(map(id, row.comments)) for row in merge(shuffled)} == {
        frozenset(map(id, row.comments)) for row in merged
    }


def test_the_key_of_a_row_is_that_of_its_first_comment() -> None:
    one, other = said(0, 0, "每季度", "每月"), said(1, 0, "每季度", "每月")
    one[1].key, other[1].key = "first", "second"
    assert merge([other, one])[0].key == "first"


# -- contradictions


def contradicting(*pairs: tuple[Reply, Comment]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(pair.first.units, pair.second.units) for pair in contradictions(merge(pairs))]


def test_edits_of_overlapping_words_with_different_results_contradict_each_other() -> None:
    assert contradicting(said(0, 0, "每季度更新", "每月更新"), said(1, 0, "更新一次", "更新两次")) == [
        (("甲单位",), ("乙单位",))
    ]


@pytest.mark.parametrize(
    "other",
    [
        said(1, 0, "每季度", "每月"),  # the same result
        said(1, 0, "每月巡查", "每周巡查"),  # other words of the clause
        said(1, 1, "二十四小时", "十二小时"),  # another clause
        said(1, 0, "没有这几个字", "每周"),  # words that do not stand there
        said(1, 0, "", "增加一句"),  # an addition, not an edit
        said(1, 0, "每季度", "", "请说明理由"),  # a question, no proposal
        said(1, None, "每季度", "每周"),  # about the draft as a whole
    ],
)
def test_what_does_not_touch_the_same_words_or_wants_the_same_is_no_contradiction(other: tuple[Reply, Comment]) -> None:
    assert contradicting(said(0, 0, "每季度", "每月"), other) == []


def test_three_different_wishes_are_three_contradictions() -> None:
    edits = [said(n, 0, "每季度", wish) for n, wish in enumerate(("每月", "每周", "每年"))]
    assert len(contradicting(*edits)) == 3


# -- figures


def a_reply(kind: StandingKind | None) -> Reply:
    standings = [Standing(kind=kind)] if kind else []
    return Reply(letters=[], standings=standings)


@given(kinds=st.lists(st.sampled_from([None, *StandingKind]), max_size=20))
def test_the_kinds_of_answer_are_counted_apart_and_make_up_what_was_sent(kinds: list[StandingKind | None]) -> None:
    counts = count([a_reply(kind) for kind in kinds], [])
    apart = (counts.with_comments, counts.no_objection, counts.silent, counts.undelivered, counts.open)
    assert sum(apart) == counts.sent == len(kinds)
    assert counts.received == counts.with_comments + counts.no_objection
    assert counts.undelivered == kinds.count(StandingKind.UNDELIVERED)
    assert counts.silent == kinds.count(StandingKind.SILENT)


def test_a_late_letter_is_counted_beside_the_four_kinds() -> None:
    late = a_reply(StandingKind.SILENT)
    late.letters = [Letter(late=True), Letter(late=True)]
    counts = count([late, a_reply(StandingKind.NO_OBJECTION)], [])
    assert (counts.late, counts.silent, counts.received) == (1, 1, 1)


@given(verdicts=st.lists(st.sampled_from([None, *Verdict]), max_size=20))
def test_every_decided_comment_is_counted_once_by_its_last_decision(verdicts: list[Verdict | None]) -> None:
    comments = [
        Comment(decisions=[Decision(verdict=Verdict.DECLINED), Decision(verdict=v)] if v else []) for v in verdicts
    ]
    counts = count([], comments)
    decided = counts.adopted + counts.partly + counts.declined + counts.explained
    assert decided == sum(verdict is not None for verdict in verdicts)
    assert counts.declined == verdicts.count(Verdict.DECLINED)
