"""Random rounds: whatever people do in whatever order, nothing is lost, nothing happens twice, the figures add up.

ZHENGXUN_SEQUENCES says how many (the default keeps the suite short), ZHENGXUN_SEED where to begin.
"""

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.process.invariants import WRITTEN_DOWN, must_hold
from tests.process.operations import OPERATIONS, WEIGHTS, a_sequence
from tests.process.world import World
from tests.sequences.playing import SEED, Stories, how_many
from tests.sequences.world import papers_made_once

SHARDS = 8
REACHING = (20_013, 20_175, 20_176, 20_185, 20_313, 20_401, 20_415)  # short stories that together reach everything
ROUNDS: Stories[World] = Stories(
    operations=OPERATIONS,
    written_down=WRITTEN_DOWN,
    must_hold=lambda _, stage: must_hold(stage),
)


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with papers_made_once():
        yield World()


@pytest.mark.parametrize("shard", range(SHARDS))
def test_whatever_happens_nothing_is_lost_and_nothing_happens_twice(world: World, shard: int) -> None:
    ROUNDS.must_all_hold(world, range(SEED + shard, SEED + how_many(40), SHARDS), a_sequence)


def test_the_sequences_reach_what_they_are_meant_to_try(world: World) -> None:
    """A generator that only collects refusals would prove nothing."""
    assert set(WEIGHTS) <= set(OPERATIONS)
    happened: Counter[str] = Counter()
    for seed in REACHING:
        happened += ROUNDS.play(world, a_sequence(seed))
    rare = {"further_round", "return_unsealed", "return", "seal", "sign", "send_for_signing", "remind"}
    assert set(OPERATIONS) - rare - set(happened) == set()
    assert min(happened[name] for name in ("go_on", "go_back", "check", "paper", "archive")) >= 3
