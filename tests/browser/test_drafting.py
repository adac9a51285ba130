"""A round is prepared in a browser: each section saves itself, and the outlook below follows them all."""

from playwright.sync_api import APIResponse, Route, expect

from tests.browser.street import Street
from tests.web.test_rounds_draft import with_draft


def test_what_is_saved_while_the_outlook_is_on_its_way_is_in_the_next_one(street: Street) -> None:
    with_draft(street.site)
    page = street.person("bgs").open(street.site.round("rounds.draft"))
    late: list[tuple[Route, APIResponse]] = []
    page.route("**/draft/outlook", lambda route: late.append((route, route.fetch())), times=1)
    with page.expect_request("**/draft/outlook"):
        page.locator("#field-deadline").fill("2026-11-27T16:00")
    page.locator("#recipients [name=unit]").first.check()
    expect(page.locator("#recipients-settled")).to_contain_text("共1家单位")
    [(route, answer)] = late
    route.fulfill(response=answer)
    expect(page.locator("#missing li")).to_have_text(["请填写依据（批示或交办文件），没有依据不能发起。"])
