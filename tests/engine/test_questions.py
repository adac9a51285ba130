"""Safe questions: what may be asked, and what an answer may be."""

from collections.abc import Mapping
from typing import Any, cast

import pytest

from workflow.engine.questions import BadQuestion, Fact, evaluate, parse
from workflow.errors import EngineFault


class Domain(Mapping[str, Fact]):
    """Facts that are worked out only when they are asked for."""

    def __init__(self, **facts: Fact) -> None:
        self.facts, self.asked = facts, list[str]()

    def __getitem__(self, name: str) -> Fact:
        self.asked.append(name)
        return self.facts[name]

    def __iter__(self) -> Any:
        raise AssertionError("nobody may look at all facts")

    def __len__(self) -> int:
        raise AssertionError("nobody may look at all facts")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("signed", True),
        ("not signed", False),
        ("signed and open_measures == 0", False),
        ("late or open_measures > 1", True),
        ("0 < open_measures <= 2", True),
        ("open_measures + 1", 3),
        ("  signed  ", True),
    ],
)
def test_answers(text: str, answer: Fact) -> None:
    assert parse(text).answer(Domain(signed=True, late=False, open_measures=2)) == answer


def test_only_what_matters_is_asked() -> None:
    facts = Domain(signed=False, late=True)
    assert parse("signed and late").answer(facts) is False
    assert facts.asked == ["signed"]


HOSTILE = [
    "().__class__.__bases__[0].__subclasses__()",
    "__import__('os').system('id')",
    "open('/etc/passwd')",
    "[].append",
    "signed.__class__",
    "facts['signed']",
    "lambda: True",
    "(x := True)",
    "[n for n in (1, 2)]",
    "f'{signed}'",
    "9 ** 9 ** 9",
    "'a' * 10 ** 9",
    "1 << 10 ** 9",
    "_private",
    "__builtins__",
    "True if signed else False",
    "b'x' == signed",
    "1.5 > open_measures",
    "signed; late",
    "signed = True",
    "",
    "(" * 150 + ")" * 150,
    "signed and " * 30 + "late",
    "signed\x00",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_everything_else_is_refused_before_it_is_deployed(text: str) -> None:
    with pytest.raises(BadQuestion):
        parse(text)


def test_an_unknown_fact_is_a_fault_not_a_no() -> None:
    with pytest.raises(EngineFault, match="signed"):
        parse("signed").answer({})


def test_what_cannot_be_compared_is_a_fault() -> None:
    with pytest.raises(EngineFault, match="cannot be answered"):
        parse("open_measures > 1").answer(cast("dict[str, Fact]", {"open_measures": "many"}))


@pytest.mark.parametrize("value", ["yes", None, 1.5, [True]])
def test_an_answer_is_a_truth_value_or_a_count(value: object) -> None:
    question = parse("signed")
    with pytest.raises(EngineFault, match="truth value or a count"):
        evaluate(question.text, question.tree.body, cast("dict[str, Fact]", {"signed": value}))


def test_a_fault_of_the_domain_comes_out_unchanged() -> None:
    class Broken(dict[str, Fact]):
        def __missing__(self, name: str) -> Fact:
            raise ZeroDivisionError(name)

    with pytest.raises(ZeroDivisionError, match="signed"):
        parse("signed").answer(Broken())
