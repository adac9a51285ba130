"""Each paper has one template, and the two agree to the field."""

import typing
from dataclasses import fields, is_dataclass

import pytest

import workflow.accident.papers
import workflow.consultation.papers
from tests.documents.opened import Opened
from tests.documents.specimens import SPECIMENS, clerk_edit, specimen
from workflow.documents import rendering
from workflow.documents.paper import Paper, word

PAPERS = (*workflow.consultation.papers.PAPERS, *workflow.accident.papers.PAPERS)
CLERKS_COPY = "reply"


def test_every_paper_has_a_template_and_every_template_a_paper() -> None:
    templates = {path.stem for path in rendering.TEMPLATES.glob("*.docx")}
    assert {paper.kind for paper in PAPERS} == templates, "a paper's `kind` is the name of its file in templates/word/"


def test_every_paper_is_listed_once_and_has_a_specimen() -> None:
    assert {paper.kind for paper in PAPERS} == set(SPECIMENS)
    assert len({paper.title_in_words for paper in PAPERS}) == len(PAPERS)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.kind)
def test_a_template_asks_for_exactly_the_fields_of_its_paper(paper: type[Paper]) -> None:
    asked, given = rendering.names_used(paper.kind), {field.name for field in fields(paper)}
    assert not asked - given, f"{paper.kind}.docx asks for fields that {paper.__name__} does not have"
    assert not given - asked, f"{paper.__name__} has fields that {paper.kind}.docx never shows"


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.kind)
def test_a_template_shows_every_field_of_the_lines_of_a_table(paper: type[Paper]) -> None:
    shown = rendering.fields_of_lines(paper.kind)
    for name, line in _lists_of_lines(paper).items():
        assert shown[name] == {field.name for field in fields(line)}, f"{paper.kind}.docx, lines of {name}"


def _lists_of_lines(paper: type[Paper]) -> dict[str, typing.Any]:
    hints = typing.get_type_hints(paper)
    inside = {name: typing.get_args(hint)[0] for name, hint in hints.items() if typing.get_origin(hint) is tuple}
    return {name: line for name, line in inside.items() if is_dataclass(line)}


@pytest.mark.parametrize("kind", SPECIMENS)
def test_nothing_of_the_template_language_is_left_on_the_paper(kind: str) -> None:
    opened = Opened(word(specimen(kind, demonstration=True)))
    assert not [mark for mark in ("{{", "}}", "{%", "%}", "None", "0x") if mark in opened.every_text]
    assert not opened.styled("模板指令")


@pytest.mark.parametrize("kind", SPECIMENS)
def test_a_paper_of_a_demonstration_says_so_on_top(kind: str) -> None:
    assert "演示数据" in Opened(word(specimen(kind, demonstration=True))).every_text
    assert "演示" not in Opened(word(specimen(kind, demonstration=False))).every_text


@pytest.mark.parametrize("kind", SPECIMENS)
def test_the_same_paper_has_the_same_bytes_and_another_has_not(kind: str) -> None:
    assert word(specimen(kind)) == word(specimen(kind))
    assert word(specimen(kind)) != word(specimen(kind, demonstration=True))


def test_a_template_may_be_edited_in_word(tmp_path, monkeypatch) -> None:
    clerk_edit(CLERKS_COPY, tmp_path)
    before = Opened(word(specimen(CLERKS_COPY)))
    monkeypatch.setattr(rendering, "TEMPLATES", tmp_path)
    after = Opened(word(specimen(CLERKS_COPY)))
    assert after.text == before.text
    assert after.only("署名").xml.count("w:ind") == before.only("署名").xml.count("w:ind") == 1


def test_an_edit_shows_at_once(tmp_path, monkeypatch) -> None:
    edited = clerk_edit(CLERKS_COPY, tmp_path)
    monkeypatch.setattr(rendering, "TEMPLATES", tmp_path)
    word(specimen(CLERKS_COPY))
    parts = rendering.packing.unpack(edited.read_bytes())
    parts["word/document.xml"] = parts["word/document.xml"].replace("具体如下".encode(), "分列如下".encode())
    edited.write_bytes(rendering.packing.pack(parts))
    assert "分列如下" in Opened(word(specimen(CLERKS_COPY))).text
