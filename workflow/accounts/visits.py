"""Visits: who is logged in where, until he leaves, is idle for too long, or it is ended for him.

The browser holds a random token, the table its digest: whoever reads the table cannot come in with it.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from functools import lru_cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, joinedload

from workflow.accounts import words
from workflow.accounts.rows import Visit
from workflow.accounts.terms import Terms
from workflow.accounts.trail import account_of
from workflow.desk import Desk
from workflow.errors import Unknown
from workflow.people import Officer, Post

SEEN_EVERY = timedelta(minutes=1)  # how exactly it is known when somebody was last there


def begin(desk: Desk, officer: Officer, address: str, device: str) -> str:
    """He has come in; the token for his browser."""
    token = secrets.token_urlsafe(32)
    desk.session.add(
        Visit(
            token_digest=_digest(token), officer_id=officer.id, address=address[:60], device=device[:80],
            began_at=desk.now, seen_at=desk.now, confirmed_at=desk.now,
        )
    )  # fmt: skip
    desk.note("logged_in", account_of(officer), device=device)
    return token


def find(session: Session, token: str, now: datetime, terms: Terms) -> Visit | None:
    """The visit of this token while it lasts; a closed account has none."""
    visit = session.scalars(_with_posts(), {"digest": _digest(token)}).unique().one_or_none()
    return visit if visit and visit.officer.active and is_open(visit, now, terms) else None


@lru_cache
def _with_posts() -> Select[Visit]:
    """Built once, and one question: every page begins with it."""
    posts = joinedload(Visit.officer).joinedload(Officer.posts).joinedload(Post.unit)
    return select(Visit).where(Visit.token_digest == bindparam("digest")).options(posts)


def is_open(visit: Visit, now: datetime, terms: Terms) -> bool:
    return visit.ended_at is None and now < visit.seen_at + terms.idle


def is_fresh(visit: Visit, now: datetime, terms: Terms) -> bool:
    """He has proved who he is so lately that he need not again."""
    return now < visit.confirmed_at + terms.fresh


def has_to_be_seen(visit: Visit, now: datetime) -> bool:
    return now >= visit.seen_at + SEEN_EVERY


def see(session: Session, visit_id: int, now: datetime) -> None:
    session.get_one(Visit, visit_id).seen_at = now


def of(desk: Desk, officer: Officer, terms: Terms) -> list[Visit]:
    """Where he is logged in, the latest first."""
    lines = select(Visit).where(Visit.officer_id == officer.id, Visit.ended_at.is_(None))
    found = desk.session.scalars(lines.order_by(Visit.seen_at.desc(), Visit.id.desc()))
    return [visit for visit in found if is_open(visit, desk.now, terms)]


def end(desk: Desk, key: str, why: str = "revoked") -> None:
    """One of his own visits; another's does not exist for him."""
    own = Visit.officer_id == desk.officer_id, Visit.key == key, Visit.ended_at.is_(None)
    visit = desk.session.scalar(select(Visit).where(*own))
    if visit is None:
        raise Unknown(words.NO_SUCH_VISIT)
    _end(desk, visit, why)


def leave(desk: Desk, visit_id: int) -> None:
    """He goes by himself."""
    _end(desk, desk.session.get_one(Visit, visit_id), "left")


def end_all(desk: Desk, officer: Officer, why: str, *, but: int | None = None) -> int:
    """Everywhere: when the password is new, the account is closed, or its owner wishes it; how many that were."""
    lines = select(Visit).where(Visit.officer_id == officer.id, Visit.ended_at.is_(None), Visit.id != (but or 0))
    found = desk.session.scalars(lines).all()
    for visit in found:
        _end(desk, visit, why)
    return len(found)


def _end(desk: Desk, visit: Visit, why: str) -> None:
    visit.ended_at = desk.now
    desk.note("visit_ended", account_of(visit.officer), device=visit.device, why=words.ENDED[why])


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
