"""Attempts that have not succeeded: after five the door stays shut for a while, for that name and that address.

An attempt is counted before it is judged, so that many at once do not come through together; one that succeeds takes
back those of its name. A name that nobody has is counted alike: the lock tells nothing about who exists.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select

from workflow.accounts import words
from workflow.accounts.rows import Failure
from workflow.accounts.terms import Terms
from workflow.clock import moment_in_words
from workflow.desk import Desk
from workflow.errors import Refusal


class Locked(Refusal):
    """连续多次没有登录成功，暂停登录。请稍后再试。"""


def locked_until(desk: Desk, terms: Terms, name: str, address: str) -> datetime | None:
    """Until when nobody comes in with this name, or from this address; None when the door is open."""
    runs = (
        _lately(desk, terms, Failure.name == _short(name)),
        _lately(desk, terms, Failure.address == _short(address)),
    )
    ends = [end for run in runs if (end := _end_of_lock(run, terms)) and desk.now < end]
    return max(ends, default=None)


def must_be_open(desk: Desk, terms: Terms, name: str, address: str) -> None:
    if until := locked_until(desk, terms, name, address):
        raise Locked(words.LOCKED.format(until=moment_in_words(until)))


def count(desk: Desk, name: str, address: str) -> None:
    """Before it is known whether the attempt succeeds."""
    desk.session.add(Failure(name=_short(name), address=_short(address), at=desk.now))
    desk.session.flush()


def forgive(desk: Desk, name: str) -> None:
    """He has come in after all: what he had mistyped counts against nobody."""
    desk.session.execute(delete(Failure).where(Failure.name == _short(name)))


def _lately(desk: Desk, terms: Terms, of: ColumnElement[bool]) -> Sequence[datetime]:
    """The moments of the newest attempts that can still matter, newest first."""
    since = desk.now - 2 * terms.locked
    lines = select(Failure.at).where(of, Failure.at > since).order_by(Failure.at.desc()).limit(terms.failures)
    return desk.session.scalars(lines).all()


def _end_of_lock(run: Sequence[datetime], terms: Terms) -> datetime | None:
    """Five within a quarter of an hour shut the door for a quarter of an hour from the fifth."""
    if len(run) < terms.failures or run[0] - run[-1] > terms.locked:
        return None
    return run[0] + terms.locked


def _short(text: str) -> str:
    return text.strip()[:60]
