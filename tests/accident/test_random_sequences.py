"""Random cases: whatever people do in whatever order, from the news to the archive, nothing is lost or ends twice.

ZHENGXUN_SEQUENCES says how many (the default keeps the suite short), ZHENGXUN_SEED where to begin.
"""

from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from tests.accident.invariants import WRITTEN_DOWN, must_hold
from tests.accident.operations import OPERATIONS, WEIGHTS, a_sequence
from tests.accident.world import World
from tests.sequences.playing import SEED, Stories, how_many
from tests.sequences.world import papers_made_once
from workflow.journal import JournalLine

SHARDS = 2
SEEDS = 22  # whose stories together reach everything
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


def test_the_sequences_reach_every_stage_of_a_case(world: World) -> None:
    """A generator that only collects refusals would prove nothing."""
    assert set(WEIGHTS) == set(OPERATIONS)
    verbs: Counter[str] = Counter()
    for seed in range(SEEDS):
        verbs += wrought(world, seed)
    assert sorted(REACHED - set(verbs)) == []


def wrought(world: World, seed: int) -> Counter[str]:
    """What became of one story, by the verbs of the journal; without the invariants, which others look at."""
    stage = world.morning()
    for operation in a_sequence(seed):
        CASES.perform(world, stage, operation)
        stage.clock.pass_(seconds=1)
    with stage.office.desk(write=False) as desk:
        return Counter(desk.session.scalars(select(JournalLine.verb)))
