"""统一身份认证 against a real provider on loopback: it vouches, it never makes anybody."""

import warnings
from collections.abc import Iterator

import pytest
import requests
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.makers import Stage
from web import Settings, create_app
from web.frame.database import db
from web.frame.settings import Provider
from workflow.people import Officer

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the provider's own libraries are being renamed
    import authlib.integrations.flask_client  # noqa: F401 -- first imported here, where its warnings are quiet
    import oidc_provider_mock

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # raised inside the provider, on its own thread


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with oidc_provider_mock.run_server_in_thread() as server:
            yield f"http://localhost:{server.server_port}"


@pytest.fixture
def browser(stage: Stage, issuer: str) -> Iterator[FlaskClient]:
    url = stage.office.sessions.kw["bind"].url.render_as_string(hide_password=False)  # type: ignore[attr-defined]
    provider = Provider(issuer, "zhengxun", "secret")
    app = create_app(
        Settings(url, stage.office.files.place.path, "for tests only", clock=stage.clock, testing=True, oidc=provider)
    )
    yield app.test_client()
    with app.app_context():
        db.engine.dispose()


def come_back_as(browser: FlaskClient, sub: str, target: str = "/done") -> str:
    """Through the provider, where the person says who he is; the address that leads back."""
    away = browser.get(f"/login/single?next={target}").location
    return requests.post(away, data={"sub": sub}, allow_redirects=False, timeout=10).headers["Location"]


def test_the_login_page_offers_it_and_it_leads_to_the_page_one_wanted(browser: FlaskClient) -> None:
    assert "统一身份认证登录" in browser.get("/login").text
    answer = browser.get(come_back_as(browser, "bgs"))
    assert (answer.status_code, answer.location) == (302, "/done")
    assert browser.get("/done").status_code == 200


@pytest.mark.parametrize("sub", ["nobody", "BGS", " "])
def test_whoever_has_no_account_stays_outside_and_gets_none(browser: FlaskClient, stage: Stage, sub: str) -> None:
    def count() -> int | None:
        with stage.office.desk(write=False) as desk:
            return desk.session.scalar(select(func.count()).select_from(Officer))

    before = count()
    page = browser.get(come_back_as(browser, sub), follow_redirects=True)
    assert "没有对应的在用账号" in page.text
    assert browser.get("/done").status_code == 302
    assert count() == before


def test_a_closed_account_stays_closed(browser: FlaskClient, stage: Stage) -> None:
    with stage.office.desk() as desk:
        desk.session.scalars(select(Officer).where(Officer.login == "bgs")).one().active = False
    assert "没有对应的在用账号" in browser.get(come_back_as(browser, "bgs"), follow_redirects=True).text


def test_an_answer_that_this_browser_did_not_ask_for_opens_nothing(browser: FlaskClient) -> None:
    back = come_back_as(browser, "bgs")
    stranger = browser.application.test_client()
    assert stranger.get(back).status_code == 409
    assert stranger.get("/done").status_code == 302
    assert browser.get("/login/single/back?error=access_denied").status_code == 409


def test_it_never_leads_to_another_site(browser: FlaskClient) -> None:
    assert browser.get(come_back_as(browser, "bgs", "https://elsewhere.example/")).location == "/"
