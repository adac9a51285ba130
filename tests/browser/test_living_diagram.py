"""办到哪一步 in a browser: drawn, counted, opened by a click and by the keyboard, with the mark of its makers."""

import pytest

from tests.accident.makers import a_case
from tests.browser.street import Street
from tests.makers import a_round

DRAWN = "[data-drawn]"


def test_a_step_is_opened_from_the_drawing_and_from_the_list(street: Street) -> None:
    a_round(street.stage)
    street.stage.unit(0).receive()
    office = street.person("bgs")
    page = office.open(street.site.round("rounds.diagram_of_replies"))
    page.locator(DRAWN).wait_for()
    assert page.locator(".step-count").all_inner_texts() == ["2", "1"]
    assert page.locator(".bjs-powered-by").is_visible()
    line = page.locator("#step-write details")
    assert line.get_attribute("open") is None
    page.locator("[data-element-id=write].djs-shape").click()
    assert line.get_attribute("open") is not None
    assert line.locator("a").inner_text() == "文昌街道办事处"
    page.locator("#step-receive summary").focus()
    page.keyboard.press("Enter")
    assert page.locator("#step-receive details").get_attribute("open") is not None
    assert page.locator(".djs-shape.step-chosen").get_attribute("data-element-id") == "receive"
    assert office.barriers() == []


@pytest.mark.parametrize("telephone", [False, True], ids=["desk", "telephone"])
def test_a_case_is_read_without_pushing_the_page_sideways(street: Street, telephone: bool) -> None:
    case = a_case(street.stage, "investigate")
    with case.look() as (_, accident):
        key = accident.key
    office = street.person("bgs", telephone=telephone)
    page = office.open(street.site.url("accidents.show", key=key))
    assert not office.sticks_out()
    assert page.locator(".case-line svg").is_visible()
    page.locator(".case-line").focus()  # moved with the arrow keys
    assert page.evaluate("document.activeElement.scrollWidth > document.activeElement.clientWidth") is telephone
    page.get_by_text("逐条列出").click()
    assert page.locator(".timeline").is_visible()
    assert office.barriers() == []
