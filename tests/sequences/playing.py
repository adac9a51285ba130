"""Random stories: what happens is drawn by a seed, played against the invariants, and told shortly when it breaks.

ZHENGXUN_SEQUENCES says how many (the default keeps the suite short), ZHENGXUN_SEED where to begin.
"""

import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import pytest

from tests.makers import Stage
from tests.sequences.invariants import record
from tests.sequences.world import World
from workflow.errors import Refusal

W = TypeVar("W", bound=World)
MOST_PLAYS = 200  # to shorten a story that went wrong
SEED = int(os.environ.get("ZHENGXUN_SEED", "0"))


def how_many(usually: int) -> int:
    return int(os.environ.get("ZHENGXUN_SEQUENCES", str(usually)))


@dataclass(frozen=True)
class Operation:
    """What may happen: its name, the number of a part of the case (a unit, a measure) and a dice.

    Played again it does the same.
    """

    name: str
    part: int
    dice: int


@dataclass(frozen=True)
class Stories(Generic[W]):
    """What may happen in such a world, and what must hold after each thing that happened."""

    operations: Mapping[str, Callable[[W, Stage, Operation], None]]
    written_down: Mapping[str, str]  # besides the journal and the way
    must_hold: Callable[[W, Stage], None]

    def perform(self, world: W, stage: Stage, operation: Operation) -> bool:
        """Whether it happened; refused it leaves nothing. Anything but a Refusal is a defect."""
        try:
            self.operations[operation.name](world, stage, operation)
        except Refusal:
            return False
        return True

    def play(self, world: W, operations: Sequence[Operation]) -> Counter[str]:
        """Let it all happen; AssertionError (or whatever breaks) at the first thing that is not as it must be."""
        stage = world.morning()
        written = record(world.connection, self.written_down)
        happened: Counter[str] = Counter()
        for operation in operations:
            done = self.perform(world, stage, operation)
            happened[operation.name] += done
            now = record(world.connection, self.written_down)
            if done:
                written.must_only_grow(now)
                self.must_hold(world, stage)
            else:
                assert now == written, f"{operation} was refused and left something behind"
            written = now
            stage.clock.move_to(stage.clock() + world.tick)
        return happened

    def breaks(self, world: W, operations: Sequence[Operation]) -> str:
        """What goes wrong, in a word; "" if nothing does."""
        try:
            self.play(world, operations)
        except Exception as error:
            return f"{type(error).__name__}: {error}".splitlines()[0]
        return ""

    def shortened(self, world: W, operations: list[Operation], wrong: str) -> list[Operation]:
        """The same fault with as few operations as leaving them out one by one gives."""
        plays, place = 0, len(operations) - 1
        while place >= 0 and plays < MOST_PLAYS:
            fewer = operations[:place] + operations[place + 1 :]
            plays += 1
            if self.breaks(world, fewer)[:40] == wrong[:40]:
                operations = fewer
            place -= 1
        return operations

    def must_all_hold(self, world: W, seeds: Sequence[int], drawn: Callable[[int], list[Operation]]) -> None:
        """Play the story of each seed; the first that breaks is told as shortly as it can be."""
        for seed in seeds:
            operations = drawn(seed)
            wrong = self.breaks(world, operations)
            if wrong:
                story = self.shortened(world, operations, wrong)
                told = "\n".join(f"  {step.name} (part {step.part}, dice {step.dice})" for step in story)
                pytest.fail(f"seed {seed}: {wrong}\nafter\n{told}")
