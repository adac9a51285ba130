"""Reads a filled-in 反馈单 back: all of it or nothing, and what is wrong is said row by row.

People replace □ by √ or by a symbol from Word's menu, add rows, leave rows empty; all of that is read. A row
counts as they see it: the first under the headings is 第1行, whatever its 序号 says.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from workflow.documents.package import open_package
from workflow.documents.settling import W
from workflow.errors import Incomplete, Unreadable

HEADINGS = ("序号", "条款", "原文", "修改建议", "理由和依据")
LONGEST = 5_000  # characters of one cell

_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"  # both .doc and password-protected .docx begin so
_TICKS = "√☑■✓✔☒▣●"
_CHOICE = "是否有意见"
_OPTIONS = ("有意见", "无意见")
_NO_OBJECTION = "无意见"


@dataclass(frozen=True)
class FormRow:
    """One comment; `row` is its place under the headings, from 1."""

    row: int
    clause: str
    original: str
    proposed: str
    reason: str

    @property
    def is_blank(self) -> bool:
        """Prefilled clauses without a proposal are not comments."""
        return not self.proposed and not self.reason


@dataclass(frozen=True)
class FilledForm:
    """A form that can be taken in as it is."""

    form_code: str
    unit: str
    declares_no_objection: bool | None  # None: nothing was ticked
    rows: tuple[FormRow, ...]


def read_form(data: bytes, name: str) -> FilledForm:
    """The form in a .docx called `name`; Unreadable if it is not one, Incomplete with 第n行 -> sentence."""
    tables = _tables(data, name)
    labels = dict(_labels(tables[:1]))
    if "表单编号" not in labels or "单位名称" not in labels:
        raise Unreadable(_not_a_form(name))
    rows, wrong = _comments(tables, name)
    chosen = _chosen(labels.get(_CHOICE, ""))
    wrong |= _contradiction(chosen, rows) or _nothing_said(chosen, rows, wrong)
    if wrong:
        raise Incomplete(wrong, _sum_up(wrong))
    return FilledForm(
        labels["表单编号"].strip(), labels["单位名称"].strip(), _NO_OBJECTION in chosen if chosen else None, rows
    )


def _not_a_form(name: str) -> str:
    return (
        f"“{name}”不是本系统发出的意见反馈单，或者表头、表单编号已被改动。"
        "请下载本轮、本单位的反馈单填写后重新上传，也可以直接在网页上填写。"
    )


def _sum_up(wrong: dict[str, str]) -> str:
    return f"反馈单有{len(wrong)}处需要改正，整份表均未导入。{''.join(wrong.values())}请改好后重新上传。"


def _tables(data: bytes, name: str) -> list[list[list[str]]]:
    """The words of all tables: table, row, cell."""
    if data.startswith(_OLD_OR_LOCKED):
        raise Unreadable(f"“{name}”设有密码或者是旧版.doc文件，无法读取。请去掉密码，另存为.docx后重新上传。")
    body = open_package(data).document
    return [
        [[_words(cell) for cell in row.iterchildren(f"{W}tc")] for row in table.iter(f"{W}tr")]
        for table in body.iter(f"{W}tbl")
    ]


def _words(cell: Any) -> str:
    return "\n".join("".join(_signs(paragraph)) for paragraph in cell.iter(f"{W}p")).strip()


def _signs(paragraph: Any) -> Iterator[str]:
    """Typed text, line ends and tabs; a symbol from Word's menu can only be a tick here."""
    spelled = {f"{W}br": "\n", f"{W}tab": "\t", f"{W}sym": "√"}
    for element in paragraph.iter(f"{W}t", *spelled):
        if element.tag != f"{W}tab" or element.getparent().tag == f"{W}r":
            yield spelled.get(element.tag) or element.text or ""


def _plain(words: str) -> str:
    return re.sub(r"\s", "", words)


def _labels(tables: list[list[list[str]]]) -> Iterator[tuple[str, str]]:
    """Each cell of the head with the one to its right: 单位名称 -> the unit."""
    for table in tables:
        for row in table:
            for label, value in pairwise(row):
                yield _plain(label), value


def _comments(tables: list[list[list[str]]], name: str) -> tuple[tuple[FormRow, ...], dict[str, str]]:
    listing = next((table for table in tables if table and tuple(map(_plain, table[0])) == HEADINGS), None)
    if listing is None:
        raise Unreadable(_not_a_form(name))
    rows, wrong = [], {}
    for number, cells in enumerate(listing[1:], start=1):
        if len(cells) != len(HEADINGS):
            wrong[f"第{number}行"] = f"第{number}行：单元格被合并或拆分了，请恢复为五栏后重新填写。"
            continue
        row = FormRow(number, *cells[1:])
        if row.is_blank:
            continue
        rows.append(row)
        wrong |= _faults(row)
    return tuple(rows), wrong


def _faults(row: FormRow) -> dict[str, str]:
    longest = max(map(len, (row.clause, row.original, row.proposed, row.reason)))
    checks = (
        (bool(row.clause), "没有写明条款，请写明是对哪一条提的意见。"),
        (bool(row.proposed), "写了理由但没有修改建议，请补充建议改为的文字。"),
        (longest <= LONGEST, f"有一栏超过{LONGEST}字，请精简，或者作为附件报送。"),
    )
    sentences = "".join(sentence for holds, sentence in checks if not holds)
    return {f"第{row.row}行": f"第{row.row}行：{sentences}"} if sentences else {}


def _chosen(words: str) -> set[str]:
    """What is ticked, or what is left where the other option was struck out."""
    left = {option for option in _OPTIONS if option in words}
    return {option for option in _OPTIONS if _is_ticked(words, option)} or (left if len(left) == 1 else set())


def _is_ticked(words: str, option: str) -> bool:
    """The tick stands before the option, or right behind it where nothing stands before either."""
    before = re.search(rf"[{_TICKS}]\s*(?:{'|'.join(_OPTIONS)})", words)
    own = rf"[{_TICKS}]\s*{option}" if before else rf"{option}[{_TICKS}]"
    return re.search(own, words) is not None


def _contradiction(chosen: set[str], rows: tuple[FormRow, ...]) -> dict[str, str]:
    if len(chosen) > 1:
        return {_CHOICE: "“有意见”和“无意见”都选了，请只保留一项。"}
    if _NO_OBJECTION in chosen and rows:
        return {_CHOICE: "选择了“无意见”，但表中填有修改建议，请保留其中一项。"}
    return {}


def _nothing_said(chosen: set[str], rows: tuple[FormRow, ...], wrong: dict[str, str]) -> dict[str, str]:
    if _NO_OBJECTION in chosen or rows or wrong:
        return {}
    return {_CHOICE: "表中没有填写意见，也没有选择“无意见”，请填写意见，或者把“□无意见”改为“√无意见”。"}
