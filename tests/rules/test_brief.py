"""The leader's brief: what is new, changed and dropped since the letter that was sent back."""

import pytest

from tests.makers import SAMPLE, Stage, a_round, corrected_draft
from workflow.consultation.actions import answering, running, writing
from workflow.consultation.actions.wishes import Wish
from workflow.consultation.brief import Change, brief
from workflow.demo.comments import Said
from workflow.documents.comparison import Kind
from workflow.people import PostKind

ONE = Said(2, "每季度", "每月", "频次不足。")
TWO = Said(5, "明确一名班子成员", "明确两名班子成员", "一人不够。")
THREE = Said(7, "应急", "应急管理", "")


@pytest.fixture
def out(stage: Stage) -> Stage:
    a_round(stage, units=2)
    stage.unit(0).receive()
    return stage


def rewrite(stage: Stage, *said: Said) -> None:
    """What the clerk makes of it after the return."""
    unit = stage.unit(0)
    with unit._at_desk(PostKind.CLERK) as (desk, reply):
        clauses = reply.round.current_draft.clauses
        for comment in list(reply.written):
            writing.remove_comment(desk, reply, comment.key)
        for one in said:
            writing.save_comment(desk, reply, None, Wish(clauses[one.position], one.original, one.proposed, one.reason))
        answering.send_for_signing(desk, reply)


def changes(stage: Stage) -> tuple[list[Change | None], int]:
    with stage.reply(0) as reply:
        made = brief(reply)
        assert made is not None
        return [proposal.change for proposal in made.proposals], len(made.dropped)


def test_a_first_letter_has_nothing_to_compare_with(out: Stage) -> None:
    out.unit(0).write([ONE, TWO])
    assert changes(out) == ([None, None], 0)


def test_after_a_return_each_comment_is_the_same_changed_new_or_dropped(out: Stage) -> None:
    out.unit(0).write([ONE, TWO])
    out.unit(0).return_("请再核。")
    rewrite(out, ONE, Said(5, TWO.original, "明确两至三名班子成员", TWO.reason), THREE)
    assert changes(out) == ([Change.SAME, Change.CHANGED, Change.NEW], 0)


def test_what_is_no_longer_proposed_is_named(out: Stage) -> None:
    out.unit(0).write([ONE, TWO])
    out.unit(0).return_("第二条不提。")
    rewrite(out, ONE)
    assert changes(out) == ([Change.SAME], 1)


def test_two_comments_on_one_clause_are_told_apart_by_the_words_they_quote(out: Stage) -> None:
    first, second = Said(5, "甲处", "改甲", ""), Said(5, "乙处", "改乙", "")
    out.unit(0).write([first, second])
    out.unit(0).return_("请再核。")
    rewrite(out, Said(5, "乙处", "再改乙", ""), first)
    with out.reply(0) as reply:
        made = brief(reply)
        assert made is not None
        assert [(p.change, p.earlier.original if p.earlier else "") for p in made.proposals] == [
            (Change.CHANGED, "乙处"),
            (Change.SAME, ""),
        ]


def test_the_difference_is_between_the_quoted_and_the_proposed_words(out: Stage) -> None:
    out.unit(0).write([ONE, Said(3, "", "增加一款", "")])
    with out.reply(0) as reply:
        made = brief(reply)
        assert made is not None
        assert [(piece.kind, piece.text) for piece in made.proposals[0].pieces] == [
            (Kind.SAME, "每"),
            (Kind.REMOVED, "季度"),
            (Kind.ADDED, "月"),
        ]
        assert made.proposals[1].pieces == ()


def test_a_letter_on_an_earlier_draft_says_so(out: Stage) -> None:

    out.unit(0).write([ONE])
    with out.as_office() as (desk, round_):
        running.replace_draft(desk, round_, corrected_draft(), SAMPLE.name, "更正附表")
    with out.reply(0) as reply:
        made = brief(reply)
        assert made is not None
        assert not made.is_on_current_draft


def test_without_a_letter_in_hand_there_is_no_brief(out: Stage) -> None:
    with out.reply(0) as reply:
        assert brief(reply) is None
    out.unit(0).write([ONE])
    out.unit(0).return_("请再核。")
    with out.reply(0) as reply:
        assert brief(reply) is None
