"""What every answer forbids the browser, and forms posted from elsewhere."""

import gzip
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.conftest import PASSWORD, log_in
from tests.web.sample import add_samples
from web.frame.assets import STATIC
from web.frame.security import HEADERS


@pytest.fixture
def browser(shell: Flask) -> FlaskClient:
    return add_samples(shell).test_client()


@pytest.mark.parametrize("path", ["/login", "/sample", "/no/such/page", "/static/vendor/site.css"])
def test_every_answer_carries_the_headers(browser: FlaskClient, path: str) -> None:
    with log_in(browser).get(path) as answer:
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_nothing_runs_inline_and_nothing_comes_from_elsewhere(browser: FlaskClient) -> None:
    policy = browser.get("/login").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    for hole in ("unsafe", "http", "*", "script-src", "style-src"):
        assert hole not in policy


def test_pages_are_personal_and_assets_are_kept(browser: FlaskClient) -> None:
    page = log_in(browser).get("/sample")
    assert page.headers["Cache-Control"] == "private, no-cache"
    styles = re.search(r'href="(/static/vendor/site\.css\?v=\w+)"', page.text)
    assert styles
    with browser.get(styles[1]) as asset:
        assert "immutable" in asset.headers["Cache-Control"]


def test_what_everybody_loads_is_squeezed_and_what_is_personal_is_not(browser: FlaskClient) -> None:
    wish = {"Accept-Encoding": "gzip"}
    with log_in(browser).get("/static/vendor/site.css", headers=wish) as styles:
        assert styles.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(styles.data) == (STATIC / "vendor/site.css").read_bytes()
    assert "Content-Encoding" not in browser.get("/sample", headers=wish).headers


def test_a_form_from_elsewhere_is_refused(browser: FlaskClient) -> None:
    answer = browser.post("/login", data={"login": "clerk", "password": PASSWORD})
    assert answer.status_code == 400
    assert "刷新后再提交一次" in answer.text


def test_our_own_form_comes_through_with_its_token(browser: FlaskClient) -> None:
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/login").text)
    assert token
    data = {"login": "clerk", "password": PASSWORD, "csrf_token": token[1]}
    assert browser.post("/login", data=data).status_code == 302


def test_the_session_cookie_is_for_this_site_and_hidden_from_scripts(make_site: Callable[..., Flask]) -> None:
    answer = make_site(https=True).test_client().get("/login")
    cookie = answer.headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Secure"} <= set(cookie.split("; "))
