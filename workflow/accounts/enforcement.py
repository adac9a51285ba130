"""Whose second factor is not a choice: the posts for which the installation asks it."""

from collections.abc import Collection, Iterable

from sqlalchemy.orm import Session

from workflow.accounts.trail import AccountOf
from workflow.desk import Desk
from workflow.people import POSTS, PostKind, Setting

SETTING = "second_factor_posts"


def asked_of(session: Session) -> frozenset[PostKind]:
    found = session.get(Setting, SETTING)
    return frozenset(PostKind(name) for name in found.value.split(",") if name) if found else frozenset()


def is_asked_of(session: Session, kinds: Collection[PostKind]) -> bool:
    return not asked_of(session).isdisjoint(kinds)


def ask_of(desk: Desk, kinds: Iterable[PostKind]) -> None:
    """From now on, holders of these posts work only with a second factor."""
    chosen = [kind for kind in PostKind if kind in set(kinds)]
    found = desk.session.get(Setting, SETTING)
    if found is None:
        found = Setting(name=SETTING)
        desk.session.add(found)
    found.value, found.changed_at = ",".join(chosen), desk.now
    desk.note("second_factor_required", AccountOf(), posts="、".join(POSTS[kind] for kind in chosen) or "无")
