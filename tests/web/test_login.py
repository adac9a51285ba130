"""Who comes in, who stays out, and where one is led."""

from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.conftest import PASSWORD, log_in
from tests.web.sample import add_samples
from web.login import LOGGED_OUT, local_path
from workflow.accounts.words import NOT_ADMITTED


@pytest.fixture
def browser(shell: Flask) -> FlaskClient:
    return add_samples(shell).test_client()


def test_every_page_asks_for_a_login_and_leads_back_to_itself(browser: FlaskClient) -> None:
    answer = browser.get("/sample?state=silent")
    assert answer.status_code == 302
    assert answer.location == "/login?next=/sample?state%3Dsilent"
    log_in(browser)
    assert browser.get("/login?next=/sample?state%3Dsilent").location == "/sample?state=silent"


@pytest.mark.parametrize(
    ("name", "password"), [("nobody", "x"), ("clerk", "wrong"), ("left", "Zhengxun-2017"), ("", "")]
)
def test_an_unknown_name_and_a_wrong_password_get_the_same_sentence(
    browser: FlaskClient, name: str, password: str
) -> None:
    browser.application.config["WTF_CSRF_ENABLED"] = False
    answer = browser.post("/login", data={"login": name, "password": password})
    assert answer.status_code == 422
    assert NOT_ADMITTED in answer.text
    assert browser.get("/sample").status_code == 302


def test_a_refused_login_keeps_the_name_and_forgets_the_password(browser: FlaskClient) -> None:
    browser.application.config["WTF_CSRF_ENABLED"] = False
    page = browser.post("/login", data={"login": "clerk", "password": "a wrong one"}).text
    assert 'value="clerk"' in page
    assert "a wrong one" not in page


def test_the_page_says_who_one_is_for_which_unit(browser: FlaskClient) -> None:
    page = log_in(browser, "school").get("/sample").text
    assert "李乙" in page
    assert "区教育局 经办人、印章管理员" in page


def test_whoever_comes_in_gets_a_session_that_knows_nothing_of_the_one_before(browser: FlaskClient) -> None:
    with browser.session_transaction() as before:
        before["left"] = "by whoever sat here"
    log_in(browser)
    with browser.session_transaction() as session:
        assert "left" not in session


def test_leaving_ends_it(browser: FlaskClient) -> None:
    log_in(browser)
    assert browser.get("/sample").status_code == 200
    browser.post("/logout")
    assert browser.get("/sample").status_code == 302


def test_a_field_saved_after_the_login_lapsed_is_told_so_in_its_place(browser: FlaskClient) -> None:
    browser.application.config["WTF_CSRF_ENABLED"] = False
    headers = {"HX-Request": "true", "HX-Current-URL": "http://localhost/sample?page=2"}
    answer = browser.post("/sample/save", data={"suggestion": "每月"}, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["HX-Retarget"] == "#refusal"
    assert LOGGED_OUT in answer.text
    assert 'href="/login?next=/sample?page%3D2"' in unescape(answer.text)


def test_a_form_posted_after_the_login_lapsed_is_not_done_in_silence(browser: FlaskClient) -> None:
    browser.application.config["WTF_CSRF_ENABLED"] = False
    answer = browser.post("/sample", headers={"Referer": "http://localhost/sample"}, follow_redirects=True)
    assert answer.request.path == "/login"
    assert LOGGED_OUT in answer.text


@pytest.mark.parametrize(
    ("target", "leads_to"),
    [
        ("/rounds/abc?state=late", "/rounds/abc?state=late"),
        (None, "/"),
        ("", "/"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example", "/"),
        ("///elsewhere.example", "/"),
        ("/\\elsewhere.example", "/"),
        ("/\t/elsewhere.example", "/"),
        ("javascript:alert(1)", "/"),
        ("rounds", "/"),
        ("/login?next=/login", "/"),
    ],
)
def test_a_login_link_never_leads_to_another_site(shell: Flask, target: str | None, leads_to: str) -> None:
    with shell.test_request_context():
        assert local_path(target) == leads_to


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"])
def test_nobody_is_led_to_another_site_when_he_has_come_in(browser: FlaskClient, elsewhere: str) -> None:
    """The address that the form of the login carries comes from the browser, whatever the page wrote into it."""
    browser.application.config["WTF_CSRF_ENABLED"] = False
    answer = browser.post("/login", data={"login": "clerk", "password": PASSWORD, "next": elsewhere})
    assert (answer.status_code, answer.location) == (302, "/")
