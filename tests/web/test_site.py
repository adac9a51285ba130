"""The site that all page tests use: it behaves like a browser."""

import pytest

from tests.makers import a_round
from tests.web.site import Site


def test_people_come_in_through_the_login_page_and_stay(site: Site) -> None:
    page = site.as_("bgs").get("/login")
    assert page.path != "/login"
    assert site.as_("bgs") is site.as_("bgs")


def test_a_form_without_its_token_is_refused(site: Site) -> None:
    site.as_("bgs")
    assert site.as_("bgs").post("/logout", {}, status=400).told


def test_a_button_that_is_not_there_cannot_be_pressed(site: Site) -> None:
    with pytest.raises(AssertionError, match="签发"):
        site.browser().get("/login").press("签发")


def test_the_site_and_the_stage_look_at_the_same_round(site: Site) -> None:
    a_round(site.stage, units=2)
    with site.stage.look() as (_, round_):
        assert len(round_.replies) == 2
