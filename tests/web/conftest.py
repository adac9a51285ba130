"""Two sites: the demonstration district's (`site`), and the bare frame with a few people (`shell`, `browser`)."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.house import COMPILED, House, made_once
from tests.makers import CHEAP_HASHER, Stage
from tests.web.agreement import compared
from tests.web.inquiry import Inquiry, opened
from tests.web.site import Site, open_site
from web import Settings, create_app
from web.frame.database import db
from workflow.accounts.rows import Account
from workflow.clock import SimulatedClock, beijing
from workflow.desk import Desk
from workflow.people import Officer, Post, PostKind, Unit, UnitKind
from workflow.store import create_tables, open_database, transaction

PASSWORD = "Zhengxun-2017"
NOON = beijing(2017, 11, 24, 12)


@pytest.fixture(scope="session")
def settled_few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with those few people, made once."""
    return made_once(tmp_path_factory, "few", _settle_few) / "site.db"


def _settle_few(folder: Path) -> None:
    database = open_database(f"sqlite:///{folder / 'site.db'}")
    create_tables(database)
    with Session(database) as session, transaction(session, write=True):
        _settle(session)
    database.dispose()


@pytest.fixture
def make_site(tmp_path: Path, settled_few: Path) -> Iterator[Callable[..., Flask]]:
    made: list[Flask] = []
    shutil.copy(settled_few, tmp_path / "site.db")

    def make(*, testing: bool = True, https: bool = False) -> Flask:
        url = f"sqlite:///{tmp_path / 'site.db'}"
        clock = SimulatedClock(NOON)
        app = create_app(Settings(url, tmp_path, secret="for tests only", clock=clock, testing=testing, https=https))
        app.config["SERVER_NAME"] = "localhost"
        app.jinja_env.bytecode_cache = COMPILED
        made.append(app)
        return app

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def site(stage: Stage) -> Iterator[Site]:
    """The site of the demonstration district; nothing has begun."""
    yield from open_site(stage)


@pytest.fixture
def inquiry(house: House, settled_district: Path) -> Iterator[Inquiry]:
    """The site of a district in which a team has begun to investigate an accident."""
    with opened(house, settled_district) as inquiry:
        yield inquiry


@pytest.fixture
def shell(make_site: Callable[..., Flask]) -> Flask:
    """The frame alone, with a few people."""
    return make_site()


@pytest.fixture
def browser(shell: Flask) -> FlaskClient:
    return shell.test_client()


def log_in(browser: FlaskClient, name: str = "clerk") -> FlaskClient:
    """Come in through the page, as a person does (the form guard stands aside in these tests)."""
    browser.application.config["WTF_CSRF_ENABLED"] = False
    assert browser.post("/login", data={"login": name, "password": PASSWORD}).status_code == 302
    return browser


def _settle(session: Session) -> None:
    office = Unit(name="示例区安全生产委员会办公室", short_name="区安委办", kind=UnitKind.OFFICE)
    bureau = Unit(name="示例区教育局", short_name="区教育局")
    password = CHEAP_HASHER.hash(PASSWORD)
    people = {
        login: Officer(login=login, name=name, password_hash=password, active=login != "left")
        for login, name in (("clerk", "张甲"), ("school", "李乙"), ("keeper", "王丙"), ("left", "赵丁"))
    }
    session.add_all(Account(officer=person, password_set_at=NOON) for person in people.values())
    since = beijing(2017, 1, 1).date()
    session.add_all(
        Post(officer=people[login], unit=unit, kind=kind, since=since)
        for login, unit, kind in (
            ("clerk", office, PostKind.CLERK),
            ("school", bureau, PostKind.CLERK),
            ("school", bureau, PostKind.SEAL_KEEPER),
            ("keeper", office, PostKind.ADMINISTRATOR),
            ("left", bureau, PostKind.LEADER),
        )
    )


@pytest.fixture(autouse=True)
def guards_and_table_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a page test does, what the action asks for is compared with the permission table."""
    monkeypatch.setattr(Desk, "must_hold", compared(Desk.must_hold))
