"""办公邮箱: where a person's notices are mailed. Another address counts when its owner has shown that mail arrives there.

Whoever could change it unseen would read another's notices: the former address hears of it first, the person on his
desk, and the new one only with a code that the person types while he is logged in as himself.
"""

import hashlib
import re
import secrets
from datetime import timedelta

from workflow.accounts import admission, failures, news, words
from workflow.accounts.rows import NewAddress
from workflow.accounts.terms import Terms
from workflow.accounts.trail import account_of
from workflow.clock import moment_in_words
from workflow.desk import Desk, Office
from workflow.errors import Incomplete, Stale
from workflow.people import Officer, mail
from workflow.personal import Export, masked

ADDRESS = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
LONGEST = 200
STANDS = timedelta(days=3)
_ALPHABET, _LENGTH = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789", 8  # nothing that looks like something else: it is copied


def must_be_one(address: str) -> None:
    """Or empty: then nothing is mailed."""
    if address and (len(address) > LONGEST or not ADDRESS.fullmatch(address)):
        raise Incomplete({"email": words.NO_ADDRESS})


def change(desk: Desk, officer: Officer, address: str) -> bool:
    """For him. Does it count at once? Not where notices go out by mail: there it can be proved, and has to be."""
    must_be_one(address)
    if address == officer.email:
        raise Incomplete({"email": words.SAME_ADDRESS})
    _forget(desk, officer)
    if address and mail.goes_out(desk.session):
        _propose(desk, officer, address)
        return False
    news.tell(desk, officer, "address_changed", new=in_short(address))
    desk.note("address_changed", account_of(officer), name=officer.name, new=in_short(address))
    officer.email = address
    return True


def in_short(address: str) -> str:
    """As it stands in notices and in the journal: its owner knows it, nobody else learns it."""
    return masked(address, Export.SHEET) or words.NO_MAIL


def proposed(desk: Desk, officer: Officer) -> NewAddress | None:
    """What waits for its code, while the code stands."""
    found = desk.session.get(NewAddress, officer.id)
    return found if found and desk.now < found.proposed_at + STANDS else None


def confirm(office: Office, terms: Terms, officer_id: int, code: str, at: str) -> None:
    """He types what was mailed there. Five attempts, as at the door."""
    with office.desk(officer_id, write=False) as desk:
        login = desk.session.get_one(Officer, officer_id).login
    admission.attempt_beside("code", office, terms, login, at)
    with office.desk(officer_id, address=at) as desk:
        officer = desk.session.get_one(Officer, officer_id)
        found = proposed(desk, officer)
        if found is None:
            raise Stale(words.NO_NEW_ADDRESS)
        if not secrets.compare_digest(found.code_digest, _digest(code)):
            raise Incomplete({"code": words.ADDRESS_CODE_WRONG})
        failures.forgive(desk, login)
        officer.email = found.address
        _forget(desk, officer)
        news.tell(desk, officer, "address_confirmed", new=in_short(officer.email))
        desk.note("address_confirmed", account_of(officer), new=in_short(officer.email))


def _propose(desk: Desk, officer: Officer, address: str) -> None:
    code = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    desk.session.add(
        NewAddress(officer_id=officer.id, address=address, code_digest=_digest(code), proposed_at=desk.now)
    )
    until = moment_in_words(desk.now + STANDS)
    news.tell(desk, officer, "address_proposed", new=in_short(address), until=until)
    news.tell(desk, officer, "address_code", address=address, inside=False, code=code, until=until)
    desk.note("address_proposed", account_of(officer), name=officer.name, new=in_short(address))


def _forget(desk: Desk, officer: Officer) -> None:
    if found := desk.session.get(NewAddress, officer.id):
        desk.session.delete(found)
        desk.session.flush()


def _digest(code: str) -> str:
    return hashlib.sha256("".join(code.split()).upper().encode()).hexdigest()
