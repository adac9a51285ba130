"""The decision desk as a clerk works at it: with the keyboard alone, without losing her place, on a telephone too."""

from datetime import timedelta

import pytest

from tests.browser.street import Person, Street
from tests.large import a_large_round
from tests.makers import DEADLINE
from workflow.consultation.model import Round

FOLDED = 12_000  # px of a page of forty rows on a telephone


@pytest.fixture
def street(street: Street) -> Street:
    """A long table: three hundred comments of forty units, the deadline behind."""
    a_large_round(street.stage, 40, comments=300)
    street.stage.clock.move_to(DEADLINE + timedelta(minutes=1))
    with street.stage.office.desk() as desk:
        desk.session.get_one(Round, street.stage.round_id).closed_at = desk.now
    return street


def table(street: Street, *, telephone: bool = False) -> Person:
    person = street.person("bgs", telephone=telephone)
    person.open(street.site.round("decisions.summarise"))
    return person


def place(person: Person, selector: str) -> tuple[float, float]:
    """How far the page is scrolled, and where on the screen the element begins."""
    top = f"document.querySelector('{selector}').getBoundingClientRect().top"
    return tuple(person.page.evaluate(f"[scrollY, {top}]"))


def test_a_row_is_decided_by_keyboard_alone_and_nothing_jumps(street: Street) -> None:
    clerk = table(street)
    keys = clerk.page.keyboard
    row = clerk.page.locator(".comment-row").nth(6)
    selector = f"#{row.get_attribute('id')}"
    row.locator("[name=verdict]").first.focus()
    keys.press("ArrowRight")
    keys.press("ArrowRight")
    keys.press("Tab")
    keys.type("与上级文件不一致。")
    before = place(clerk, selector)
    keys.press("Tab")
    keys.press("Enter")
    clerk.page.locator(f"{selector} header .state", has_text="不予采纳").wait_for()
    clerk.come_to_rest()
    assert place(clerk, selector) == before
    assert clerk.page.evaluate("document.activeElement.textContent") == "修改处理意见"
    keys.press("Tab")
    assert clerk.page.evaluate("document.activeElement.closest('.comment-row')?.id") != selector[1:]
    assert "已处理" in clerk.page.locator("#tally").inner_text()


def test_ticked_rows_are_saved_in_their_places_and_what_is_typed_elsewhere_stays(street: Street) -> None:
    clerk = table(street)
    rows = clerk.page.locator(".comment-row")
    rows.nth(9).locator("textarea").fill("尚在斟酌")
    clerk.page.locator(".alike-line button").first.click()
    ticked = clerk.page.locator("[name=rows]:checked").count()
    assert clerk.page.locator("[data-count-of=rows]").inner_text() == str(ticked) != "0"
    clerk.page.locator(".bulk summary").click()
    clerk.page.locator("#bulk [name=verdict][value=adopted]").check()
    clerk.page.get_by_role("button", name="一并保存").click()
    clerk.page.locator(".bulk .told").wait_for()
    assert clerk.page.locator(".bulk .told").inner_text() == f"已保存{ticked}行的处理意见。"
    assert clerk.page.locator(".comment-row header .state", has_text="采纳").count() == ticked
    assert rows.nth(9).locator("textarea").input_value() == "尚在斟酌"


def test_a_long_table_is_folded_on_a_telephone_and_open_to_everybody(street: Street) -> None:
    clerk = table(street, telephone=True)
    assert clerk.page.evaluate("document.documentElement.scrollHeight") < FOLDED
    assert not clerk.sticks_out()
    assert clerk.barriers() == []
    clerk.page.locator(".row-body > summary").first.click()
    assert clerk.page.locator(".comment-row textarea").first.is_visible()
