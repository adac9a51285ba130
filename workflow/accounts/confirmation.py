"""Is it still he? Asked again before signing, sealing, issuing and publishing: the password, or the telephone's code."""

from workflow.accounts import admission, failures, second_factor, words
from workflow.accounts.rows import Visit
from workflow.accounts.terms import Terms
from workflow.accounts.trail import account_of
from workflow.accounts.vault import Vault
from workflow.desk import Desk, Office
from workflow.errors import Incomplete
from workflow.people import Officer, password_fits

FIELD = "confirmation"


def confirm(office: Office, terms: Terms, vault: Vault, visit_id: int, typed: str, address: str) -> None:
    """The visit is fresh again; or Incomplete, and nothing that was filled in is lost."""
    with office.desk(write=False) as desk:
        officer = desk.session.get_one(Visit, visit_id).officer
        officer_id, login, hashed = officer.id, officer.login, officer.password_hash
        or_code = words.OR_CODE if second_factor.is_on(desk.session, officer_id) else ""
    if not typed.strip():
        raise Incomplete({FIELD: words.CONFIRM.format(or_code=or_code)})
    admission.attempt_beside(FIELD, office, terms, login, address)
    by_password = password_fits(hashed, typed)
    with office.desk(officer_id, address=address) as desk:
        if by_password or second_factor.opens(desk, vault, _person(desk), typed):
            failures.forgive(desk, login)
            desk.session.get_one(Visit, visit_id).confirmed_at = desk.now
            desk.note("identity_confirmed", account_of(desk.officer), means="密码" if by_password else "动态验证码")
            return
        desk.note("identity_not_confirmed", account_of(desk.officer))
    raise Incomplete({FIELD: words.CONFIRM_WRONG.format(or_code=or_code)})


def _person(desk: Desk) -> Officer:
    assert desk.officer is not None
    return desk.officer
