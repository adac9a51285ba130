"""Every line that accounts leave in the journal has its sentence, and brings what the sentence mentions."""

import ast
import string
from pathlib import Path

from workflow.accounts import words

FOLDER = Path(words.__file__).parent


def noted() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "desk.note":
                found[ast.literal_eval(node.args[0])] = {keyword.arg or "" for keyword in node.keywords}
    return found


def test_every_verb_has_its_sentence_and_every_sentence_its_verb() -> None:
    assert set(noted()) == set(words.SENTENCES)


def test_every_sentence_finds_its_details() -> None:
    for verb, details in noted().items():
        mentioned = {name for _, name, _, _ in string.Formatter().parse(words.SENTENCES[verb]) if name}
        assert mentioned <= details, verb
