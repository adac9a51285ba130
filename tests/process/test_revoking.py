"""撤销: the head takes a whole round back. Nobody has to answer, nothing answered counts, silence means nothing."""

from datetime import timedelta

import pytest

from tests.makers import DEADLINE, Stage, a_round
from tests.process import telling as office
from tests.process.telling import a_comment, answer, journal, steps, where
from workflow.consultation import audit
from workflow.consultation.actions import revoking
from workflow.consultation.model import RoundStage, StandingKind
from workflow.consultation.model import Stage as Where
from workflow.desk import Desk
from workflow.errors import Incomplete, NotYours, Refusal, Stale
from workflow.files import KeptFile
from workflow.notices import Notice
from workflow.people import PostKind

REASON = "因上级文件已作调整，须重新起草"


def revoke(stage: Stage, reason: str = REASON, kind: PostKind = PostKind.LEADER) -> None:
    office.as_office(stage, revoking.revoke, reason, kind=kind)


def papers(stage: Stage, kind: str) -> list[KeptFile]:
    with stage.look() as (_, round_):
        return [paper.file for paper in round_.papers if paper.kind == kind]


def told(desk: Desk) -> list[Notice]:
    return desk.session.query(Notice).filter_by(kind="revocation").order_by(Notice.id).all()


@pytest.fixture
def round_(stage: Stage) -> Stage:
    """Three units: one has answered and was accepted, one has its letter before its leader, one has done nothing."""
    a_round(stage, units=3)
    answer(stage, 0, a_comment())
    office.accept(stage, 0)
    unit = stage.unit(1)
    unit.receive()
    unit.write([a_comment()])
    return stage


def test_every_unit_is_told_why_and_nothing_lies_on_its_desks_any_more(round_: Stage) -> None:
    revoke(round_)
    assert where(round_) == [Where.REVOKED] * 3
    assert [steps(round_, number) for number in range(3)] == [set()] * 3
    with round_.look() as (desk, found):
        assert found.stage is RoundStage.REVOKED
        assert desk.open_steps(found) == set()
        assert [notice.unit_id for notice in told(desk)] == [reply.unit_id for reply in found.replies]
        assert all(REASON in notice.body and "不视为无意见" in notice.body for notice in told(desk))
    office.must_be_well(round_)


def test_the_notice_has_a_number_of_its_own_and_stands_with_the_papers(round_: Stage) -> None:
    revoke(round_)
    assert len(papers(round_, "revocation")) == 1
    with round_.look() as (_, found):
        assert found.revocation is not None
        assert found.revocation.doc_number not in ("", found.doc_number)
        assert found.revocation.reason == REASON
    assert journal(round_)[-1] == "revoke"


def test_what_was_answered_is_kept(round_: Stage) -> None:
    revoke(round_)
    with round_.reply(0) as reply:
        assert [letter.is_complete for letter in reply.letters] == [True]
    assert len(papers(round_, "reply")) == 1


def test_the_deadline_passes_over_it_and_nobody_is_silent(round_: Stage) -> None:
    revoke(round_)
    round_.pass_until(DEADLINE + timedelta(days=1))
    with round_.look() as (desk, found):
        assert [reply.standing.kind if reply.standing else None for reply in found.replies] == [
            StandingKind.WITH_COMMENTS, None, None,
        ]  # fmt: skip
        assert found.closed_at is None
        assert audit.matches(audit.audit(desk, found), desk.now), "what was planned for later was dropped, and says so"
    assert "close" not in journal(round_)
    assert "remind" not in journal(round_)[journal(round_).index("revoke") :]


def test_a_deadline_that_nobody_swept_has_passed_before_it(round_: Stage) -> None:
    round_.clock.move_to(DEADLINE + timedelta(minutes=1))
    revoke(round_)
    verbs = journal(round_)
    assert verbs.index("close_silent") < verbs.index("close") < verbs.index("revoke")
    assert where(round_) == [Where.REVOKED] * 3


@pytest.mark.parametrize("step", ["summarising", "confirming"])
def test_it_is_possible_until_the_decisions_are_confirmed(round_: Stage, step: str) -> None:
    office.to_the_deadline(round_)
    office.propose(round_)
    if step == "confirming":
        office.send_decisions(round_)
    revoke(round_)
    assert where(round_) == [Where.REVOKED] * 3


def test_confirmed_decisions_are_not_taken_back(round_: Stage) -> None:
    office.to_the_deadline(round_)
    office.propose(round_)
    office.send_decisions(round_)
    office.confirm(round_)
    with pytest.raises(Stale, match="处理意见已经确认"):
        revoke(round_)


def test_a_round_that_is_not_out_is_sent_back_instead(stage: Stage) -> None:
    stage.begin()
    with pytest.raises(Stale, match="等待负责人签发"):
        revoke(stage)


def test_the_head_alone_decides_and_says_why(round_: Stage) -> None:
    with pytest.raises(NotYours):
        revoke(round_, kind=PostKind.CLERK)
    with pytest.raises(Incomplete, match="理由"):
        revoke(round_, " ")
    revoke(round_)
    with pytest.raises(Stale, match="已经撤销"):
        revoke(round_)
    assert journal(round_).count("revoke") == 1


def test_whoever_comes_too_late_is_told_that_it_was_revoked(round_: Stage) -> None:
    revoke(round_)
    for act in (
        lambda: round_.unit(1).sign(),
        lambda: round_.unit(2).receive(),
        lambda: office.paper(round_, 2, round_.clock()),
        lambda: office.reached(round_, 2, round_.clock()),
        lambda: office.remind(round_, 2),
        lambda: office.replace(round_),
        lambda: office.propose(round_),
    ):
        with pytest.raises(Refusal, match="撤销"):
            act()
