"""Workbooks that people fill in: an empty one to download, and what stands in a filled one, row by row, as text."""

import io
import unicodedata
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from workflow.errors import Unreadable

Layout = Mapping[str, Sequence[str]]  # sheet -> its headings
MOST_ROWS = 5000  # of one sheet
# what openpyxl raises at files that are broken inside; SyntaxError: what its XML parsers raise
_BROKEN = (
    BadZipFile,
    InvalidFileException,
    zlib.error,
    SyntaxError,
    LookupError,
    AttributeError,
    ValueError,
    TypeError,
    OSError,
)
_UNREADABLE = "这个文件无法读取。请下载导入模板，用Excel填写后另存为.xlsx，再上传。"


@dataclass(frozen=True)
class Line:
    """One filled row: where it stands, and its cells by heading."""

    sheet: str
    row: int
    cells: Mapping[str, str]

    def __getitem__(self, heading: str) -> str:
        return self.cells[heading]


def blank(layout: Layout) -> bytes:
    """The sheets with their headings and nothing else; every cell is text, so that Excel changes no number."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, headings in layout.items():
        sheet: Worksheet = book.create_sheet(name)
        for column, heading in enumerate(headings, start=1):
            sheet.cell(1, column, heading).font = Font(bold=True)
            sheet.column_dimensions[get_column_letter(column)].width = 20
            sheet.column_dimensions[get_column_letter(column)].number_format = "@"
        sheet.freeze_panes = "A2"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def lines(data: bytes, layout: Layout) -> dict[str, list[Line]]:
    """Every filled row of every sheet; Unreadable when a sheet or a heading is missing."""
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        return {name: list(_lines(book, name, headings)) for name, headings in layout.items()}
    except _BROKEN as error:
        raise Unreadable(_UNREADABLE) from error


def _lines(book: Workbook, name: str, headings: Sequence[str]) -> Iterator[Line]:
    if name not in book.sheetnames:
        raise Unreadable(f"文件中没有“{name}”工作表。请下载导入模板，按模板填写后再上传。")
    rows = book[name].iter_rows(values_only=True, max_col=50)
    found = [_text(value) for value in next(rows, ())]
    if missing := [heading for heading in headings if heading not in found]:
        raise Unreadable(f"“{name}”工作表的第1行缺少“{'、'.join(missing)}”列。请下载导入模板，按模板填写后再上传。")
    places = {heading: found.index(heading) for heading in headings}
    for number, row in enumerate(rows, start=2):
        if number > MOST_ROWS + 1:
            raise Unreadable(f"“{name}”工作表超过{MOST_ROWS}行，请分成几个文件导入。")
        cells = {heading: _text(row[place]) if place < len(row) else "" for heading, place in places.items()}
        if any(cells.values()):
            yield Line(name, number, cells)


def _text(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else _visible(str(value)).strip()


def _visible(text: str) -> str:
    """Without signs that nobody sees, as they come along with what is copied: two names must not only look the same."""
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
