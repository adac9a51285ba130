"""Who is at the page: a plain value read once a request, in a transaction of its own.

The domain's Officer never hangs on to the request's session: what a desk reads and writes begins on a fresh one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import cast

from flask import Flask
from flask_login import LoginManager, UserMixin, current_user
from sqlalchemy.orm import Session, joinedload

from web.database import db
from web.settings import settings
from workflow.accident.custody import ACTING
from workflow.clock import day_of
from workflow.people import POSTS, Officer, Post, PostKind, UnitKind
from workflow.store import transaction

login_manager = LoginManager()


@dataclass(frozen=True)
class Me(UserMixin):
    """The officer who has logged in; `posts` as they are shown: 「区教育局 经办人」."""

    id: int
    login: str
    name: str
    posts: tuple[str, ...] = ()
    kinds: frozenset[PostKind] = frozenset()
    in_lead_unit: bool = False
    sees_accidents: bool = False
    in_ordinary_unit: bool = False

    @property
    def administers(self) -> bool:
        return PostKind.ADMINISTRATOR in self.kinds


def install(app: Flask) -> None:
    login_manager.session_protection = "basic"  # a telephone changes its address while one writes
    login_manager.init_app(app)
    app.context_processor(lambda: {"me": me()})


def me() -> Me | None:
    """Who is at this page, or None before the login."""
    return cast(Me, current_user._get_current_object()) if current_user.is_authenticated else None


@login_manager.user_loader
def load(officer_id: str) -> Me | None:
    """None sends to the login: unknown, or no longer active."""
    with Session(db.engine) as session, transaction(session, write=False):
        officer = session.get(Officer, int(officer_id), options=[joinedload(Officer.posts).joinedload(Post.unit)])
        return _as_shown(officer, day_of(settings().clock())) if officer and officer.active else None


def _as_shown(officer: Officer, today: date) -> Me:
    posts = officer.posts_on(today)
    return Me(
        id=officer.id,
        login=officer.login,
        name=officer.name,
        posts=tuple(_in_words(posts)),
        kinds=frozenset(post.kind for post in posts),
        in_lead_unit=any(post.unit.is_lead for post in posts),
        sees_accidents=any(post.kind in ACTING and not post.unit.is_ordinary for post in posts),
        in_ordinary_unit=any(post.kind in ACTING and post.unit.is_ordinary for post in posts),
    )


def _in_words(posts: Iterable[Post]) -> Iterable[str]:
    """One entry a unit: 「区教育局 经办人、印章管理员」; teams, whose names are long, as their number."""
    by_unit: dict[str, list[str]] = {}
    teams = set()
    for post in posts:
        if post.unit.kind is UnitKind.TEAM:
            teams.add(post.unit_id)
        else:
            by_unit.setdefault(post.unit.short_name, []).append(POSTS[post.kind])
    named = [f"{unit} {'、'.join(kinds)}" for unit, kinds in by_unit.items()]
    return [*named, f"{len(teams)}个事故调查组"] if teams else named
