"""Whoever writes longer than his login lasts loses nothing: the form comes back filled, to him and to nobody else."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from tests.accounts.people import officer_id
from tests.makers import SAMPLE, Stage, a_round
from tests.web.site import Browser, Page, Site, open_site
from tests.web.test_accounts import bind
from web.frame.lapsed import FILES, GIVEN_BACK, OUTDATED
from web.login import KEPT, LOGGED_OUT
from workflow import retention
from workflow.accounts import kept_forms
from workflow.accounts.rows import KeptForm, Visit
from workflow.accounts.terms import CUSTOMARY
from workflow.accounts.vault import Vault
from workflow.demo.district import PASSWORD
from workflow.people import Officer

REASON = "因涉及面广，部分单位需要集体研究"
TYPED = {"deadline": "2026-12-01T16:00", "reason": REASON}
SEND = "签发延期通知"


@pytest.fixture
def site(stage: Stage) -> Iterator[Site]:
    """With the customary terms of a real door; a round is out."""
    a_round(stage, units=2)
    yield from open_site(stage, terms=CUSTOMARY)


def log_in(browser: Browser, login: str = "zr", at: str = "/login") -> Page:
    return browser.get(at).press("登录", login=login, password=PASSWORD)


def at_the_form(site: Site) -> Page:
    """The head has the form for an extension before him."""
    page = log_in(site.browser())
    return page.browser.get(site.round("rounds.extension"))


def typed_in(page: Page) -> dict[str, str]:
    return {
        "deadline": str(page.one("#field-deadline")["value"]),
        "reason": page.one("#field-reason").get_text().strip(),
    }


def kept(site: Site) -> list[KeptForm]:
    with site.stage.office.desk(write=False) as desk:
        found = list(desk.session.scalars(select(KeptForm).order_by(KeptForm.id)))
        desk.session.expunge_all()
        return found


def extensions(site: Site) -> int:
    with site.stage.look() as (_, round_):
        return len(round_.extensions)


def test_after_too_long_a_pause_he_logs_in_and_his_form_is_filled_in(site: Site) -> None:
    page = at_the_form(site)
    site.stage.clock.pass_(minutes=31)
    page = page.press(SEND, **TYPED)
    assert page.path == "/login"
    assert KEPT in page.text
    assert extensions(site) == 0, "nothing was done without a login"
    page = page.press("登录", login="zr", password=PASSWORD)
    assert page.path == site.round("rounds.extension")
    assert page.told == [GIVEN_BACK]
    assert typed_in(page) == TYPED
    page.press(SEND)
    assert extensions(site) == 1


def test_a_login_that_was_ended_elsewhere_loses_nothing_either(site: Site) -> None:
    page = at_the_form(site)
    other = log_in(site.browser()).browser
    other.get("/account").press("结束其他全部登录")
    page = page.press(SEND, **TYPED)
    assert KEPT in page.text
    assert typed_in(page.press("登录", login="zr", password=PASSWORD)) == TYPED


def test_a_page_of_the_login_before_comes_back_with_todays_token(site: Site) -> None:
    page = at_the_form(site)
    page.browser.get("/").press("退出")
    log_in(page.browser)
    again = page.press(SEND, **TYPED)
    assert again.path == site.round("rounds.extension")
    assert OUTDATED in again.told
    assert typed_in(again) == TYPED
    assert extensions(site) == 0
    again.press(SEND)
    assert extensions(site) == 1


def test_on_a_shared_computer_the_next_person_sees_nothing_of_it(site: Site) -> None:
    page = log_in(site.browser(), "01jb").browser.get(site.reply(0))
    old = page.browser.token()
    page.browser.get("/").press("退出")
    log_in(page.browser, "01ld")
    answer = page.browser.post(site.reply(0, "replies.withdraw"), {"csrf_token": old, "reason": REASON}, status=400)
    assert REASON not in answer.html
    assert kept(site) == []


def test_whoever_logs_in_instead_gets_no_filled_form(site: Site) -> None:
    page = log_in(site.browser(), "bgs").browser.get(site.round("rounds.board"))
    site.stage.clock.pass_(minutes=31)
    page = page.press("催办", result=REASON, channel="phone")
    where = str(page.one("input[name=next]")["value"])
    assert "kept=" in where
    colleague = log_in(page.browser, "zr", f"/login?next={where}")
    assert colleague.path == site.round("rounds.board")
    assert REASON not in colleague.html
    assert GIVEN_BACK not in colleague.text


def test_the_form_of_one_page_does_not_fill_another(site: Site) -> None:
    """Both ask for a reason: what was to extend the round must not stand as the reason for revoking it."""
    page = at_the_form(site)
    site.stage.clock.pass_(minutes=31)
    page = page.press(SEND, **TYPED)
    where = str(page.one("input[name=next]")["value"])
    log_in(page.browser)
    other = page.browser.get(f"{site.round('rounds.revocation')}?{where.partition('?')[2]}")
    assert other.one("#field-reason").get_text().strip() == ""
    assert other.told == []


def test_it_comes_back_through_the_code_of_the_telephone_too(site: Site) -> None:
    page = at_the_form(site)
    telephone, _ = bind(site, page.browser)
    site.stage.clock.pass_(minutes=31)
    page = page.press(SEND, **TYPED).press("登录", login="zr", password=PASSWORD)
    assert typed_in(page.press("登录", code=telephone.at(site.stage.clock()))) == TYPED


def test_no_password_is_kept_and_nothing_can_be_read_in_the_table(site: Site) -> None:
    page = at_the_form(site)
    site.stage.clock.pass_(minutes=31)
    page.press(SEND, **TYPED, confirmation=PASSWORD)
    [form] = kept(site)
    assert REASON.encode() not in form.typed
    typed = Vault("for tests only").open(form.typed, officer_id(site.stage, "zr"))
    assert "2026-12-01T16:00" in typed
    assert PASSWORD not in typed
    assert "csrf_token" not in typed


def test_of_a_chosen_file_it_is_said_that_it_must_be_chosen_again(site: Site) -> None:
    page = log_in(site.browser(), "bgs").browser.get(site.round("rounds.replacement"))
    site.stage.clock.pass_(minutes=31)
    page = page.press("更正并通知各单位", draft=(SAMPLE.read_bytes(), "稿.docx"), correction="漏排一段")
    page = page.press("登录", login="bgs", password=PASSWORD)
    assert page.told == [GIVEN_BACK + FILES]
    assert "漏排一段" in page.one("#field-correction").get_text()


@pytest.mark.parametrize("typed", [{}, {"csrf_token": ""}, {"csrf_token": "forged.token.x"}])
def test_nothing_is_kept_for_whoever_never_had_a_page_of_ours(site: Site, typed: dict[str, str]) -> None:
    answer = site.browser().client.post(site.round("rounds.extend"), data={**typed, **TYPED}, follow_redirects=True)
    assert answer.request.path == "/login"
    assert LOGGED_OUT in answer.text
    assert kept(site) == []


def test_whoever_knows_a_visit_but_cannot_sign_keeps_nothing_for_its_owner(site: Site) -> None:
    log_in(site.browser())
    with site.stage.office.desk(write=False) as desk:
        visit = desk.session.scalars(select(Visit.key)).one()
    data = {"csrf_token": f"{visit}.{'0' * 32}", **TYPED}
    answer = site.browser().client.post(site.round("rounds.extend"), data=data, follow_redirects=True)
    assert LOGGED_OUT in answer.text
    assert kept(site) == []


def test_a_page_drawn_before_any_login_keeps_nothing(site: Site) -> None:
    page = site.browser().get("/login")
    token = str(page.one("input[name=csrf_token]")["value"])
    page.browser.post(site.round("rounds.extend"), {"csrf_token": token, **TYPED})
    assert kept(site) == []


def test_it_stands_for_a_day_then_it_is_gone_and_cleared_at_night(site: Site) -> None:
    page = at_the_form(site)
    site.stage.clock.pass_(minutes=31)
    page = page.press(SEND, **TYPED)
    site.stage.clock.pass_(hours=24)
    page = page.press("登录", login="zr", password=PASSWORD)
    assert page.told == []
    with site.stage.office.desk() as desk:
        assert 1 in retention.clear(desk).values()
    assert kept(site) == []


def test_too_much_is_not_kept_and_that_is_not_promised(site: Site) -> None:
    page = at_the_form(site)
    site.stage.clock.pass_(minutes=31)
    page = page.press(SEND, deadline="2026-12-01T16:00", reason="长" * (kept_forms.LARGEST // 3 + 1))
    assert LOGGED_OUT in page.text
    assert kept(site) == []


def test_of_one_person_five_forms_are_kept_the_newest(site: Site) -> None:
    page = at_the_form(site)
    site.stage.clock.pass_(minutes=31)
    for number in range(kept_forms.MOST + 2):
        page.press(SEND, deadline="2026-12-01T16:00", reason=f"第{number}次")
    assert len(kept(site)) == kept_forms.MOST
    typed = Vault("for tests only").open(kept(site)[-1].typed, officer_id(site.stage, "zr"))
    assert "第6次" in typed


def test_a_closed_account_has_nothing_kept_for_it(site: Site) -> None:
    page = at_the_form(site)
    with site.stage.office.desk() as desk:
        desk.session.get_one(Officer, officer_id(site.stage, "zr")).active = False
    assert LOGGED_OUT in page.press(SEND, **TYPED).text
    assert kept(site) == []
