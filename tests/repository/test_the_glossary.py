"""The README's glossary names what the code really calls things, and leaves out none of the words people meet."""

import re
from functools import cache
from pathlib import Path

import pytest

from workflow.accident import model as accident
from workflow.accident.rules import clocks, grading
from workflow.consultation import model, words
from workflow.consultation.model import StandingKind, Verdict
from workflow.outbox import rows as outbox

ROOT = Path(__file__).parents[2]
ENTITIES = ("Round", "Draft", "Clause", "Reply", "Letter", "Comment", "Standing", "Unit", "Officer", "Post")
ENTITIES_OF_ACCIDENTS = (
    *("Accident", "Member", "Appraisal", "Alarm", "Signature", "Conclusion", "Measure", "Proof", "Inspection"),
    *("Supervision", "Evaluation", "Finding", "Accountability"),
)
VERBS = ("receive", "sign", "seal", "submit", "return", "withdraw", "remind", "extend")


@cache
def glossary() -> list[tuple[str, str]]:
    """(code, 中文) of every row of the table under the heading Glossary."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = re.search(r"^## Glossary\n(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    assert section, "README.md needs a section `## Glossary` with a table: code | 中文 | note"
    rows = [line.strip().strip("|").split("|") for line in section[1].splitlines() if line.startswith("|")]
    return [(row[0].strip(), row[1].strip()) for row in rows[2:]]


def _codes() -> str:
    return " ".join(code for code, _ in glossary())


def _chinese() -> str:
    return " ".join(chinese for _, chinese in glossary())


@pytest.mark.parametrize("entity", [*ENTITIES, *ENTITIES_OF_ACCIDENTS])
def test_every_entity_is_in_the_glossary(entity: str) -> None:
    assert re.search(rf"\b{entity}\b", _codes()), f"README.md, Glossary: explain {entity}"


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_in_the_glossary(verb: str) -> None:
    assert re.search(rf"\b{verb}\b", _codes())


@pytest.mark.parametrize("member", [*Verdict, *(kind for kind in StandingKind if kind is not StandingKind.OPEN)])
def test_verdicts_and_statuses_are_called_there_what_people_read(member: Verdict | StandingKind) -> None:
    label = words.VERDICTS[member] if isinstance(member, Verdict) else words.STANDINGS[member]
    assert re.search(rf"\b{member.name}\b", _codes())
    assert label.removeprefix("有") in _chinese(), f"the pages say {label}"


def test_every_name_of_the_glossary_that_looks_like_a_class_exists() -> None:
    known = (
        set(vars(model))
        | set(vars(accident))
        | set(vars(clocks))
        | set(vars(grading))
        | set(vars(outbox))
        | {
            "Unit",
            "Officer",
            "Post",
            "Substitution",
            "Handover",
            "Moment",
            "Position",
            "Transition",
            "Visit",
            "Statement",
            "Errand",
            "Revocation",
            "Printing",
        }
    )
    named = {name for code, _ in glossary() for name in re.findall(r"\b[A-Z][a-z]+\b", code)}
    assert named <= known, f"nothing is called {sorted(named - known)}"


def test_every_row_has_its_chinese() -> None:
    assert [code for code, chinese in glossary() if not re.search(r"[\u4e00-\u9fff]", chinese)] == []
