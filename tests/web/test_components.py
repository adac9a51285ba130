"""The pieces that pages are written with, on the sample page that holds each of them once."""

import json

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from tests.web.conftest import log_in
from tests.web.sample import add_samples
from web.frame.filters import FILTERS, day_in_words, iso, moment_in_words, short_moment
from workflow.clock import beijing

FOUR = beijing(2017, 11, 28, 16)


@pytest.fixture
def browser(shell: Flask) -> FlaskClient:
    return log_in(add_samples(shell).test_client())


def page(browser: FlaskClient, path: str = "/sample", **typed: str) -> BeautifulSoup:
    answer = browser.post(path, data=typed) if typed else browser.get(path)
    return BeautifulSoup(answer.text, "html.parser")


def test_moments_are_written_in_beijing_time_with_the_weekday() -> None:
    assert moment_in_words(FOUR) == "2017年11月28日（星期二）16:00"
    assert day_in_words(FOUR) == day_in_words(FOUR.date()) == "2017年11月28日（星期二）"
    assert short_moment(FOUR) == "11月28日16:00"
    assert iso(FOUR) == "2017-11-28T16:00:00+08:00"
    assert [words(None) for words in FILTERS.values()] == [""] * len(FILTERS)


def test_a_deadline_says_how_long_is_left(browser: FlaskClient) -> None:
    assert page(browser).select_one(".deadline").text.strip() == "还剩2个工作日，11月28日（星期二）16:00截止"


def test_what_was_typed_stays_when_something_is_missing(browser: FlaskClient) -> None:
    refused = page(browser, contact="张甲", groups="", channel="fax", reason="<已经> 写好")
    assert refused.select_one("#field-contact")["value"] == "张甲"
    assert refused.select_one("#field-channel option[selected]")["value"] == "fax"
    assert refused.select_one("#field-reason").text.strip() == "<已经> 写好"
    phone = refused.select_one("#field-phone")
    assert phone["aria-invalid"] == "true"
    assert refused.select_one(f"#{phone['aria-describedby']}").text == "请填写联系电话，便于核对意见。"
    assert {a["href"] for a in refused.select(".error-summary a")} == {"#field-phone", "#field-groups"}


def test_every_link_and_description_points_to_something(browser: FlaskClient) -> None:
    shown = page(browser, contact="张甲")
    ids = [tag["id"] for tag in shown.select("[id]")]
    assert len(ids) == len(set(ids))
    named = [name for tag in shown.select("[aria-describedby]") for name in tag["aria-describedby"].split()]
    named += [tag["for"] for tag in shown.select("label[for]")]
    named += [tag["aria-labelledby"] for tag in shown.select("[aria-labelledby]")]
    named += [tag["data-opens"] for tag in shown.select("[data-opens]")]
    assert set(named) <= set(ids)


def test_a_field_that_saves_itself_knows_where_and_says_when(browser: FlaskClient) -> None:
    shown = page(browser)
    text = shown.select_one("[data-autosave]")
    assert json.loads(text["hx-vals"]) == {"version": "3"}
    assert shown.select_one(f"#{text['data-autosave']}")
    saved = browser.post(text["hx-post"], data={text["name"]: "将“每季度”改为“每月”。"})
    assert (saved.status_code, saved.headers["X-Saved-At"]) == (204, "15:03")


def test_why_tells_when_who_what_and_by_which_rule(browser: FlaskClient) -> None:
    first, second = page(browser).select(".why li")
    assert "2017年11月20日（星期一）09:30" in first.text
    assert "区安委办 张甲" in first.text
    assert first.select_one(".why-rule") is None
    assert second.select_one(".why-rule").text == "依据：通知已在收件人端打开"


def test_facts_that_are_not_known_are_left_out(browser: FlaskClient) -> None:
    assert [dt.text for dt in page(browser).select(".facts dt")] == ["发文字号", "送达", "联系人"]
