"""Random cases: whatever people do in whatever order, from the news to the archive, nothing is lost or ends twice.

ZHENGXUN_SEQUENCES says how many (the default keeps the suite short), ZHENGXUN_SEED where to begin.
"""

from collections.abc import Iterator

import pytest

from tests.accident.invariants import WRITTEN_DOWN, must_hold
from tests.accident.operations import OPERATIONS, a_sequence
from tests.accident.world import World
from tests.sequences.playing import SEED, Stories, how_many
from tests.sequences.world import papers_made_once

SHARDS = 2
CASES: Stories[World] = Stories(operations=OPERATIONS, written_down=WRITTEN_DOWN, must_hold=must_hold)


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with papers_made_once():
        yield World()


@pytest.mark.parametrize("shard", range(SHARDS))
def test_whatever_happens_nothing_is_lost_and_nothing_ends_twice(world: World, shard: int) -> None:
    CASES.must_all_hold(world, range(SEED + shard, SEED + how_many(6), SHARDS), a_sequence)
