"""A full page really has 22 lines of 28 characters, and what is sealed fits, as LibreOffice lays it out."""

import re
import subprocess
from pathlib import Path

from tests.documents.specimens import specimen
from workflow.documents import office
from workflow.documents.paper import word

PAGES = 3


def lines_of_pages(data: bytes, folder: Path) -> list[list[str]]:
    pdf = folder / "paper.pdf"
    pdf.write_bytes(office.convert(data, "pdf"))
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout
    return [[line.strip() for line in page.splitlines() if line.strip()] for page in text.split("\f")]


def test_a_full_page_has_22_lines_of_28_characters(tmp_path: Path) -> None:
    pages = lines_of_pages(word(specimen("notice", requests=("国" * 28 * 22 * PAGES,))), tmp_path)
    full = [line for line in pages[2] if re.fullmatch("国+", line)]
    assert [len(line) for line in full] == [28] * 22
    assert pages[2][-1].replace(" ", "") == "—3—"
