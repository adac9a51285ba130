"""我的账号 as people use it: a password of one's own, where one is logged in, the telephone's code."""

from collections.abc import Iterator
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from tests.accounts.people import of_his_own, officer_id
from tests.makers import Stage
from tests.web.site import Browser, Page, Site, open_site
from web.frame.requests import BY_ITSELF
from workflow.accounts import words
from workflow.accounts.rows import Account
from workflow.accounts.terms import CUSTOMARY
from workflow.demo.district import PASSWORD
from workflow.notices import PersonalNotice
from workflow.people import Officer, mail

NEW = "Anquan-1128"


@pytest.fixture
def site(stage: Stage) -> Iterator[Site]:
    """With the customary terms of a real door."""
    yield from open_site(stage, terms=CUSTOMARY)


def log_in(site: Site, login: str, password: str = PASSWORD, *, to: str = "/", status: int = 200) -> Page:
    page = site.browser().get(f"/login?next={to}" if to != "/" else "/login")
    return page.press("登录", login=login, password=password, status=status)


def unsettled(site: Site, login: str = "01jb") -> None:
    """His account was made by somebody else."""
    with site.stage.office.desk() as desk:
        desk.session.delete(desk.session.get_one(Account, officer_id(site.stage, login)))


# -- the door


def test_five_wrong_passwords_shut_the_door_and_say_until_when(site: Site) -> None:
    for _ in range(5):
        page = log_in(site, "01jb", "a guess", status=422)
        assert page.told == [words.NOT_ADMITTED]
    page = log_in(site, "01jb", status=422)
    assert page.told == [words.LOCKED.format(until="2026年11月20日（星期五）09:15")]
    site.stage.clock.pass_(minutes=15)
    assert log_in(site, "01jb").title == "待办"


def test_a_page_that_looks_by_itself_keeps_nobody_logged_in(site: Site) -> None:
    client = log_in(site, "01jb").browser.client
    answers = []
    for _ in range(7):
        site.stage.clock.pass_(minutes=5)
        answers.append(client.get("/done", headers={BY_ITSELF: "1"}).status_code)
    assert answers == [200] * 5 + [302] * 2


def test_after_half_an_hour_idle_one_logs_in_and_is_back_on_the_page(site: Site) -> None:
    browser = log_in(site, "01jb").browser
    site.stage.clock.pass_(minutes=29)
    assert browser.get("/done").path == "/done"
    site.stage.clock.pass_(minutes=29)
    assert browser.get("/done").path == "/done", "what one does counts"
    site.stage.clock.pass_(minutes=30)
    page = browser.get("/done")
    assert page.path == "/login"
    assert page.press("登录", login="01jb", password=PASSWORD).path == "/done"


def test_a_stolen_cookie_opens_nothing_after_its_owner_has_left(site: Site) -> None:
    page = log_in(site, "01jb")
    thief = site.browser()
    cookie = page.browser.client.get_cookie("session")
    assert cookie
    thief.client.set_cookie("session", cookie.value)
    assert thief.get("/").title == "待办"
    page.press("退出")
    assert thief.get("/").path == "/login"


# -- a password of one's own


def test_the_first_login_leads_to_a_new_password_and_nowhere_else(site: Site) -> None:
    unsettled(site)
    page = log_in(site, "01jb", to="/done")
    assert page.title == "修改密码"
    assert page.told == [words.FIRST_TIME]
    assert page.browser.get("/").title == "修改密码"
    page = page.press("修改密码", old=PASSWORD, new=NEW, repeated=NEW)
    assert page.path == "/done"
    assert log_in(site, "01jb", NEW).title == "待办"


def test_a_field_that_saves_itself_leads_there_too(site: Site) -> None:
    browser = log_in(site, "01jb").browser
    unsettled(site)
    answer = browser.client.get("/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/account/password?next=/")


def test_an_outdated_password_is_changed_before_work_goes_on(site: Site) -> None:
    of_his_own(site.stage, "01jb")
    site.stage.clock.pass_(days=90)
    assert log_in(site, "01jb").told == [words.OUTDATED.format(days=90)]


def test_what_is_wrong_with_a_new_password_stands_beside_it_and_no_password_comes_back(site: Site) -> None:
    unsettled(site)
    page = log_in(site, "01jb").press("修改密码", old=PASSWORD, new="too-plain", repeated="too-plain", status=422)
    assert page.one("#error-new").get_text() == words.TOO_PLAIN.format(classes=3)
    assert "too-plain" not in page.html
    page = page.press("修改密码", old="a guess", new=NEW, repeated=NEW, status=422)
    assert page.one("#error-old").get_text() == words.OLD_WRONG


def test_the_demonstration_keeps_its_password(site: Site) -> None:
    page = log_in(site, "01jb").browser.get("/account")
    assert "修改密码" not in page.buttons
    assert "不能修改" in page.text


# -- where one is logged in


def test_everybody_sees_his_own_logins_and_ends_the_others(site: Site) -> None:
    here, elsewhere, colleague = (log_in(site, login).browser for login in ("01jb", "01jb", "01ld"))
    page = here.get("/account")
    assert len(page.all("tbody tr")) == 2
    page = page.press("结束", within="tbody")
    assert len(page.all("tbody tr")) == 1
    assert elsewhere.get("/").path == "/login"
    assert here.get("/").title == colleague.get("/").title == "待办"


def test_all_others_are_ended_at_once(site: Site) -> None:
    browsers = [log_in(site, "01jb").browser for _ in range(3)]
    browsers[0].get("/account").press("结束其他全部登录")
    assert [browser.get("/").path for browser in browsers] == ["/", "/login", "/login"]


def test_nobody_ends_anothers_login(site: Site) -> None:
    mine, his = log_in(site, "01jb").browser, log_in(site, "01ld").browser
    log_in(site, "01ld")
    action = str(his.get("/account").one("tbody form")["action"])
    mine.post(action, {"csrf_token": mine.token()}, status=404)


def test_a_new_password_ends_the_login_on_the_lost_telephone(site: Site) -> None:
    of_his_own(site.stage, "01jb")
    here, lost = log_in(site, "01jb").browser, log_in(site, "01jb").browser
    here.get("/account/password").press("修改密码", old=PASSWORD, new=NEW, repeated=NEW)
    assert here.get("/").title == "待办"
    assert lost.get("/").path == "/login"


def leaver(site: Site) -> str:
    """Somebody whose last post ended yesterday; the address of his page."""
    with site.stage.office.desk() as desk:
        found = desk.session.get_one(Officer, officer_id(site.stage, "01jb"))
        found.posts[0].until = site.stage.clock().date() - timedelta(days=1)
        return site.url("administration.officer", key=found.key)


def test_a_closed_account_is_out_with_the_next_click_and_stays_out_when_it_is_opened_again(site: Site) -> None:
    page_of_his = leaver(site)
    here, telephone = log_in(site, "01jb").browser, log_in(site, "01jb").browser
    keeper = log_in(site, "admin").browser
    keeper.get(page_of_his).press("停用账号")
    assert here.get("/").path == "/login"
    keeper.get(page_of_his).press("启用账号")
    assert telephone.get("/").path == "/login", "the visit itself has ended, not only the account"


def test_who_is_half_way_in_when_his_account_is_closed_does_not_come_in(site: Site) -> None:
    page_of_his = leaver(site)
    telephone, _ = bind(site, log_in(site, "01jb").browser)
    site.stage.clock.pass_(minutes=1)
    half_way = log_in(site, "01jb")
    log_in(site, "admin").browser.get(page_of_his).press("停用账号")
    assert half_way.press("登录", code=telephone.at(site.stage.clock()), status=422).told == [words.CODE_WRONG]


# -- what the account administrator does for a person


def page_about(site: Site, keeper: Browser, login: str) -> Page:
    with site.stage.office.desk() as desk:
        key = desk.session.get_one(Officer, officer_id(site.stage, login)).key
    return keeper.get(site.url("administration.officer", key=key))


def test_a_lost_telephone_is_unbound_after_its_owner_was_seen_and_he_binds_another(site: Site) -> None:
    log_in(site, "aq").follow("登录要求").press("保存", posts=["leader"])
    lost = log_in(site, "01ld").browser
    bind(site, lost)
    page = page_about(site, log_in(site, "admin").browser, "01ld").press("解除验证器", status=422)
    assert page.one("#error-how").get_text() == words.UNCHECKED
    page = page.press("解除验证器", how="当面核对工作证")
    assert "已解除" in page.told[0]
    assert "解除验证器" not in page.buttons
    assert lost.get("/").path == "/login", "whoever found the telephone is out"
    page = log_in(site, "01ld")
    assert page.title == "动态验证码", "the post asks for it: nothing else before another is bound"
    bind(site, page.browser)
    assert "核对身份：当面核对工作证" in page.browser.get("/").text
    assert "手机验证器已由管理员解除" in page.browser.get("/account").text
    assert "手机验证器已由管理员解除" not in page.browser.get("/").text, "what was read is not told again"
    told = log_in(site, "sj").browser.get(site.url("administration.journal") + "?person=admin").text
    assert "核对身份：当面核对工作证" in told


def test_nobody_unbinds_his_own_telephone_for_himself(site: Site) -> None:
    browser = log_in(site, "admin").browser
    bind(site, browser)
    page = page_about(site, browser, "admin")
    answer = browser.client.post(
        f"{page.path}/telephone", data={"csrf_token": browser.token(), "how": "本人"}, follow_redirects=True
    )
    assert "由另一位系统管理员" in answer.text


@pytest.mark.parametrize("verb", ["重置为一次性密码", "解除验证器", "更换办公邮箱"])
def test_an_unattended_screen_gives_nobodys_account_away(site: Site, verb: str) -> None:
    bind(site, log_in(site, "01ld").browser)
    keeper = log_in(site, "admin").browser
    site.stage.clock.pass_(minutes=6)
    page = page_about(site, keeper, "01ld")
    page = page.press(verb, status=422, **({"how": "当面核对"} if verb == "解除验证器" else {}))
    assert "本人操作" in page.text
    page.press(verb, confirmation=PASSWORD, email="new@units.example", how="当面核对")


def test_a_reset_password_is_told_to_its_owner(site: Site) -> None:
    of_his_own(site.stage, "01jb")
    made = page_about(site, log_in(site, "admin").browser, "01jb").press("重置为一次性密码")
    once = dict(zip(made.all(".facts dt"), made.all(".facts dd"), strict=True))["一次性密码"]
    page = log_in(site, "01jb", once).press("修改密码", old=once, new=NEW, repeated=NEW)
    assert "登录密码已由管理员重置" in page.browser.get("/").text


def test_a_new_address_is_confirmed_on_ones_own_page(site: Site, stage: Stage) -> None:
    page = page_about(site, log_in(site, "admin").browser, "01jb").press("更换办公邮箱", status=422, email="nonsense")
    assert page.one("#field-email")["value"] == "nonsense"
    page.press("更换办公邮箱", email="new@units.example")
    assert "new@units.example" in log_in(site, "01jb").browser.get("/account").text
    with stage.office.desk() as desk:  # what a worker does that has a mail server: the site itself has none
        mail.write_down(desk.session, desk.now)
    page = page_about(site, log_in(site, "admin").browser, "01jb")
    page = page.press("更换办公邮箱", email="newest@units.example")
    assert "确认码" in page.told[0]
    with stage.office.desk() as desk:
        letter = desk.session.scalars(select(PersonalNotice.body).where(~PersonalNotice.inside)).one()
    code = letter.partition("确认码：")[2][:8]
    own = log_in(site, "01jb").browser.get("/account")
    own = own.press("确认更换", code="wrong", status=422)
    assert "确认码不对" in own.one("#error-code").get_text()
    assert "已确认" in own.press("确认更换", code=code).told[0]


# -- the telephone's code


def bind(site: Site, browser: Browser) -> tuple[pyotp.TOTP, list[str]]:
    page = browser.get("/account/second-factor").press("开始绑定")
    assert str(page.one("main img")["src"]).startswith("data:image/svg+xml")
    telephone = pyotp.TOTP(page.one("main code").get_text().replace(" ", ""))
    page = page.press("确认启用", code=telephone.at(site.stage.clock()))
    return telephone, page.all("ol code")


def test_who_has_bound_a_telephone_needs_its_code_to_come_in(site: Site) -> None:
    telephone, codes = bind(site, log_in(site, "01ld").browser)
    assert len(codes) == 10
    site.stage.clock.pass_(minutes=1)
    page = log_in(site, "01ld", to="/done")
    assert page.title == "输入动态验证码"
    assert page.browser.get("/").path == "/login", "half way in is not in"
    assert page.press("登录", code="000000", status=422).told == [words.CODE_WRONG]
    assert page.press("登录", code=telephone.at(site.stage.clock())).path == "/done"
    page = log_in(site, "01ld").press("登录", code=codes[0])
    assert page.title == "待办"
    assert "恢复码还剩9个" in page.browser.get("/account").text


def test_the_code_must_be_typed_within_five_minutes_of_the_password(site: Site) -> None:
    telephone, _ = bind(site, log_in(site, "01ld").browser)
    page = log_in(site, "01ld")
    site.stage.clock.pass_(minutes=5, seconds=1)
    page = page.press("登录", code=telephone.at(site.stage.clock()), status=422)
    assert page.told == ["输入动态验证码的时间过长，请重新登录。"]


def test_switching_it_off_asks_who_one_is(site: Site) -> None:
    browser = log_in(site, "01ld").browser
    bind(site, browser)
    site.stage.clock.pass_(minutes=6)
    page = browser.get("/account/second-factor").press("停用动态验证码", status=422)
    page = page.press("停用动态验证码", confirmation=PASSWORD)
    assert "只验密码" in page.told[0]
    assert log_in(site, "01ld").title == "待办"


def test_the_security_administrator_makes_it_a_duty_of_a_post(site: Site) -> None:
    page = log_in(site, "aq").follow("登录要求")
    assert page.press("保存", posts=["leader"]).told[0].startswith("已保存")
    page = log_in(site, "01ld")
    assert page.title == "动态验证码"
    assert page.browser.get("/done").title == "动态验证码"
    bind(site, page.browser)
    assert page.browser.get("/done").title == "已办"
    assert log_in(site, "01jb").title == "待办"


@pytest.mark.parametrize("login", ["bgs", "admin"])
def test_whoever_unbinds_telephones_does_not_drop_the_rule(site: Site, login: str) -> None:
    browser = log_in(site, login).browser
    assert browser.get("/account/requirements", status=403).told
    browser.post("/account/requirements", {"csrf_token": browser.token()}, status=403)


def test_idle_time_is_told_where_one_looks_for_it(site: Site) -> None:
    assert CUSTOMARY.idle == timedelta(minutes=30)
    assert "30分钟没有操作" in log_in(site, "01jb").browser.get("/account").text
