"""Passwords: what a new one must be, when an old one must go, and giving one that is good for a single login."""

import secrets
import string
from datetime import datetime, timedelta

from sqlalchemy import select

from workflow.accounts import admission, failures, visits, words
from workflow.accounts.rows import Account, OldPassword
from workflow.accounts.terms import Terms
from workflow.accounts.trail import account_of
from workflow.desk import Desk, Office
from workflow.errors import Incomplete, Refusal
from workflow.people import Officer, hash_password, password_fits

_CLASSES = (string.ascii_uppercase, string.ascii_lowercase, string.digits)
_READABLE = "ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnpqrstuvwxyz", "23456789"  # no 0/O, 1/l/I: it is read out
ONE_TIME_LENGTH = 12


def complaint(password: str, login: str, terms: Terms) -> str | None:
    """Why this cannot be a password, or None."""
    if len(password) < terms.shortest:
        return words.TOO_SHORT.format(shortest=terms.shortest)
    if classes_in(password) < terms.classes:
        return words.TOO_PLAIN.format(classes=terms.classes)
    if login.casefold() in password.casefold():
        return words.HAS_NAME
    return None


def classes_in(password: str) -> int:
    found = {next((n for n, members in enumerate(_CLASSES) if char in members), len(_CLASSES)) for char in password}
    return len(found)


def change(
    office: Office, terms: Terms, officer_id: int, old: str, new: str, repeated: str, *, keep: int, address: str
) -> None:
    """The officer's own new password. Everywhere else he is logged in, that ends; `keep` is the visit he is at."""
    with office.desk(officer_id, write=False) as desk:
        _must_be_changeable(desk, officer_id)
        login = _own(desk).login
    admission.attempt_beside("old", office, terms, login, address)
    _must_know(office, officer_id, old, address)
    with office.desk(officer_id, address=address) as desk:
        officer = _own(desk)
        _must_do(desk, terms, officer, new, repeated)
        _put(desk, terms, officer, new)
        visits.end_all(desk, officer, "password", but=keep)
        desk.note("password_changed", account_of(officer))


def _must_know(office: Office, officer_id: int, old: str, address: str) -> None:
    """In a transaction of its own: whoever knows it and then tries new ones that will not do has not failed."""
    with office.desk(officer_id, address=address) as desk:
        officer = _own(desk)
        if fits := password_fits(officer.password_hash, old):
            failures.forgive(desk, officer.login)
        else:
            desk.note("identity_not_confirmed", account_of(officer))
    if not fits:
        raise Incomplete({"old": words.OLD_WRONG})


def _must_be_changeable(desk: Desk, officer_id: int) -> None:
    account = desk.session.get(Account, officer_id)
    if account and account.lasting:
        raise Refusal(words.DEMONSTRATION)


def give_one_time(desk: Desk, terms: Terms, officer: Officer) -> str:
    """A password for one login, after which he must choose his own; told once, kept nowhere."""
    alphabet = "".join(_READABLE)
    password = "".join(secrets.choice(alphabet) for _ in range(ONE_TIME_LENGTH - len(_READABLE)))
    password += "".join(secrets.choice(part) for part in _READABLE)
    _put(desk, terms, officer, password, one_time=True)
    visits.end_all(desk, officer, "password")
    desk.note("password_reset", account_of(officer), name=officer.name)
    return password


def why_to_change(account: Account | None, now: datetime, terms: Terms) -> str | None:
    """Why nothing else may be done before the password is changed, or None."""
    if account is None or account.one_time:
        return words.FIRST_TIME
    if account.lasting or now < outdated_at(account, terms):
        return None
    return words.OUTDATED.format(days=terms.password_age // timedelta(days=1))


def outdated_at(account: Account, terms: Terms) -> datetime:
    return account.password_set_at + terms.password_age


def _own(desk: Desk) -> Officer:
    if desk.officer is None:
        raise LookupError("the system has no password")
    return desk.officer


def _must_do(desk: Desk, terms: Terms, officer: Officer, new: str, repeated: str) -> None:
    if found := complaint(new, officer.login, terms):
        raise Incomplete({"new": found})
    if new != repeated:
        raise Incomplete({"repeated": words.NOT_REPEATED})
    if any(password_fits(hashed, new) for hashed in _earlier(desk, terms, officer)):
        raise Incomplete({"new": words.USED_BEFORE.format(remembered=terms.remembered)})


def _earlier(desk: Desk, terms: Terms, officer: Officer) -> list[str]:
    """The present one and those before it, newest first."""
    lines = select(OldPassword.hashed).where(OldPassword.officer_id == officer.id).order_by(OldPassword.id.desc())
    return [officer.password_hash, *desk.session.scalars(lines.limit(terms.remembered - 1))]


def _put(desk: Desk, terms: Terms, officer: Officer, password: str, *, one_time: bool = False) -> None:
    desk.session.add(OldPassword(officer_id=officer.id, hashed=officer.password_hash, set_at=desk.now))
    officer.password_hash = hash_password(password)
    account = desk.session.get(Account, officer.id)
    if account is None:
        account = Account(officer_id=officer.id)
        desk.session.add(account)
    account.password_set_at, account.one_time = desk.now, one_time
