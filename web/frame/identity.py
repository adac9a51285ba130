"""Who is at the page: a plain value read once a request, in a transaction of its own.

The domain's Officer never hangs on to the request's session: what a desk reads and writes begins on a fresh one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from flask import Flask
from flask_login import LoginManager, UserMixin, current_user
from sqlalchemy.orm import Session

from web.frame.database import db
from web.frame.requests import by_itself
from web.frame.settings import settings
from workflow.accident.custody import ACTING
from workflow.accounts import enforcement, passwords, second_factor, visits
from workflow.accounts.rows import Account, Visit
from workflow.clock import day_of
from workflow.people import POSTS, Post, PostKind, UnitKind
from workflow.store import transaction

login_manager = LoginManager()


@dataclass(frozen=True)
class Me(UserMixin):
    """The officer who has logged in; `posts` as they are shown: 「区教育局 经办人」."""

    id: int
    login: str
    name: str
    visit: int = 0
    visit_key: str = ""
    token: str = field(default="", repr=False)
    fresh: bool = False
    why_new_password: str | None = None
    has_second_factor: bool = False
    needs_second_factor: bool = False
    posts: tuple[str, ...] = ()
    kinds: frozenset[PostKind] = frozenset()
    in_lead_unit: bool = False
    sees_accidents: bool = False
    in_ordinary_unit: bool = False

    def get_id(self) -> str:
        """What the browser holds: not who he is, but the visit he came in by."""
        return self.token

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
def load(token: str) -> Me | None:
    """None sends to the login: unknown, ended, idle for too long, or no longer active."""
    now, terms = settings().clock(), settings().terms
    with Session(db.engine) as session, transaction(session, write=False):
        visit = visits.find(session, token, now, terms)
        person = _as_shown(session, visit, token, now) if visit else None
        is_news = visit is not None and visits.has_to_be_seen(visit, now) and not by_itself()
    if person and is_news:
        with Session(db.engine) as session, transaction(session, write=True):
            visits.see(session, person.visit, now)
    return person


def _as_shown(session: Session, visit: Visit, token: str, now: datetime) -> Me:
    officer = visit.officer
    own, entrusted = officer.posts_on(day_of(now)), officer.standing_in(day_of(now))
    posts = [*own, *(each.post for each in entrusted)]
    has_second_factor = second_factor.is_on(session, officer.id)
    kinds = frozenset(post.kind for post in posts)
    return Me(
        id=officer.id,
        login=officer.login,
        name=officer.name,
        visit=visit.id,
        visit_key=visit.key,
        token=token,
        fresh=visits.is_fresh(visit, now, settings().terms),
        why_new_password=passwords.why_to_change(session.get(Account, officer.id), now, settings().terms),
        needs_second_factor=not has_second_factor and enforcement.is_asked_of(session, kinds),
        has_second_factor=has_second_factor,
        posts=(
            *_in_words(own),
            *(f"代 {each.principal.name}（{each.post.unit.short_name} {POSTS[each.post.kind]}）" for each in entrusted),
        ),
        kinds=kinds,
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
