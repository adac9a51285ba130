"""Before a signature, a seal, an issue or a publication one proves again that it is oneself; nothing typed is lost."""

import re
from collections.abc import Iterator

import pytest

from tests.makers import Stage, a_round
from tests.web.site import Page, Site, open_site
from tests.web.test_accounts import bind
from web import TEMPLATES
from web.permissions.binding import _FREE, BINDING, FREE
from web.permissions.table import TABLE
from workflow.accounts.terms import CUSTOMARY
from workflow.consultation.model import Stage as Step
from workflow.demo.district import PASSWORD

OWN_PAGE = {  # a form that posts to the address it stands at
    "reports.record_signature": "accident/reports/sign.html",
    "reports.record_conclusion": "accident/reports/conclude.html",
    "reports.record_decision": "accident/reports/conclude.html",
    "accounts.require": "accounts/requirements.html",
    "administration.hand_over": "administration/handover.html",
    "administration.entrust": "administration/entrust.html",
    "administration.revoke_key": "administration/key.html",
    "administration.put_in_seal": "administration/seal.html",
}


@pytest.fixture
def site(stage: Stage) -> Iterator[Site]:
    """With the customary terms of a real door, and a reply that lies before the leader of 01."""
    a_round(stage, units=2)
    unit = stage.unit(0)
    unit.open_notice()
    unit.receive()
    unit.write([])
    yield from open_site(stage, terms=CUSTOMARY)


def verbs(site: Site) -> set[str]:
    """Every page that is posted to after a login."""
    posted = {rule.endpoint for rule in site.app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    return {endpoint for endpoint in posted if not TABLE[endpoint].is_public}


def test_of_every_verb_it_is_said_whether_it_binds_and_of_none_twice(site: Site) -> None:
    assert set(BINDING) | set(FREE) == verbs(site), "say in web/permissions/binding.py what the verb does to others"
    assert set(BINDING) & set(FREE) == set()
    assert len(FREE) == sum(len(endpoints) for endpoints in _FREE.values())


def test_what_binds_asks_for_a_proof_and_nothing_else_does(site: Site) -> None:
    views = site.app.view_functions
    assert {name for name, view in views.items() if getattr(view, "is_confirmed", False)} == set(BINDING)


def test_every_form_of_a_verb_that_binds_has_the_field() -> None:
    """A form without it would come back for ever."""
    found = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html"))
    for endpoint in BINDING:
        there = rf"""url_for\(.{re.escape(endpoint)}['"]"""
        forms = re.findall(
            rf"""action="{{{{ {there}.*?</form>|{{% call confirm\([^\n]*{there}.*?endcall""", found, re.DOTALL
        )
        forms = forms or [(TEMPLATES / OWN_PAGE[endpoint]).read_text(encoding="utf-8")]
        assert all("confirmation(errors" in form for form in forms), endpoint


def reads(site: Site, login: str, page: str) -> Page:
    """Logs in, opens the page, and reads it for ten minutes."""
    browser = site.browser()
    browser.get("/login").press("登录", login=login, password=PASSWORD)
    found = browser.get(site.reply(0, page))
    site.stage.clock.pass_(minutes=10)
    return browser.get(found.path)


def step(site: Site) -> Step:
    with site.stage.reply(0) as reply:
        return reply.stage


def test_whoever_has_just_logged_in_signs_with_one_tap(site: Site) -> None:
    browser = site.browser()
    browser.get("/login").press("登录", login="01ld", password=PASSWORD)
    page = browser.get(site.reply(0, "replies.sign"))
    assert page.soup.select("[name=confirmation]") == []
    page.press("签批同意")
    assert step(site) is Step.AWAITING_SEAL


def test_after_a_while_the_form_asks_for_the_password_on_the_same_page(site: Site) -> None:
    page = reads(site, "01ld", "replies.sign")
    assert page.one("label[for=field-confirmation]").get_text() == "登录密码"
    page.press("签批同意", confirmation=PASSWORD)
    assert step(site) is Step.AWAITING_SEAL


@pytest.mark.parametrize("typed", ["", "a guess"])
def test_without_it_nothing_is_signed_and_nothing_typed_is_lost(site: Site, typed: str) -> None:
    page = reads(site, "01ld", "replies.sign")
    page = page.press("签批同意", own_opinion="同意，注意时限。", confirmation=typed, status=422)
    assert step(site) is Step.AWAITING_SIGNATURE
    assert page.one("#field-own_opinion")["value"] == "同意，注意时限。"
    assert "已填写的内容都在" in page.one("#error-confirmation").get_text()
    assert "a guess" not in page.html
    page.press("签批同意", confirmation=PASSWORD)
    with site.stage.reply(0) as reply:
        assert reply.letters[-1].opinion == "同意，注意时限。"


def test_a_page_opened_while_fresh_and_sent_later_comes_back_asking(site: Site) -> None:
    browser = site.browser()
    browser.get("/login").press("登录", login="01ld", password=PASSWORD)
    page = browser.get(site.reply(0, "replies.sign"))
    site.stage.clock.pass_(minutes=6)
    page = page.press("签批同意", own_opinion="同意。", status=422)
    page.press("签批同意", confirmation=PASSWORD)
    assert step(site) is Step.AWAITING_SEAL


def test_who_has_bound_a_telephone_may_type_its_code_instead(site: Site) -> None:
    browser = site.browser()
    browser.get("/login").press("登录", login="01ld", password=PASSWORD)
    telephone, _ = bind(site, browser)
    site.stage.clock.pass_(minutes=10)
    page = browser.get(site.reply(0, "replies.sign"))
    assert "动态验证码" in page.one("label[for=field-confirmation]").get_text()
    page.press("签批同意", confirmation=telephone.at(site.stage.clock()))
    assert step(site) is Step.AWAITING_SEAL


def test_one_proof_serves_the_next_five_minutes(site: Site) -> None:
    page = reads(site, "01ld", "replies.sign")
    page.press("签批同意", confirmation=PASSWORD)
    assert page.browser.get("/account/second-factor").soup.select("[name=confirmation]") == []


def test_the_seal_keeper_is_asked_too(site: Site) -> None:
    site.stage.unit(0).sign()
    page = reads(site, "01yz", "replies.seal")
    page = page.press("用印并报送", status=422)
    assert step(site) is Step.AWAITING_SEAL
    page.press("用印并报送", confirmation=PASSWORD)
    assert step(site) is Step.SUBMITTED


@pytest.mark.parametrize("minutes", [0, 10])
def test_of_several_forms_only_the_one_that_was_sent_says_what_is_wrong(site: Site, minutes: int) -> None:
    """Whether the page was drawn with the fields, or while the last proof was fresh and sent too late."""
    browser = site.browser()
    people = (
        browser.get("/login").press("登录", login="admin", password=PASSWORD).browser.get("/administration/officers")
    )
    site.stage.clock.pass_(minutes=minutes)
    page = people.follow(people.all("tbody th a")[0])
    site.stage.clock.pass_(minutes=10 - minutes)
    page = page.press("更换办公邮箱", email="new@units.example", confirmation="a guess", status=422)
    assert [str(wrong["id"]) for wrong in page.soup.select(".error")] == ["error-confirmationaddress"]
    assert page.one(page.link("密码", within=".error-summary"))["name"] == "confirmation"
    assert len(page.soup.select("[name=confirmation]")) == 2


def test_five_wrong_guesses_shut_this_door_and_the_other(site: Site) -> None:
    page = reads(site, "01ld", "replies.sign")
    for _ in range(5):
        page = page.press("签批同意", confirmation="a guess", status=422)
    page = page.press("签批同意", confirmation=PASSWORD, status=422)
    assert "暂停登录" in page.one("#error-confirmation").get_text()
    assert step(site) is Step.AWAITING_SIGNATURE


def test_the_head_issues_with_his_password_and_keeps_his_opinion(stage: Stage) -> None:
    stage.begin(units=2)
    for site in open_site(stage, terms=CUSTOMARY):
        browser = site.browser()
        browser.get("/login").press("登录", login="zr", password=PASSWORD)
        stage.clock.pass_(minutes=6)
        page = browser.get(site.round("rounds.approve")).press("签发", opinion="同意，请抓紧。", status=422)
        assert "同意，请抓紧。" in page.one("#field-opinion").get_text()
        assert "已签发" in page.press("签发", confirmation=PASSWORD).told[0]


def test_a_reply_is_not_withdrawn_from_an_unattended_screen(site: Site) -> None:
    site.stage.unit(0).sign()
    site.stage.unit(0).seal()
    page = reads(site, "01jb", "replies.show")
    page = page.press("撤回", within="#withdraw", reason="漏写一条", status=422)
    assert step(site) is Step.SUBMITTED
    assert page.one("#withdraw").has_attr("open"), "the question stands open with what was typed"
    assert page.one("#field-reason")["value"] == "漏写一条"
    page.press("撤回", within="#withdraw", confirmation=PASSWORD)
    assert step(site) is not Step.SUBMITTED


def test_a_deadline_is_extended_with_a_fresh_proof_and_keeps_what_was_typed(site: Site) -> None:
    browser = site.browser()
    browser.get("/login").press("登录", login="zr", password=PASSWORD)
    site.stage.clock.pass_(minutes=6)
    page = browser.get(site.round("rounds.extension"))
    page = page.press("签发延期通知", deadline="2026-12-01T16:00", reason="需要集体研究", status=422)
    assert page.one("#field-deadline")["value"] == "2026-12-01T16:00"
    page = page.press("签发延期通知", confirmation=PASSWORD)
    with site.stage.look() as (_, round_):
        assert [each.reason for each in round_.extensions] == ["需要集体研究"]
