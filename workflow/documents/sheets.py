"""Excel sheets: one generic table with a title, ready to print on A4 across."""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from workflow import personal
from workflow.documents.packing import pack, unpack
from workflow.documents.wording import NOT_XML
from workflow.personal import Export

_FIXED_DAY = datetime(2000, 1, 1)  # noqa: DTZ001 -- the properties of a sheet have no zone; the real time is in the journal
_SAVED_AT = re.compile(rb"<dcterms:modified.*?</dcterms:modified>", re.DOTALL)  # openpyxl writes the clock here
_THIN = Side(style="thin")
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_LARGEST_CELL = 32_767  # characters, Excel's own limit
_NARROW, _WIDE = 6, 48  # widths of columns in characters

Value = str | int | None


def table(title: str, headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """An .xlsx with the title, the headings repeated on each page, and the rows; equal data, equal bytes."""
    book = Workbook()
    sheet: Worksheet = book.worksheets[0]
    sheet.title = "汇总表"
    listed = [tuple(row) for row in rows]
    _write_title(sheet, title, len(headings))
    _write_row(sheet, 2, headings, Font(name="黑体", size=11), "center")
    for number, row in enumerate(listed, start=3):
        _write_row(sheet, number, row, Font(name="仿宋_GB2312", size=11), "left")
    _set_widths(sheet, headings, listed)
    _set_page(sheet, len(headings))
    book.properties.creator = "征询"
    return _same_every_time(book)


def _write_title(sheet: Worksheet, title: str, columns: int) -> None:
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=columns)
    _write(sheet.cell(1, 1), title)
    sheet.cell(1, 1).font = Font(name="方正小标宋简体", size=18)
    sheet.cell(1, 1).alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet.row_dimensions[1].height = 48


def _write_row(sheet: Worksheet, number: int, values: Sequence[Value], font: Font, across: str) -> None:
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(number, column)
        _write(cell, value)
        cell.font, cell.border = font, _FRAME
        cell.alignment = Alignment(horizontal=across, vertical="center", wrap_text=True)


def _write(cell: Cell | MergedCell, value: Value) -> None:
    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = personal.masked(NOT_XML.sub("", value), Export.SHEET)[:_LARGEST_CELL]
    cell.data_type = "s"  # else text beginning with = would be a formula
    cell.quotePrefix = value.startswith(("=", "+", "-", "@"))


def _set_widths(sheet: Worksheet, headings: Sequence[str], rows: list[tuple[Value, ...]]) -> None:
    for column, heading in enumerate(headings):
        longest = max([len(heading), *(len(str(row[column] or "")) for row in rows)])
        width = min(_WIDE, max(_NARROW, longest * 2 + 2))
        sheet.column_dimensions[get_column_letter(column + 1)].width = width


def _set_page(sheet: Worksheet, columns: int) -> None:
    sheet.freeze_panes = "A3"
    sheet.print_title_rows = "2:2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.auto_filter.ref = f"A2:{get_column_letter(columns)}{max(sheet.max_row, 2)}"
    footer: Any = sheet.oddFooter
    footer.center.text = "第 &P 页，共 &N 页"


def _same_every_time(book: Workbook) -> bytes:
    book.properties.created = _FIXED_DAY
    written = io.BytesIO()
    book.save(written)
    parts = unpack(written.getvalue())
    parts["docProps/core.xml"] = _SAVED_AT.sub(b"", parts["docProps/core.xml"])
    return pack(parts)
