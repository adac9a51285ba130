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


@pytest.mark.parametrize(
    ("login", "endpoint", "words"),
    [
        ("admin", "administration.people", "人员"), ("admin", "administration.imports", "人员"),
        ("admin", "administration.all_units", "单位"), ("aq", "accidents.choices", "管辖和时限设置"),
        ("bgs", "accidents.choices", "事故处理"), ("bgs", "errands.index", "我发起的"), ("01jb", "measures.own", "整改措施"),
    ],
)  # fmt: skip
def test_the_entry_to_which_a_page_belongs_is_marked(site: Site, login: str, endpoint: str, words: str) -> None:
    page = site.as_(login).get(site.url(endpoint))
    assert page.all("header nav [aria-current]") == [words]
