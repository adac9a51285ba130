"""The memo in front of SpiffWorkflow: a trie of (definition, position, event) and the answers of the domain.

It is exact whatever the facts are, because a transition depends on nothing but the answers to the questions asked
on the way. A hit costs about a microsecond; a miss is computed and learned.
"""

import threading
from collections.abc import Callable
from typing import cast

from workflow.engine.definition import Definition
from workflow.engine.oracle import Asked, Oracle, Trail, answer
from workflow.engine.positions import START, Event, Transition, compute
from workflow.engine.questions import Fact, Facts
from workflow.errors import EngineFault

__all__ = ["Event", "Machine", "Transition"]

Key = tuple[str, str, Event]  # key of the definition, position, event


class Ask:
    """An inner node of the trie: what was asked, and where each answer leads."""

    __slots__ = ("answers", "asked")

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.answers: dict[Fact, Node] = {}


Node = Ask | Transition


class Machine:
    """Steps for any number of threads. `load(position)` gives the state text of a position not met yet.

    `size`: so many entries are remembered, then the memo starts anew. `verify`: recompute every hit and compare.
    """

    def __init__(self, load: Callable[[str], str] | None = None, size: int = 100_000, verify: bool = False) -> None:
        self.load, self.size, self.verify = load, size, verify
        self.hits = self.misses = 0
        self._memo: dict[Key, Node] = {}
        self._texts: dict[str, str] = {}
        self._lock = threading.Lock()

    def step(self, definition: Definition, position: str, event: Event, facts: Facts) -> Transition:
        """The transition of one event; NotOpen if it does not fit the position."""
        key = (definition.key, position, event)
        known = self._recall(key, facts)
        if known and not self.verify:
            self.hits += 1
            return known
        oracle = Oracle(facts)
        fresh = compute(definition, self._text(position, event), event, oracle)
        if known:
            _must_agree(key, known, fresh)
            self.hits += 1
            return known
        self.learn(definition, position, event, tuple(oracle.trail), fresh)
        return fresh

    def learn(self, definition: Definition, position: str, event: Event, trail: Trail, fresh: Transition) -> None:
        """Remember a computed transition together with the questions that led to it."""
        with self._lock:
            self.misses += 1
            if len(self._memo) >= self.size:
                self._memo, self._texts = {}, {}
            self._texts[fresh.position] = fresh.state
            self._insert((definition.key, position, event), trail, fresh)

    def _recall(self, key: Key, facts: Facts) -> Transition | None:
        node = self._memo.get(key)
        if type(node) is not Ask:
            return cast("Transition | None", node)
        while type(node) is Ask:
            node = node.answers.get(answer(node.asked, facts))
        return cast("Transition | None", node)

    def _insert(self, key: Key, trail: Trail, fresh: Transition) -> None:
        holder: dict[Key, Node] | dict[Fact, Node] = self._memo
        slot: Key | Fact = key
        for asked, said in trail:
            node = cast("dict[object, Node]", holder).setdefault(slot, Ask(asked))
            if type(node) is not Ask or node.asked != asked:
                raise EngineFault(f"{key}: asked {asked} where it asked something else before")
            holder, slot = node.answers, said
        cast("dict[object, Node]", holder)[slot] = fresh

    def _text(self, position: str, event: Event) -> str:
        if event.kind == "start":
            return START
        text = self._texts.get(position)
        if text is None and self.load:
            text = self.load(position)
        if text is None:
            raise EngineFault(f"position {position!r} is unknown")
        return text


def _must_agree(key: Key, known: Transition, fresh: Transition) -> None:
    if known != fresh:
        raise EngineFault(f"the memo is wrong at {key}: remembered {known}, computed {fresh}")
