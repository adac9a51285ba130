"""What is printed stands there whole: on paper nobody can push a table sideways or scroll in it."""

import pytest

from tests.browser.street import Size, Street
from tests.large import a_large_round

SHEET: Size = {"width": 703, "height": 1032}  # A4 within margins of 12 mm, in CSS pixels
CUT = """() => [...document.querySelectorAll("main, .table-frame, .chart, .chart-canvas, .case-line, .clause-text")]
    .filter((each) => each.checkVisibility())
    .filter((each) => each.scrollWidth > each.clientWidth + 1 ||
        (getComputedStyle(each).overflowY !== "visible" && each.scrollHeight > each.clientHeight + 1))
    .map((each) => `${each.tagName} ${each.className}`)"""


@pytest.mark.parametrize("page", ["rounds.board", "statistics.show"])
def test_no_row_and_no_column_of_a_printed_page_is_cut_off(street: Street, page: str) -> None:
    a_large_round(street.stage, 60)
    clerk = street.person("bgs")
    site = street.site
    clerk.open(site.round(page) if page.startswith("rounds.") else site.url(page))
    clerk.page.set_viewport_size(SHEET)
    clerk.page.emulate_media(media="print")
    assert clerk.page.locator(".table-frame tbody tr:visible").count() > 20
    assert clerk.page.evaluate(CUT) == []
    assert clerk.page.locator(":is(.pager, .search, .sheet-link):visible").count() == 0
