"""Random rounds: whatever people do in whatever order, nothing is lost, nothing happens twice, the figures add up.

ZHENGXUN_SEQUENCES says how many (the default keeps the suite short), ZHENGXUN_SEED where to begin.
"""

import os
from collections import Counter
from collections.abc import Iterator, Sequence

import pytest

from tests.process.invariants import must_hold, must_only_grow, record
from tests.process.operations import OPERATIONS, WEIGHTS, Operation, a_sequence, perform
from tests.process.world import World, papers_made_once

SEQUENCES = int(os.environ.get("ZHENGXUN_SEQUENCES", "64"))
SEED = int(os.environ.get("ZHENGXUN_SEED", "0"))
SHARDS = 8
MOST_PLAYS = 200  # to shorten a story that went wrong


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with papers_made_once():
        yield World()


def play(world: World, operations: Sequence[Operation]) -> Counter[str]:
    """Let it all happen; AssertionError (or whatever breaks) at the first thing that is not as it must be."""
    stage = world.morning()
    written = record(world.connection)
    happened: Counter[str] = Counter()
    for operation in operations:
        done = perform(world, stage, operation)
        happened[operation.name] += done
        now = record(world.connection)
        if done:
            must_only_grow(written, now)
            must_hold(stage)
        else:
            assert now == written, f"{operation} was refused and left something behind"
        written = now
    return happened


def breaks(world: World, operations: Sequence[Operation]) -> str:
    """What goes wrong, in a word; "" if nothing does."""
    try:
        play(world, operations)
    except Exception as error:
        return f"{type(error).__name__}: {error}".splitlines()[0]
    return ""


def shortened(world: World, operations: list[Operation], wrong: str) -> list[Operation]:
    """The same fault with as few operations as leaving them out one by one gives."""
    plays, place = 0, len(operations) - 1
    while place >= 0 and plays < MOST_PLAYS:
        fewer = operations[:place] + operations[place + 1 :]
        plays += 1
        if breaks(world, fewer)[:40] == wrong[:40]:
            operations = fewer
        place -= 1
    return operations


@pytest.mark.parametrize("shard", range(SHARDS))
def test_whatever_happens_nothing_is_lost_and_nothing_happens_twice(world: World, shard: int) -> None:
    for number in range(shard, SEQUENCES, SHARDS):
        operations = a_sequence(SEED + number)
        wrong = breaks(world, operations)
        if wrong:
            story = shortened(world, operations, wrong)
            told = "\n".join(f"  {step.name} (unit {step.unit}, dice {step.dice})" for step in story)
            pytest.fail(f"seed {SEED + number}: {wrong}\nafter\n{told}")


def test_the_sequences_reach_what_they_are_meant_to_try(world: World) -> None:
    """A generator that only collects refusals would prove nothing."""
    assert set(WEIGHTS) <= set(OPERATIONS)
    happened: Counter[str] = Counter()
    for seed in range(20_000, 20_020):
        happened += play(world, a_sequence(seed))
    rare = {"further_round", "return_unsealed", "return", "seal", "sign", "send_for_signing", "remind"}
    assert set(OPERATIONS) - rare - set(happened) == set()
    assert min(happened[name] for name in ("go_on", "go_back", "check", "paper", "archive")) >= 3
