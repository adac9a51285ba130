"""The board of a round as the office uses it: one request a filter, nothing jumps, and a telephone is not buried."""

import pytest
from playwright.sync_api import expect

from tests.browser.street import Person, Street
from tests.large import a_large_round
from tests.makers import a_round

LONGEST_ON_A_TELEPHONE = 9000  # px, with a hundred units on the page


def board(street: Street, *, telephone: bool = False) -> Person:
    person = street.person("bgs", telephone=telephone)
    person.open(street.site.round("rounds.board"))
    return person


def test_a_filter_is_one_request_and_leaves_everything_else_where_it_is(street: Street) -> None:
    a_large_round(street.stage, 400)
    clerk = board(street)
    asked: list[str] = []
    clerk.page.locator("[name=result]").fill("值班人员接听")
    clerk.page.on("request", lambda request: asked.append(request.url))
    chip = clerk.page.get_by_role("link", name="待签收").first
    chip.focus()
    clerk.page.keyboard.press("Enter")
    clerk.page.wait_for_url("**state=issued**")
    clerk.page.locator("#list-units [data-state=issued]").first.wait_for()
    clerk.come_to_rest()
    assert len([url for url in asked if "/static/" not in url]) == 1
    assert clerk.page.evaluate("document.activeElement.getAttribute('aria-current')") == "true"
    assert clerk.page.locator("[name=result]").input_value() == "值班人员接听"
    clerk.page.go_back()
    clerk.page.locator("#list-units [data-state=accepted]").first.wait_for()


def test_ticked_units_are_counted_and_reminded(street: Street) -> None:
    a_round(street.stage, units=3)
    clerk = board(street)
    clerk.page.get_by_role("button", name="选中未报送的").click()
    assert clerk.page.locator("[data-count-of=reply]").inner_text() == "3"
    clerk.page.locator("[name=channel]").select_option(label="电话")
    clerk.page.locator("[name=result]").fill("值班人员接听")
    clerk.page.get_by_role("button", name="催办", exact=True).click()
    expect(clerk.page.locator("main > .notice")).to_contain_text("已催办3家单位")


@pytest.mark.parametrize("telephone", [False, True], ids=["desk", "telephone"])
def test_a_large_board_is_open_to_everybody(street: Street, telephone: bool) -> None:
    a_large_round(street.stage, 400)
    clerk = board(street, telephone=telephone)
    if telephone:
        clerk.page.get_by_text("报送进度").click()
    expect(clerk.page.locator(".chart-canvas canvas")).to_be_visible()
    assert clerk.barriers() == []
    assert not clerk.sticks_out()
    if telephone:
        assert clerk.page.evaluate("document.documentElement.scrollHeight") < LONGEST_ON_A_TELEPHONE
