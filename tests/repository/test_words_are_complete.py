"""Whatever has a name in the code that people can meet has its Chinese words, and no words are left over."""

import ast
import re
from collections.abc import Mapping
from enum import Enum
from pathlib import Path

import pytest

import workflow.errors
from workflow.consultation import model, words
from workflow.consultation.brief import Change
from workflow.consultation.model import (
    LetterChannel,
    Outcome,
    PlannedKind,
    RoundStage,
    Stage,
    StandingKind,
    Verdict,
    VoidKind,
)
from workflow.errors import Refusal
from workflow.notices import Channel
from workflow.people import POSTS, PostKind

ROOT = Path(__file__).parents[2]
ACTIONS = sorted((ROOT / "workflow/consultation/actions").glob("*.py"))
CHINESE = re.compile(r"[\u4e00-\u9fff]")
LABELS: dict[type[Enum], Mapping[Enum, str]] = {  # type: ignore[assignment]
    Stage: words.STAGES,
    StandingKind: words.STANDINGS,
    RoundStage: words.ROUND_STAGES,
    Verdict: words.VERDICTS,
    LetterChannel: words.LETTER_CHANNELS,
    Channel: words.CHANNELS,
    VoidKind: words.VOIDS,
    Outcome: words.OUTCOMES,
    PlannedKind: words.PLANNED,
    Change: words.CHANGES,
    PostKind: POSTS,
}


@pytest.mark.parametrize("enum", LABELS, ids=lambda enum: enum.__name__)
def test_every_member_has_its_own_chinese_label(enum: type[Enum]) -> None:
    labels = LABELS[enum]
    assert set(labels) == set(enum), f"words.py: one label for each member of {enum.__name__}"
    assert all(CHINESE.search(label) for label in labels.values())
    assert len(set(labels.values())) == len(labels), "two members would look the same to people"


def test_every_stage_says_what_comes_next() -> None:
    assert set(words.NEXT) == set(Stage)


def test_no_enum_of_the_model_is_without_labels() -> None:
    enums = {thing for thing in vars(model).values() if isinstance(thing, type) and issubclass(thing, Enum)}
    assert enums <= set(LABELS), "give it labels in words.py and add it to LABELS here"


# -- the rules


def test_every_legal_status_names_a_rule_that_has_its_sentence() -> None:
    whys = set()
    for path in ACTIONS:
        text = path.read_text(encoding="utf-8")
        whys |= set(re.findall(r'why="(\w+)"', text)) | set(re.findall(r'_settle\([^)]*"(\w+)"\)', text))
    assert whys | {"silent", "undelivered"} <= set(words.RULES)


# -- refusals


def _refusals() -> list[type[Refusal]]:
    return [thing for thing in vars(workflow.errors).values() if isinstance(thing, type) and issubclass(thing, Refusal)]


@pytest.mark.parametrize("refusal", _refusals(), ids=lambda refusal: refusal.__name__)
def test_every_refusal_says_in_chinese_what_to_do(refusal: type[Refusal]) -> None:
    sentence = (refusal.__doc__ or "").strip()
    assert CHINESE.search(sentence)
    assert sentence.endswith("。")


def test_every_refusal_in_an_action_speaks_chinese() -> None:
    """A refusal without words uses its class's sentence; one with words must use words people read."""
    names = {refusal.__name__ for refusal in _refusals()}
    for path in ACTIONS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in names:
                words_ = [part for part in ast.walk(node) if isinstance(part, ast.Constant | ast.JoinedStr)]
                assert not words_ or CHINESE.search(ast.unparse(node)), f"{path.name}:{node.lineno} {ast.unparse(node)}"


def test_the_posts_are_named_in_one_place() -> None:
    """Every process speaks of the same posts; a second table would some day call them something else."""
    naming = [path for part in ("web", "workflow") for path in (ROOT / part).rglob("*.py") if _names_posts(path)]
    assert [path.relative_to(ROOT).as_posix() for path in naming] == ["workflow/people/posts.py"]


def _names_posts(path: Path) -> bool:
    """Has it a table from posts to words?"""
    tables = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Dict)]
    return any(
        key is not None and ast.unparse(key).startswith("PostKind.") and isinstance(value, ast.Constant)
        for table in tables
        for key, value in zip(table.keys, table.values, strict=True)
    )
