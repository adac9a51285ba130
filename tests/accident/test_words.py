"""Every state of an accident has its words, every line of its journal a sentence that finds its details."""

import ast
import re
import string
from collections.abc import Iterator, Mapping
from enum import Enum
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from workflow.accident import model, words
from workflow.accident.words import journal

ACCIDENT = Path(model.__file__).parents[1]
CHINESE = re.compile(r"[一-鿿]")
MODULES = [import_module(f"{words.__name__}.{found.name}") for found in iter_modules(words.__path__)]
ENUMS = sorted(
    {thing for thing in vars(model).values() if isinstance(thing, type) and issubclass(thing, Enum)},
    key=lambda enum: enum.__name__,
)


def tables_of(enum: type[Enum]) -> list[Mapping[Enum, str]]:
    """Every table of words whose keys are members of this enum."""
    tables = [thing for module in MODULES for thing in vars(module).values() if isinstance(thing, Mapping) and thing]
    return [table for table in tables if all(isinstance(key, enum) for key in table)]


@pytest.mark.parametrize("enum", ENUMS, ids=lambda enum: enum.__name__)
def test_every_member_has_its_own_chinese_label(enum: type[Enum]) -> None:
    whole = [table for table in tables_of(enum) if set(table) == set(enum)]
    assert whole, f"workflow/accident/words: a table with one label for each member of {enum.__name__}"
    for labels in whole:
        assert all(CHINESE.search(label) for label in labels.values())
    assert any(len(set(labels.values())) == len(labels) for labels in whole), "two members would look the same"


def noted() -> Iterator[tuple[str, set[str], str]]:
    """Every `desk.note` of the accident: its verb, the names of its details, where."""
    for path in sorted(ACCIDENT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "desk.note":
                verb = node.args[0]
                assert isinstance(verb, ast.Constant), f"{path.name}:{node.lineno}: write the verb out"
                details = {word.arg for word in node.keywords if word.arg}
                yield str(verb.value), details, f"{path.name}:{node.lineno}"


def mentioned(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_line_of_the_journal_has_its_sentence_and_brings_what_it_mentions() -> None:
    lines = list(noted())
    assert len(lines) > 30
    for verb, details, where in lines:
        assert verb in journal.SENTENCES, f"{where}: put a sentence for “{verb}” into the words of its subject"
        wanted = mentioned(journal.SENTENCES[verb]) | mentioned(journal.RULES.get(verb, ""))
        assert wanted <= details, f"{where}: the sentence of “{verb}” mentions {wanted - details}"


def test_no_sentence_and_no_rule_is_left_over() -> None:
    verbs = {verb for verb, _, _ in noted()}
    assert set(journal.SENTENCES) == verbs, "nobody notes this: delete the sentence"
    assert set(journal.RULES) <= verbs, "nobody notes this: delete the rule"
