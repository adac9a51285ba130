"""Excel tables: text stays text, headings repeat, equal data give equal bytes."""

import io

import pytest
from openpyxl import load_workbook

from tests.documents.specimens import specimen
from workflow.consultation.papers import SUMMARY_HEADINGS, summary_sheet
from workflow.documents.packing import unpack
from workflow.documents.sheets import table


def sheet_of(data: bytes):
    return load_workbook(io.BytesIO(data)).worksheets[0]


@pytest.mark.parametrize(
    "text", ["=1+1", '=HYPERLINK("http://x")', "+1", "-1", "@x", "{{ x }}", "<a>&", "👍🏽", "一\n二", "长" * 5000]
)
def test_text_stays_text(text: str) -> None:
    cell = sheet_of(table("表", ("甲",), [(text,)])).cell(3, 1)
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix == (text[0] in "=+-@"), "edited in Excel it must stay text too"


def test_control_characters_are_dropped_and_numbers_stay_numbers() -> None:
    sheet = sheet_of(table("表", ("甲", "乙", "丙"), [("a\x00b", 7, None)]))
    assert [cell.value for cell in sheet[3]] == ["ab", 7, None]


def test_signs_that_no_workbook_can_hold_do_not_stop_it() -> None:
    cell = sheet_of(table("表", ("甲",), [("甲\ufffe乙\uffff丙\ud83d",)])).cell(3, 1)
    assert cell.value == "甲乙丙"


def test_a_sheet_prints_across_with_its_headings_on_each_page() -> None:
    sheet = sheet_of(table("表", ("甲", "乙"), [("1", "2")]))
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)
    assert sheet.print_title_rows == "$2:$2"
    assert sheet.freeze_panes == "A3"


def test_the_summary_sheet_shows_what_the_word_table_shows() -> None:
    sheet = sheet_of(summary_sheet(specimen("summary")))
    assert tuple(cell.value for cell in sheet[2]) == SUMMARY_HEADINGS
    row = specimen("summary").rows[0]
    said = [row.number, row.clause, row.original, row.proposed, row.reason]
    decided = ["湖东街道办事处、区商务局", row.decision, row.explanation]
    assert [cell.value for cell in sheet[3]] == said + decided


def test_the_same_table_has_the_same_bytes() -> None:
    first = summary_sheet(specimen("summary"))
    assert first == summary_sheet(specimen("summary"))
    assert b"modified" not in unpack(first)["docProps/core.xml"], "the clock of the saving shows in the bytes"


def test_an_empty_table_is_a_table() -> None:
    assert sheet_of(table("表", ("甲",), [])).cell(2, 1).value == "甲"
