"""汇总和处理: every comment that counts is decided with its reason, by two people, and contradictions are settled."""

import pytest

from tests.documents.opened import Opened
from tests.makers import DEADLINE, Stage, a_round
from tests.process.telling import (
    HOUR,
    MINUTE,
    a_comment,
    accept,
    answer,
    as_office,
    confirm,
    coordinate,
    journal,
    must_be_well,
    paper,
    propose,
    refused,
    release,
    send_decisions,
    to_the_deadline,
    where,
)
from workflow.consultation import paperwork
from workflow.consultation.actions import deciding
from workflow.consultation.model import Round, RoundStage, Verdict
from workflow.consultation.model import Stage as Where
from workflow.errors import Incomplete, NotYours, Refusal, Stale
from workflow.people import Post, PostKind

MONTHLY = a_comment(5, "每季度更新一次", "每月更新一次", "便于掌握")
WEEKLY = a_comment(5, "每季度更新一次", "每周更新一次", "变化较快")
ELSEWHERE = a_comment(2, "百分之十五", "百分之十", "更为稳妥")


def closed_with(stage: Stage, *said: object) -> None:
    """A round that has closed, with one comment of each unit, accepted."""
    a_round(stage, units=len(said))
    for number, comment in enumerate(said):
        answer(stage, number, *([comment] if comment else []))  # type: ignore[list-item]
    to_the_deadline(stage)
    for number in range(len(said)):
        accept(stage, number)


def test_the_same_wish_of_two_units_is_one_row_decided_once_for_both(stage: Stage) -> None:
    closed_with(stage, MONTHLY, ELSEWHERE, MONTHLY, None)
    with stage.look() as (_, round_):
        rows = deciding.rows_of(round_)
        assert [(row.lead.original, len(row.units)) for row in rows] == [("百分之十五", 1), ("每季度更新一次", 2)]
    propose(stage, Verdict.DECLINED, Verdict.ADOPTED)
    with stage.look() as (_, round_):
        rows = deciding.rows_of(round_)
        verdicts = [[comment.decision.verdict for comment in row.comments if comment.decision] for row in rows]
        assert verdicts == [[Verdict.DECLINED], [Verdict.ADOPTED, Verdict.ADOPTED]]


@pytest.mark.parametrize("verdict", [Verdict.PARTLY, Verdict.DECLINED, Verdict.EXPLAINED])
def test_a_reason_is_required_unless_adopted(stage: Stage, verdict: Verdict) -> None:
    closed_with(stage, MONTHLY)
    with refused(Incomplete, "须写明理由"), stage.as_office() as (desk, round_):
        deciding.propose(desk, round_, deciding.rows_of(round_)[0], verdict, "  ")


def test_two_contradicting_edits_cannot_both_be_adopted_without_a_record(stage: Stage) -> None:
    closed_with(stage, MONTHLY, WEEKLY)
    propose(stage, Verdict.ADOPTED)
    with refused(Incomplete, "协调记录"):
        send_decisions(stage)
    coordinate(stage)
    send_decisions(stage)
    with stage.look() as (_, round_):
        assert round_.stage is RoundStage.CONFIRMING
        assert "coordination" in [paper.kind for paper in round_.papers]


def test_a_settled_contradiction_that_nobody_maintains_any_more_stands_in_no_paper(stage: Stage) -> None:
    closed_with(stage, MONTHLY, WEEKLY)
    propose(stage)
    coordinate(stage)
    send_decisions(stage)
    for number in (0, 1):
        paper(stage, number, DEADLINE - HOUR)
    confirm(stage)
    with stage.look() as (desk, round_):
        report = paperwork.kept_paper(round_, "adoption_report")
        assert report is not None
        assert "无重大分歧" in Opened(desk.files.read(report)).text


def test_adopting_only_one_of_them_needs_no_record(stage: Stage) -> None:
    closed_with(stage, MONTHLY, WEEKLY)
    propose(stage, Verdict.ADOPTED, Verdict.DECLINED)
    send_decisions(stage)


def test_the_last_proposal_counts_and_the_earlier_one_stays_on_record(stage: Stage) -> None:
    closed_with(stage, MONTHLY)
    propose(stage, Verdict.DECLINED)
    propose(stage, Verdict.ADOPTED)
    with stage.look() as (_, round_):
        comment = deciding.rows_of(round_)[0].lead
        assert [decision.verdict for decision in comment.decisions] == [Verdict.DECLINED, Verdict.ADOPTED]
        assert comment.decision is comment.decisions[-1]


def test_nobody_confirms_his_own_proposals(stage: Stage) -> None:
    closed_with(stage, MONTHLY)
    with stage.look() as (desk, round_):
        clerk = round_.lead_unit.holders(PostKind.CLERK, desk.today)[0].id
        lead, today = round_.lead_unit_id, desk.today
    propose(stage)
    send_decisions(stage)
    with stage.office.desk() as desk:
        desk.session.add(Post(officer_id=clerk, unit_id=lead, kind=PostKind.LEADER, since=today))
    with refused(Refusal, "提出的人"), stage.office.desk(clerk) as desk:
        deciding.confirm(desk, desk.session.get_one(Round, stage.round_id))
    confirm(stage)


def test_only_the_head_confirms(stage: Stage) -> None:
    closed_with(stage, MONTHLY)
    propose(stage)
    send_decisions(stage)
    with refused(NotYours):
        as_office(stage, deciding.confirm)


def test_the_head_sends_the_decisions_back_with_a_reason(stage: Stage) -> None:
    closed_with(stage, MONTHLY)
    propose(stage, Verdict.DECLINED)
    send_decisions(stage)
    with refused(Incomplete, "退回理由"):
        as_office(stage, deciding.send_decisions_back, " ", kind=PostKind.LEADER)
    as_office(stage, deciding.send_decisions_back, "请再研究", kind=PostKind.LEADER)
    with stage.look() as (_, round_):
        assert (round_.stage, round_.decisions_back_reason) == (RoundStage.SUMMARISING, "请再研究")
    propose(stage, Verdict.ADOPTED)
    send_decisions(stage)
    confirm(stage)
    with stage.look() as (_, round_):
        decision = deciding.rows_of(round_)[0].lead.decision
        assert decision is not None
        assert (decision.verdict, decision.confirmed_at) == (Verdict.ADOPTED, stage.clock())
    must_be_well(stage)


def test_nothing_goes_to_the_head_while_replies_are_unchecked_or_comments_undecided(stage: Stage) -> None:
    a_round(stage, units=2)
    answer(stage, 0, MONTHLY)
    answer(stage, 1)
    to_the_deadline(stage)
    accept(stage, 0)
    with refused(Incomplete) as refusal:
        send_decisions(stage)
    assert set(refusal.value.fields) == {"check", "decisions"}
    accept(stage, 1)
    propose(stage)
    send_decisions(stage)


def test_after_they_were_sent_to_the_head_proposals_stand_still(stage: Stage) -> None:
    closed_with(stage, MONTHLY)
    propose(stage)
    send_decisions(stage)
    with refused(Stale):
        propose(stage, Verdict.DECLINED)
    with refused(Stale), stage.as_office() as (desk, round_):
        rows = deciding.rows_of(round_)
        deciding.coordinate(
            desk, round_, rows, held_on=desk.today, chair="甲", participants=[], course="经过", outcome="结果"
        )


def test_a_record_of_coordination_is_complete_and_not_from_tomorrow(stage: Stage) -> None:
    closed_with(stage, MONTHLY, WEEKLY)
    with refused(Incomplete) as refusal, stage.as_office() as (desk, round_):
        rows = deciding.rows_of(round_)
        tomorrow = desk.calendar.workdays_after(desk.today, 1)
        deciding.coordinate(desk, round_, rows, held_on=tomorrow, chair="", participants=[], course=" ", outcome="")
    assert set(refusal.value.fields) == {"chair", "course", "outcome", "held_on"}


def test_all_answers_go_out_in_the_same_moment_each_with_its_own_comments(stage: Stage) -> None:
    closed_with(stage, MONTHLY, None)
    propose(stage)
    send_decisions(stage)
    confirm(stage)
    stage.clock.pass_(hours=1)
    release(stage)
    with stage.look() as (_, round_):
        answers = [paper for paper in round_.papers if paper.kind == "answer"]
        assert [paper.reply_id for paper in answers] == [reply.id for reply in round_.replies]
        assert {paper.made_at for paper in answers} == {round_.released_at}
    assert where(stage) == [Where.ACCEPTED, Where.ACCEPTED]
    assert journal(stage).count("release") == 1


def test_before_the_deadline_nothing_can_be_summarised(stage: Stage) -> None:
    a_round(stage, units=1)
    answer(stage, 0, MONTHLY)
    accept(stage, 0)
    with refused(Stale):
        propose(stage)
    stage.clock.move_to(stage.clock() + MINUTE)
    with refused(Stale):
        send_decisions(stage)
