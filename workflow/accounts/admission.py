"""At the door: is it he, by password? The attempt is counted in one transaction and judged after it."""

from sqlalchemy import select

from workflow.accounts import failures, second_factor, visits, words
from workflow.accounts.terms import Terms
from workflow.accounts.trail import account_of
from workflow.accounts.vault import Vault
from workflow.desk import Desk, Office
from workflow.errors import Incomplete, Refusal
from workflow.people import Officer, password_fits


class NotAdmitted(Refusal):
    """账号或密码不对，请核对后再登录。账号已停用的，请联系本单位的系统管理员。"""


def identify(office: Office, terms: Terms, name: str, password: str, address: str) -> int:
    """The id of the officer who has this name and password; NotAdmitted does not tell which of the two is wrong.

    Locked: for now nobody comes in with this name, or from this address. A second factor may still be asked for.
    """
    attempt(office, terms, name, address)
    with office.desk(write=False) as desk:
        officer = _named(desk, name)
        fits = password_fits(officer.password_hash if officer else None, password)
        if officer is not None and officer.active and fits:
            return officer.id
    tell_failure(office, terms, name, address)
    raise NotAdmitted(words.NOT_ADMITTED)


def check_code(office: Office, terms: Terms, vault: Vault, officer_id: int, code: str, address: str) -> None:
    """His password was right; now the code of his telephone, with the same five attempts."""
    with office.desk(officer_id, write=False) as desk:
        name = _at(desk).login
    attempt(office, terms, name, address)
    with office.desk(officer_id, address=address) as desk:
        if _at(desk).active and second_factor.opens(desk, vault, _at(desk), code):
            return  # closed between password and code: the same answer as to a wrong code
    tell_failure(office, terms, name, address)
    raise NotAdmitted(words.CODE_WRONG)


def welcome(desk: Desk, address: str, device: str) -> str:
    """He has come in: what he had mistyped is forgotten; the token for his browser."""
    officer = _at(desk)
    failures.forgive(desk, officer.login)
    return visits.begin(desk, officer, address, device)


def attempt(office: Office, terms: Terms, name: str, address: str) -> None:
    """Before the judgement, in a transaction of its own: no lock of the database is held while a hash is computed."""
    with office.desk() as desk:
        failures.must_be_open(desk, terms, name, address)
        failures.count(desk, name, address)


def attempt_beside(field: str, office: Office, terms: Terms, name: str, address: str) -> None:
    """The same five attempts at a form inside: an unattended screen is no place to guess a password."""
    try:
        attempt(office, terms, name, address)
    except failures.Locked as locked:
        raise Incomplete({field: locked.message}) from None


def tell_failure(office: Office, terms: Terms, name: str, address: str) -> None:
    """A line for the auditor. What was typed as a name nobody has is not kept: it may be a password."""
    with office.desk(address=address) as desk:
        about = account_of(_named(desk, name))
        desk.note("login_failed", about)
        if failures.locked_until(desk, terms, name, address):
            desk.note("login_locked", about, failures=terms.failures)


def _at(desk: Desk) -> Officer:
    assert desk.officer is not None
    return desk.officer


def _named(desk: Desk, name: str) -> Officer | None:
    return desk.session.scalar(select(Officer).where(Officer.login == name.strip()))
