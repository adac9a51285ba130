"""A district at work, and its people by their logins."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from tests.makers import Stage
from workflow.desk import Desk
from workflow.people import Officer, Post, PostKind, Unit


@dataclass
class People:
    """`people.at("aq")`: the desk of whoever has that login."""

    stage: Stage

    @contextmanager
    def at(self, login: str) -> Iterator[Desk]:
        with self.stage.office.desk(write=False) as desk:
            officer_id = one(desk, login).id
        with self.stage.office.desk(officer_id) as desk:
            yield desk


def one(desk: Desk, login: str) -> Officer:
    return desk.session.scalars(select(Officer).where(Officer.login == login)).one()


def post_of(desk: Desk, login: str) -> Post:
    return one(desk, login).posts[0]


def unit(desk: Desk, number: int = 1) -> Unit:
    """The n-th ordinary unit of the district."""
    return post_of(desk, f"{number:02d}jb").unit


def newcomer(desk: Desk, login: str = "new") -> Officer:
    """Somebody with an account and no post yet."""
    officer = Officer(login=login, name="新来人", password_hash="none")
    desk.session.add(officer)
    desk.session.flush()
    return officer


KINDS = (PostKind.ADMINISTRATOR, PostKind.SECURITY, PostKind.AUDITOR)


@pytest.fixture
def people(stage: Stage) -> People:
    return People(stage)
