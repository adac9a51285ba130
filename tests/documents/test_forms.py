"""A filled 反馈单 is read as a whole or refused with what is wrong, row by row."""

import io
from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tests.documents.specimens import CLAUSE, specimen
from workflow.consultation.papers import FormClause
from workflow.documents.forms import LONGEST, FormRow, read_form
from workflow.documents.paper import word
from workflow.documents.sheets import table
from workflow.errors import Incomplete, Unreadable

NAME = "反馈单.docx"
CLAUSES = ("（一）总体要求", CLAUSE, "（六）加强督促")
CHOICE = (3, 3)  # row and column of 是否有意见 in the head


class Form:
    """A blank form on somebody's desk."""

    def __init__(self, **changes: Any) -> None:
        clauses = tuple(FormClause(clause) for clause in CLAUSES)
        self.document: Any = Document(io.BytesIO(word(specimen("comment_form", **({"clauses": clauses} | changes)))))
        self.head, self.comments = self.document.tables

    def write(
        self, row: int, clause: str | None = None, original: str = "", proposed: str = "", reason: str = ""
    ) -> "Form":
        for column, text in enumerate((clause, original, proposed, reason), start=1):
            if text is not None:
                self.comments.cell(row, column).text = text
        return self

    def tick(self, text: str) -> "Form":
        self.head.cell(*CHOICE).text = text
        return self

    def saved(self) -> bytes:
        data = io.BytesIO()
        self.document.save(data)
        return data.getvalue()

    def read(self):
        return read_form(self.saved(), NAME)


def faults(form: Form) -> dict[str, str]:
    with pytest.raises(Incomplete) as refused:
        form.read()
    return refused.value.fields


def test_a_filled_form_gives_code_unit_and_its_comments() -> None:
    filled = Form().write(2, None, "每季度检查一次。", "每月检查一次。", "用气高峰在冬季。").read()
    assert (filled.form_code, filled.unit, filled.declares_no_objection) == ("R8-U03-1", "湖东街道办事处", None)
    assert filled.rows == (FormRow(2, CLAUSE, "每季度检查一次。", "每月检查一次。", "用气高峰在冬季。"),)


def test_rows_left_empty_are_skipped_and_rows_below_the_clauses_count() -> None:
    filled = Form().write(1, None, proposed="甲").write(6, "（八）", proposed="乙").read()
    assert [(row.row, row.clause, row.proposed) for row in filled.rows] == [
        (1, "（一）总体要求", "甲"),
        (6, "（八）", "乙"),
    ]


def test_several_paragraphs_in_a_cell_are_lines_of_one_comment() -> None:
    form = Form().write(1, None, proposed="第一段")
    form.comments.cell(1, 3).add_paragraph("第二段")
    assert form.read().rows[0].proposed == "第一段\n第二段"


def test_a_row_added_by_the_clerk_is_read() -> None:
    form = Form()
    form.comments.add_row()
    last = len(form.comments.rows) - 1
    assert form.write(last, "（九）", proposed="丙").read().rows[0].row == last


def test_what_was_deleted_under_tracked_changes_is_not_read() -> None:
    form = Form().write(1, None, proposed="留下")
    run = form.comments.cell(1, 3).paragraphs[0].add_run("删去")._r
    deletion = OxmlElement("w:del")
    run.addprevious(deletion)
    deletion.append(run)
    run.find(qn("w:t")).tag = qn("w:delText")
    assert form.read().rows[0].proposed == "留下"


@pytest.mark.parametrize(
    "text", ["□有意见　　√无意见", "□有意见 ☑ 无意见", "有意见 ■无意见", "无意见", "□有意见 □无意见√"]
)
def test_no_objection_is_read_however_it_is_ticked(text: str) -> None:
    filled = Form().tick(text).read()
    assert filled.declares_no_objection is True
    assert filled.rows == ()


def test_a_symbol_from_words_menu_is_a_tick() -> None:
    form = Form().tick("□有意见　　")
    symbol = OxmlElement("w:sym")
    symbol.set(qn("w:char"), "F052")
    paragraph = form.head.cell(*CHOICE).paragraphs[0]
    paragraph.add_run()._r.append(symbol)
    paragraph.add_run("无意见")
    assert form.read().declares_no_objection is True


@pytest.mark.parametrize("text", ["√有意见　　□无意见", "有意见", "有意见√ □无意见"])
def test_having_comments_is_ticked_the_same_way(text: str) -> None:
    assert Form().tick(text).write(1, None, proposed="甲").read().declares_no_objection is False


def test_every_wrong_row_is_named_and_nothing_is_imported() -> None:
    wrong = faults(
        Form()
        .write(1, None, proposed="好的一行")
        .write(2, None, reason="只有理由")
        .write(3, "", proposed="没有条款")
        .write(4, "（七）", proposed="长" * (LONGEST + 1))
    )
    assert list(wrong) == ["第2行", "第3行", "第4行"]
    assert wrong["第2行"] == "第2行：写了理由但没有修改建议，请补充建议改为的文字。"
    assert "没有写明条款" in wrong["第3行"]
    assert "超过5000字" in wrong["第4行"]


def test_the_refusal_says_that_nothing_was_imported_and_what_to_do() -> None:
    with pytest.raises(Incomplete, match=r"整份表均未导入。第2行：.*请改好后重新上传。"):
        Form().write(2, None, reason="只有理由").read()


def test_the_longest_comment_allowed_is_read_whole() -> None:
    assert Form().write(1, None, proposed="长" * LONGEST).read().rows[0].proposed == "长" * LONGEST


def test_a_merged_row_is_named() -> None:
    form = Form()
    form.comments.cell(2, 2).merge(form.comments.cell(2, 3))
    assert "五栏" in faults(form)["第2行"]


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        (Form(), "没有填写意见，也没有选择"),
        (Form().tick("√有意见 □无意见"), "没有填写意见"),
        (Form().tick("□有意见 √无意见").write(1, None, proposed="甲"), "选择了“无意见”，但表中填有修改建议"),
        (Form().tick("√有意见 √无意见").write(1, None, proposed="甲"), "都选了"),
    ],
)
def test_what_is_ticked_and_what_is_written_must_agree(form: Form, sentence: str) -> None:
    assert sentence in faults(form)["是否有意见"]


def test_the_words_of_a_comment_cannot_pass_for_the_head_of_the_form() -> None:
    assert Form().write(1, "表单编号", proposed="另一个编号").read().form_code == "R8-U03-1"


def another_document() -> bytes:
    data = io.BytesIO()
    document = Document()
    document.add_table(2, 5)
    document.save(data)
    return data.getvalue()


def form_without(label: str) -> bytes:
    form = Form()
    for row in form.head.rows:
        for cell in row.cells:
            if cell.text == label:
                cell.text = ""
    return form.saved()


def form_with_other_columns() -> bytes:
    form = Form()
    form.comments.cell(0, 3).text = "备注"
    return form.saved()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"%PDF-1.7",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        table("表", ("甲",), []),
        word(specimen("comment_form"))[:3000],
        another_document(),
        word(specimen("reply")),
        form_without("表单编号"),
        form_without("单位名称"),
        form_with_other_columns(),
    ],
    ids=["empty", "text", "pdf", "old or locked", "excel", "torn", "other", "reply", "no code", "no unit", "columns"],
)
def test_a_foreign_or_broken_file_is_refused_with_what_to_do(data: bytes) -> None:
    with pytest.raises(Unreadable, match="重新上传"):
        read_form(data, NAME)
