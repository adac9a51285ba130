"""How refusals and faults reach the user."""

import logging
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.conftest import log_in
from tests.web.sample import add_samples
from web.frame.errors import FAULT, HTTP, OTHER, REFUSALS, kind_of
from web.frame.security import MOST_MEGABYTES
from workflow import errors
from workflow.errors import Incomplete, Refusal, Stale

HTMX = {"HX-Request": "true"}
EXPECTED = {
    "NotYours": 403,
    "Unknown": 404,
    "Stale": 409,
    "TooLate": 409,
    "AlreadyDone": 409,
    "Incomplete": 422,
    "Unreadable": 422,
    "Refusal": 409,
}


@pytest.fixture
def browser(shell: Flask) -> FlaskClient:
    return log_in(add_samples(shell).test_client())


def every_refusal(of: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    yield of
    for cls in of.__subclasses__():
        yield from every_refusal(cls)


def test_the_table_names_every_refusal_of_the_ground_rules() -> None:
    named = {cls.__name__ for cls in every_refusal() if cls.__module__ == errors.__name__}
    assert named == {cls.__name__ for cls in REFUSALS} == set(EXPECTED)


def test_a_refusal_declared_elsewhere_is_told_like_its_nearest_relative() -> None:
    for cls in every_refusal():
        assert kind_of(cls).status in range(400, 500)

    class StaleForOneUnit(Stale):
        """这个单位的回复已有变化，请刷新后再办。"""

    assert kind_of(StaleForOneUnit) is REFUSALS[Stale]


@pytest.mark.parametrize(("name", "status"), EXPECTED.items())
def test_a_refused_page_says_what_happened_and_what_to_do(browser: FlaskClient, name: str, status: int) -> None:
    answer = browser.get(f"/sample/refused/{name}")
    refusal = getattr(errors, name)
    assert answer.status_code == status
    assert kind_of(refusal).title in answer.text
    assert ("请填写联系电话。" if refusal is Incomplete else refusal().message) in answer.text
    assert "回到待办" in answer.text


@pytest.mark.parametrize(("name", "status"), EXPECTED.items())
def test_a_refused_part_of_a_page_becomes_a_banner(browser: FlaskClient, name: str, status: int) -> None:
    answer = browser.post(f"/sample/refused/{name}", headers=HTMX)
    assert answer.status_code == status
    assert answer.headers["HX-Retarget"] == "#refusal"
    assert "data-sentence" in answer.text
    assert "<html" not in answer.text


def test_every_answer_has_words_of_its_own() -> None:
    for kind in (*HTTP.values(), OTHER, FAULT):
        assert kind.title
        assert kind.sentence


def test_a_wrong_address_is_told_calmly_with_and_without_a_login(browser: FlaskClient) -> None:
    for visitor in (browser, browser.application.test_client()):
        answer = visitor.get("/no/such/page")
        assert answer.status_code == 404
        assert "没有找到" in answer.text


def test_an_upload_beyond_the_limit_is_refused_with_the_limit(browser: FlaskClient) -> None:
    size = MOST_MEGABYTES * 1024 * 1024 + 1
    answer = browser.post("/sample", data=b"x" * size, content_type="multipart/form-data; boundary=b")
    assert answer.status_code == 413
    assert f"{MOST_MEGABYTES} MB" in answer.text


def test_a_bug_shows_an_incident_number_under_which_the_log_has_the_trace(
    make_site: Callable[..., Flask], caplog: pytest.LogCaptureFixture
) -> None:
    browser = log_in(add_samples(make_site(testing=False)).test_client())
    with caplog.at_level(logging.ERROR):
        answer = browser.get("/sample/broken")
    assert answer.status_code == 500
    assert "a bug" not in answer.text
    record = caplog.records[-1]
    assert record.exc_info is not None
    assert isinstance(record.exc_info[1], LookupError)
    assert record.args
    assert str(record.args[0]) in answer.text


def test_tests_see_a_bug_as_it_is(browser: FlaskClient) -> None:
    with pytest.raises(LookupError):
        browser.get("/sample/broken")
