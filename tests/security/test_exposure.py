"""Behind TLS and proxies, under whose names, how often; and what keeps a real start from happening."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import request
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.makers import Stage
from tests.postgres import running
from tests.web.site import Browser
from web import Settings, create_app
from web.commands import exposure
from web.commands.exposure import must_be_fit
from web.commands.installation import SECRET, SECRET_FILE, installation
from web.frame.database import db
from workflow import tallies
from workflow.clock import SimulatedClock, beijing
from workflow.demo import district
from workflow.errors import Refusal
from workflow.people import Setting
from workflow.store import create_tables, open_database, transaction

ROOT = Path(__file__).parents[2]
NOON = beijing(2026, 11, 24, 12)
GOOD = "f3a91c77d0e24b6c8a5f19b2e7c3d4806a1b5c9e"


@contextmanager
def site_with(stage: Stage, **facing: object) -> Iterator[FlaskClient]:
    url = stage.office.sessions.kw["bind"].url.render_as_string(hide_password=False)  # type: ignore[attr-defined]
    settings = Settings(url, stage.office.files.place.path, "for tests only", clock=stage.clock, testing=True)
    app = create_app(replace(settings, **facing))  # type: ignore[arg-type]
    yield app.test_client()
    with app.app_context():
        db.engine.dispose()


# -- behind TLS


def test_behind_tls_the_cookie_is_bound_to_this_host_and_the_browser_stays_with_tls(stage: Stage) -> None:
    with site_with(stage, https=True) as client:
        answer = client.get("/login")
        assert answer.headers["Set-Cookie"].startswith("__Host-session=")
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(answer.headers["Set-Cookie"].split("; "))
        assert "Domain" not in answer.headers["Set-Cookie"]
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_a_request_that_our_own_server_took_over_tls_is_told_the_same(stage: Stage) -> None:
    with site_with(stage, proxies=1) as client:
        answer = client.get("/login", headers={"X-Forwarded-Proto": "https"})
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_without_tls_nothing_is_promised(stage: Stage) -> None:
    with site_with(stage) as client:
        assert "Strict-Transport-Security" not in client.get("/login").headers


@pytest.mark.parametrize(("proxies", "believed"), [(0, "127.0.0.1"), (1, "192.0.2.9"), (2, "192.0.2.8")])
def test_the_address_is_what_our_own_servers_say(stage: Stage, proxies: int, believed: str) -> None:
    """What the sender itself put before them counts for nothing."""
    with site_with(stage, proxies=proxies) as client:
        client.application.before_request_funcs[None].insert(1, lambda: str(request.remote_addr))  # behind the log
        forwarded = {"X-Forwarded-For": "192.0.2.7, 192.0.2.8, 192.0.2.9"}
        assert client.get("/", headers=forwarded).text == believed


def test_only_the_names_of_the_site_are_answered(stage: Stage) -> None:
    with site_with(stage, hosts=("awb.example",)) as client:
        assert client.get("/login", headers={"Host": "awb.example"}).status_code == 200
        assert client.get("/login", headers={"Host": "elsewhere.example"}).status_code == 400


# -- how often


def attempts(client: FlaskClient, count: int, address: str = "192.0.2.1") -> list[int]:
    return [
        client.post("/login", data={"login": "x"}, environ_base={"REMOTE_ADDR": address}).status_code
        for _ in range(count)
    ]


def test_too_many_logins_from_one_address_wait_and_others_do_not(stage: Stage) -> None:
    with site_with(stage, limited=True) as client:
        assert 429 not in attempts(client, 30)
        assert attempts(client, 1) == [429]
        assert 429 not in attempts(client, 1, "192.0.2.2")
        answer = client.post("/login", environ_base={"REMOTE_ADDR": "192.0.2.1"})
        assert "请过一分钟再试" in answer.text


def test_whoever_knocks_at_the_public_pages_all_the_time_waits(stage: Stage) -> None:
    with site_with(stage, limited=True) as client:
        codes = [client.get("/verify/ABCDE-FGHJK").status_code for _ in range(241)]
        assert codes == [200] * 240 + [429]


def uploads(client: FlaskClient, count: int) -> list[int]:
    return [
        client.post("/round/x/draft/annexes", data={"file": (b"", "")}, content_type="multipart/form-data").status_code
        for _ in range(count)
    ]


def test_too_many_uploads_of_one_person_wait_and_others_in_the_house_do_not(stage: Stage) -> None:
    with site_with(stage, limited=True) as client:
        browsers = [Browser(client.application.test_client()) for _ in range(2)]
        for browser, login in zip(browsers, ("01jb", "02jb"), strict=True):
            browser.get("/login").press("登录", login=login, password=district.PASSWORD)
        assert [code == 429 for code in uploads(browsers[0].client, 61)] == [False] * 60 + [True]
        assert 429 not in uploads(browsers[1].client, 1)


def test_a_site_that_is_no_test_counts_without_being_told_to(stage: Stage) -> None:
    with site_with(stage, testing=False) as client:
        assert attempts(client, 31)[-1] == 429


def test_reading_and_writing_words_is_never_counted(stage: Stage) -> None:
    with site_with(stage, limited=True) as client:
        assert 429 not in [client.post("/rounds", data={"a": "b"}).status_code for _ in range(70)]


@pytest.fixture
def stage(stage_of_its_own: Stage) -> Stage:
    return stage_of_its_own


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    with running() as server:
        yield server.create("rates")


def test_several_processes_count_together_in_their_database(postgres: str, tmp_path: Path) -> None:
    """And what has run out begins anew, by the clock of the installation."""
    clock = SimulatedClock(NOON)
    apps = [create_app(Settings(postgres, tmp_path, GOOD, clock=clock, testing=True, limited=True)) for _ in range(2)]
    with apps[0].app_context():
        create_tables(db.engine)
    try:
        clients = [app.test_client() for app in apps]
        codes = [attempts(clients[number % 2], 1)[0] for number in range(31)]
        assert [code == 429 for code in codes] == [False] * 30 + [True]
        clock.move_to(NOON + timedelta(seconds=61))
        assert 429 not in attempts(clients[1], 5)
    finally:
        for app in apps:
            with app.app_context():
                db.engine.dispose()


@pytest.mark.parametrize("place", ["sqlite", "postgres"])
def test_counting_up_begins_anew_when_the_time_is_over(
    place: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("postgres") if place == "postgres" else f"sqlite:///{tmp_path / 'a.db'}"
    engine = open_database(url)
    create_tables(engine)
    with Session(engine) as session, transaction(session, write=True):
        later = NOON + timedelta(minutes=1)
        assert [tallies.add(session, "k", 1, NOON, later) for _ in range(3)] == [1, 2, 3]
        assert tallies.standing(session, "k", later) is None
        assert tallies.add(session, "k", 1, later, later + timedelta(minutes=1)) == 1
        assert tallies.forget(session, later) == 0
        assert tallies.forget(session, later + timedelta(minutes=1)) == 1
    engine.dispose()


# -- a real start


def test_the_secret_comes_from_the_environment_or_a_file_or_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (SECRET, SECRET_FILE):
        monkeypatch.delenv(name, raising=False)
    place = installation(tmp_path, None)
    made = place.secret()
    assert len(made) == 64
    assert place.secret() == made
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0
    (tmp_path / "given").write_text(GOOD + "\n")
    monkeypatch.setenv(SECRET_FILE, str(tmp_path / "given"))
    assert place.secret() == GOOD
    monkeypatch.setenv(SECRET, GOOD[::-1])
    assert place.secret() == GOOD[::-1]
    monkeypatch.delenv(SECRET)
    monkeypatch.setenv(SECRET_FILE, str(tmp_path / "absent"))
    with pytest.raises(Refusal, match="无法读取"):
        place.secret()


@pytest.mark.parametrize(
    "secret",
    [
        "short",
        GOOD[:31],
        "change-me-change-me-change-me-change-me",
        "a" * 64,
        "for tests only, and for nothing else at all",
    ],
)
def test_a_real_start_with_a_secret_that_can_be_guessed_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    monkeypatch.setenv(SECRET, secret)
    with pytest.raises(Refusal) as refusal:
        must_be_fit(installation(tmp_path, None))
    assert refusal.value.message == exposure.WEAK_SECRET


def test_a_real_start_on_the_demonstration_is_refused_by_its_mark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECRET, GOOD)
    place = installation(tmp_path, None)
    must_be_fit(place)
    engine = place.open()
    with Session(engine) as session, transaction(session, write=True):
        session.add(Setting(name=district.MARK, value="yes", changed_at=NOON))
    engine.dispose()
    with pytest.raises(Refusal) as refusal:
        must_be_fit(place)
    assert refusal.value.message == exposure.DEMONSTRATION


def test_a_real_start_with_an_account_whose_password_is_printed_is_refused(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECRET, GOOD)
    with pytest.raises(Refusal, match="演示账号的密码是公开的"):
        must_be_fit(installation(tmp_path, f"sqlite:///{tmp_path / 'zhengxun.db'}"))


def test_the_command_says_why_it_does_not_start(stage: Stage, tmp_path: Path) -> None:
    stage.close()
    command = "import sys; from web.commands import main; sys.argv[0] = 'zhengxun'; main()"
    started = subprocess.run(
        [sys.executable, "-c", command, "serve", "--data", str(tmp_path)],
        cwd=ROOT, env={"PATH": "/usr/bin:/bin", SECRET: GOOD}, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert started.returncode == 1
    assert started.stderr.strip() == exposure.DEMONSTRATION
    assert "Traceback" not in started.stderr + started.stdout


def test_whoever_opens_the_site_to_others_is_told_what_that_means() -> None:
    assert exposure.warnings("127.0.0.1", https=False, demo=True) == []
    assert exposure.warnings("0.0.0.0", https=False, demo=True) == [exposure.OPEN_DEMONSTRATION]  # noqa: S104 -- a name here
    assert exposure.warnings("0.0.0.0", https=False, demo=False) == [exposure.NO_TLS]  # noqa: S104
    assert exposure.warnings("0.0.0.0", https=True, demo=False) == []  # noqa: S104
