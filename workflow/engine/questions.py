"""The questions a diagram may ask: short, safe expressions over facts.

A gateway asks for a truth value, a group for a count. Facts are a mapping that the domain answers, lazily if
it likes; nothing is ever copied into the workflow. Expressions are checked against a short list of what may
stand in them when the diagram is deployed, and evaluated by simpleeval without any function.
"""

import ast
import operator
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from simpleeval import InvalidExpression, SimpleEval

from workflow.errors import EngineFault

LONGEST = 200  # characters; a condition that needs more belongs into the domain

ALLOWED = (
    *(ast.Expression, ast.Name, ast.Load, ast.Constant),
    *(ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not),
    *(ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE),
    *(ast.BinOp, ast.Add, ast.Sub),
)
OPERATORS = {
    ast.Not: operator.not_,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Add: operator.add,
    ast.Sub: operator.sub,
}

Fact = bool | int
Facts = Mapping[str, Fact]


class BadQuestion(ValueError):
    """An expression that may not stand in a diagram; the message says why, in Chinese."""


@dataclass(frozen=True)
class Question:
    """One expression, parsed once: its text, its tree, and the names of the facts it needs."""

    text: str
    tree: ast.Expression
    names: frozenset[str]

    @property
    def is_yes_or_no(self) -> bool:
        return _is_yes_or_no(self.tree.body)

    @property
    def is_count(self) -> bool:
        return _is_count(self.tree.body)

    def answer(self, facts: Facts) -> Fact:
        return evaluate(self.text, self.tree.body, facts)


@lru_cache(maxsize=10_000)
def parse(text: str) -> Question:
    """The question in `text` (at most 200 characters), or BadQuestion."""
    tree = checked(text, ALLOWED)
    return Question(text.strip(), tree, frozenset(n.id for n in ast.walk(tree) if isinstance(n, ast.Name)))


def checked(text: str, allowed: tuple[type[ast.AST], ...]) -> ast.Expression:
    """The tree of a short expression that consists of nothing but what is allowed, or BadQuestion."""
    text = text.strip()
    if not text or len(text) > LONGEST:
        raise BadQuestion(f"条件不能为空，也不能超过{LONGEST}个字符")
    try:
        tree = ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise BadQuestion(f"条件“{text}”写法有误，请只用事实名称和 and、or、not 及比较") from error
    for node in ast.walk(tree):
        _must_be_plain(text, node, allowed)
    return tree


def _must_be_plain(text: str, node: ast.AST, allowed: tuple[type[ast.AST], ...]) -> None:
    if not isinstance(node, allowed):
        raise BadQuestion(f"条件“{text}”中不能使用 {type(node).__name__}，请把计算放到业务程序里，条件只引用事实名称")
    if isinstance(node, ast.Constant) and not isinstance(node.value, bool | int | str):
        raise BadQuestion(f"条件“{text}”中只能出现真假、整数和文字")
    if isinstance(node, ast.Name) and node.id.startswith("_"):
        raise BadQuestion(f"条件“{text}”中的名称不能以下划线开头")


def _is_yes_or_no(tree: ast.expr) -> bool:
    if isinstance(tree, ast.BoolOp):
        return all(map(_is_yes_or_no, tree.values))
    if isinstance(tree, ast.UnaryOp):
        return _is_yes_or_no(tree.operand)
    return isinstance(tree, ast.Compare | ast.Name) or (isinstance(tree, ast.Constant) and isinstance(tree.value, bool))


def _is_count(tree: ast.expr) -> bool:
    if isinstance(tree, ast.BinOp):
        return _is_count(tree.left) and _is_count(tree.right)
    return isinstance(tree, ast.Name) or (isinstance(tree, ast.Constant) and type(tree.value) is int)


def evaluate(text: str, tree: ast.expr, facts: Facts) -> Fact:
    """The answer of one (part of an) expression: a truth value or a count, anything else is a fault."""
    try:
        value = facts[tree.id] if isinstance(tree, ast.Name) else _evaluated(text, tree, facts)
    except (InvalidExpression, TypeError, KeyError) as error:
        raise EngineFault(f"question {text!r} cannot be answered: {error}") from error
    if not isinstance(value, bool | int):
        raise EngineFault(f"question {text!r} must answer a truth value or a count, not {value!r}")
    return value


def _evaluated(text: str, tree: ast.expr, facts: Facts) -> Fact:
    """Of anything but a bare name, which most questions are: ten thousand cases ask ten thousand times."""
    return SimpleEval(operators=OPERATORS, functions={}, names=facts).eval(text, previously_parsed=tree)


class Both(dict[str, Fact]):
    """The counts of a group in front of the facts of the case."""

    def __init__(self, local: Mapping[str, Fact], facts: Facts) -> None:
        super().__init__(local)
        self.facts = facts

    def __missing__(self, name: str) -> Fact:
        return self.facts[name]
