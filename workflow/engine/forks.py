"""Every way in which one event can go on: each question is answered in every possible way, as it comes up.

A bare fact and a comparison with a fact are answered yes and no; a group has one or two members. The
same thing asked twice in one step gets the same answer, for the facts do not change within a step.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from workflow.engine.definition import Definition
from workflow.engine.oracle import Asked, Oracle, Trail
from workflow.engine.positions import Event, Transition, compute
from workflow.engine.questions import Both, Fact, evaluate, parse

SIZES = (1, 2)  # of a group


@dataclass(frozen=True)
class Move:
    """From `position`, `event` and the answers in `trail` lead to `transition`."""

    position: str
    event: Event
    trail: Trail
    transition: Transition


class Unanswered(Exception):
    """Not an error: the walk comes to a fork."""

    def __init__(self, question: str, options: tuple[Fact, ...]) -> None:
        self.question, self.options = question, options
        super().__init__(question)


class Forking(Oracle):
    """Knows only the answers chosen so far, and stops at the first question without one."""

    def __init__(self, chosen: dict[str, Fact]) -> None:
        super().__init__(chosen)
        self.chosen = chosen

    def decide(self, asked: Asked) -> bool:
        text, local = asked
        return self._decide(parse(text).tree.body, dict(local))

    def count(self, asked: Asked) -> int:
        tree = parse(asked[0]).tree.body
        return int(evaluate(asked[0], tree, {})) if not parse(asked[0]).names else self._choose(asked[0], SIZES)

    def _decide(self, tree: ast.expr, local: dict[str, Fact]) -> bool:
        if isinstance(tree, ast.BoolOp):
            parts = (self._decide(part, local) for part in tree.values)
            return all(parts) if isinstance(tree.op, ast.And) else any(parts)
        if isinstance(tree, ast.UnaryOp):
            return not self._decide(tree.operand, local)
        text = ast.unparse(tree)
        if parse(text).names <= local.keys():
            return bool(evaluate(text, tree, Both(local, {})))
        return bool(self._choose(text + _counted(tree, local), (True, False)))

    def _choose(self, question: str, options: tuple[Fact, ...]) -> Fact:
        if question not in self.chosen:
            raise Unanswered(question, options)
        return self.chosen[question]


def _counted(tree: ast.expr, local: dict[str, Fact]) -> str:
    """A comparison of facts with the counts of a group is another question for other counts."""
    used = sorted(n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id in local)
    return "".join(f" ({name} = {local[name]})" for name in used)


def moves(definition: Definition, position: str, state: str, event: Event) -> Iterator[Move]:
    """All moves by which one event can leave a position, yes before no."""
    waiting: list[dict[str, Fact]] = [{}]
    while waiting:
        chosen = waiting.pop()
        oracle = Forking(chosen)
        try:
            transition = compute(definition, state, event, oracle)
        except Unanswered as fork:
            waiting.extend({**chosen, fork.question: option} for option in reversed(fork.options))
        else:
            yield Move(position, event, tuple(oracle.trail), transition)
