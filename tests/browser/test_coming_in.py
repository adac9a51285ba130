"""The thinnest path: the site is served, a browser shows it, nothing complains, nobody is kept out."""

import pytest
from playwright.sync_api import expect

from tests.browser.street import Street
from tests.makers import a_round


@pytest.mark.parametrize("telephone", [False, True], ids=["desk", "telephone"])
def test_a_clerk_comes_in_and_finds_her_work(street: Street, telephone: bool) -> None:
    a_round(street.stage)
    clerk = street.person("01jb", telephone=telephone)
    expect(clerk.page.get_by_role("heading", level=1)).to_have_text("待办")
    assert clerk.barriers() == []
    assert not clerk.sticks_out()
