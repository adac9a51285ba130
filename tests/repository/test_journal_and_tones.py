"""Every line of the journal has its sentence, every state its tone."""

import ast
import string
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

import pytest

from web import tones
from workflow.administration import telling
from workflow.consultation import words
from workflow.consultation.brief import Change
from workflow.consultation.model import RoundStage, Stage, StandingKind, Verdict
from workflow.journal import KEEP

CONSULTATION = Path(words.__file__).parent

TONES = {
    "REPLY_STAGES": Stage,
    "ROUND_STAGES": RoundStage,
    "STANDINGS": StandingKind,
    "VERDICTS": Verdict,
    "CHANGES": Change,
}


def noted(folder: Path = CONSULTATION) -> Iterator[tuple[str, set[str], str]]:
    """Each `desk.note("verb", …)` of the consultation: verb, the names of its details, where."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _is_note(node.func) and isinstance(node.args[0], ast.Constant):
                details = {keyword.arg or "" for keyword in node.keywords}
                yield ast.literal_eval(node.args[0]), details, f"{path.name}:{node.lineno}"


def _is_note(called: ast.expr) -> bool:
    """`desk.note`, not the calendar's note beside a date."""
    return isinstance(called, ast.Attribute) and ast.unparse(called) == "desk.note"


def test_journal_lines_are_found() -> None:
    assert len(list(noted())) > 30


@pytest.mark.parametrize(
    ("verb", "details", "where"), [pytest.param(*line, id=f"{line[0]}-{line[2]}") for line in noted()]
)
def test_every_journal_line_has_a_sentence_and_brings_what_it_mentions(
    verb: str, details: set[str], where: str
) -> None:
    assert verb in words.SENTENCES, f"{where}: put a sentence for “{verb}” into words.SENTENCES"
    mentioned = {name for _, name, _, _ in string.Formatter().parse(words.SENTENCES[verb]) if name}
    assert mentioned <= details, f"{where}: the sentence of “{verb}” mentions {mentioned - details}"


def test_no_sentence_and_no_rule_is_left_over() -> None:
    verbs = {verb for verb, _, _ in noted()}
    assert set(words.SENTENCES) == verbs, "a sentence nobody needs: remove it from words.SENTENCES"
    assert set(words.RULES_OF_VERBS) <= verbs, "a rule nobody needs: remove it from words.RULES_OF_VERBS"


def test_every_verb_of_every_subject_has_its_sentence_for_the_auditor() -> None:
    """Also of the lines that nobody writes, but the journal itself to hold what was written."""
    everything = {verb for verb, _, _ in noted(CONSULTATION.parent)} | {KEEP}
    assert everything - set(telling.SENTENCES) == set(), f"the auditor would read “{telling.UNKNOWN}”"


@pytest.mark.parametrize(("table", "enum"), TONES.items())
def test_every_state_has_its_tone(table: str, enum: type[Enum]) -> None:
    assert set(getattr(tones, table)) == set(enum), f"web/tones.py: {table} must name every {enum.__name__}"
    assert set(getattr(tones, table).values()) <= {"quiet", "going", "good", "warn", "bad"}
