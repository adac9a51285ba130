"""Officers, units, posts by their public keys; what is not there, or not this person's, is unknown."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import or_, select

from workflow.administration.record import is_, must_be
from workflow.desk import Desk
from workflow.errors import NotYours, Unknown
from workflow.people import Officer, Post, PostKind, Substitution, Unit, UnitKind
from workflow.store import Base

_Row = TypeVar("_Row", bound=Base)
MOST = 200  # lines of one page


def one(desk: Desk, kind: type[_Row], key: str) -> _Row:
    found = desk.session.scalars(select(kind).filter_by(key=key)).one_or_none()
    if found is None:
        raise Unknown()
    return found


def must_keep_people(desk: Desk) -> None:
    """Accounts and posts are read by both who keep them; each does his own part."""
    if not any(is_(desk, kind) for kind in (PostKind.ADMINISTRATOR, PostKind.SECURITY)):
        must_be(desk, PostKind.ADMINISTRATOR)


def officers(desk: Desk, wanted: str) -> Sequence[Officer]:
    found = select(Officer).order_by(Officer.login).limit(MOST)
    if wanted:
        found = found.where(or_(Officer.login.contains(wanted, autoescape=True), Officer.name == wanted))
    return desk.session.scalars(found).all()


def units(desk: Desk) -> Sequence[Unit]:
    return desk.session.scalars(select(Unit).where(Unit.kind != UnitKind.TEAM).order_by(Unit.id)).all()


def own_or_any_post(desk: Desk, key: str) -> Post:
    post = one(desk, Post, key)
    if post.officer_id != desk.officer_id and not is_(desk, PostKind.SECURITY):
        raise Unknown()
    return post


def own_or_any_substitution(desk: Desk, key: str) -> Substitution:
    made = one(desk, Substitution, key)
    if desk.officer_id not in (made.post.officer_id, made.substitute_id) and not is_(desk, PostKind.SECURITY):
        raise NotYours()
    return made
