"""Random cases: whatever people do in whatever order, from the news to the archive, nothing is lost or ends twice.

ZHENGXUN_SEQUENCES says how many (the default keeps the suite short), ZHENGXUN_SEED where to begin.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select

from tests.accident.invariants import WRITTEN_DOWN, must_hold
from tests.accident.operations import OPERATIONS, WEIGHTS, a_sequence
from tests.accident.world import World
from tests.sequences.playing import SEED, Stories, how_many
from tests.sequences.world import papers_made_once
from workflow.accident import desks
from workflow.desk import Desk
from workflow.journal import JournalLine
from workflow.notices import Notice
from workflow.outbox.composing import compose
from workflow.outbox.packing import TOLD
from workflow.outbox.rows import Content, Parcel, Way

SHARDS = 2
CASE = "某某建筑公司“12·1”高处坠落事故"
SEEDS = (5, 7, 8, 31, 40)  # short stories that together reach everything
CASES: Stories[World] = Stories(operations=OPERATIONS, written_down=WRITTEN_DOWN, must_hold=must_hold)


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with papers_made_once():
        yield World()


@pytest.mark.parametrize("shard", range(SHARDS))
def test_whatever_happens_nothing_is_lost_and_nothing_ends_twice(world: World, shard: int) -> None:
    CASES.must_all_hold(world, range(SEED + shard, SEED + how_many(4), SHARDS), a_sequence)


REACHED = {  # verbs of the journal: each stage of a case, and the turns off its main way
    "report_up", "classify", "supplement", "regrade", "propose_team", "send_team_back", "appoint_team",
    "declare_interest", "recuse", "join_team", "change_leader", "clear_interests", "record_evidence", "add_cause",
    "propose_measure", "commission_appraisal", "conclude_appraisal", "ask_extension", "grant_extension",
    "refuse_extension", "finish_report", "sign_report", "refuse_to_sign", "dissent", "conclude", "decide_dissent",
    "consent", "submit_report", "approval_refused", "approve_report", "finish_check", "publish_report",
    "correct_publication", "record_accountability", "settle_accountability", "begin_measure", "answer_order",
    "review_objection", "add_proof", "ask_more_time", "grant_more_time", "refuse_more_time", "sign_off",
    "fail_inspection", "pass_inspection", "close_measure", "suggest_supervision", "impose_supervision",
    "decline_supervision", "lift_supervision", "open_evaluation", "record_finding", "return_evaluation",
    "order_again", "finish_evaluation", "archive_case", "transfer", "raise_alarm",
}  # fmt: skip


KINDS = {
    "alarm", "team", "extension", "order", "order_again", "open_evaluation", "supervision", "supervision_lifted",
}  # fmt: skip


@dataclass
class Wrought:
    """What became of stories: their verbs, and what was told, kind by kind, as a mail and as the pages read."""

    verbs: Counter[str] = field(default_factory=Counter)
    mails: set[tuple[str, str, str]] = field(default_factory=set)  # kind, head, text
    titles: set[str] = field(default_factory=set)  # on somebody's desk


@pytest.fixture(scope="module")
def wrought(world: World) -> Wrought:
    """Without the invariants, which others look at."""
    wrought = Wrought()
    for seed in SEEDS:
        stage = world.morning()
        for operation in a_sequence(seed):
            CASES.perform(world, stage, operation)
            stage.clock.pass_(seconds=1)
        with stage.office.desk(write=False) as desk:
            wrought.verbs.update(desk.session.scalars(select(JournalLine.verb)))
            _listen(desk, wrought)
    return wrought


def _listen(desk: Desk, wrought: Wrought) -> None:
    """The first officer of each unit that was told anything; a team may have nobody any more."""
    notices = desk.session.scalars(select(Notice)).all()
    for unit in {notice.unit for notice in notices}:
        for hearer in [officer for kind in TOLD for officer in unit.holders(kind, desk.today)][:1]:
            desk.officer = hearer
            wrought.titles.update(news.title for news in desks.notices(desk))
            for notice in (notice for notice in notices if notice.unit is unit):
                mail = compose(Parcel(officer=hearer, way=Way.MAIL, contents=[Content(notice=notice)]), site="")
                wrought.mails.add((notice.kind, mail.title, mail.text))


def test_the_sequences_reach_every_stage_of_a_case(wrought: Wrought) -> None:
    """A generator that only collects refusals would prove nothing."""
    assert set(WEIGHTS) == set(OPERATIONS)
    assert sorted(REACHED - set(wrought.verbs)) == []


def test_every_notice_of_a_case_names_it_once_on_the_page_and_in_the_mail(wrought: Wrought) -> None:
    assert {kind for kind, _, _ in wrought.mails} == KINDS
    assert [mail for mail in wrought.mails if [part.count(CASE) for part in mail[1:]] != [1, 1]] == []
    assert [title for title in wrought.titles if title.count(CASE) != 1] == []
    assert wrought.titles == {head for _, head, _ in wrought.mails}
