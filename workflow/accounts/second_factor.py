"""动态验证码: a second factor on the officer's telephone (TOTP, RFC 6238), and the codes for the day it is lost."""

import hashlib
import secrets
from datetime import datetime, timedelta

import pyotp
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from workflow.accounts import news, visits, words
from workflow.accounts.rows import RecoveryCode, SecondFactor
from workflow.accounts.trail import account_of
from workflow.accounts.vault import Vault
from workflow.clock import moment_in_words
from workflow.desk import Desk
from workflow.errors import Incomplete, Stale
from workflow.people import Officer

ISSUER = "征询"
STEP = timedelta(seconds=30)
NEIGHBOURS = (0, -1, 1)  # the telephone's clock may be half a minute off
RECOVERY_CODES = 10
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # nothing that looks like something else: it is copied by hand


def is_on(session: Session, officer_id: int) -> bool:
    factor = session.get(SecondFactor, officer_id)
    return factor is not None and factor.confirmed_at is not None


def propose(desk: Desk, vault: Vault, officer: Officer) -> None:
    """A new secret for his telephone; it counts only when a code from there has proved that it arrived."""
    if is_on(desk.session, officer.id):
        raise Stale(words.ALREADY_ON)
    closed = vault.close(pyotp.random_base32(), officer.id)
    factor = desk.session.get(SecondFactor, officer.id)
    if factor is None:
        desk.session.add(SecondFactor(officer_id=officer.id, secret=closed, proposed_at=desk.now))
    else:
        factor.secret, factor.proposed_at = closed, desk.now


def proposed(desk: Desk, vault: Vault, officer: Officer) -> tuple[str, str] | None:
    """The secret to type and the address to scan, while it has not been confirmed."""
    factor = desk.session.get(SecondFactor, officer.id)
    if factor is None or factor.confirmed_at is not None:
        return None
    secret = vault.open(factor.secret, officer.id)
    return secret, pyotp.TOTP(secret).provisioning_uri(name=officer.login, issuer_name=ISSUER)


def confirm(desk: Desk, vault: Vault, officer: Officer, code: str) -> list[str]:
    """The telephone shows the right code: from now on it is asked for. The recovery codes, told this once."""
    factor = desk.session.get(SecondFactor, officer.id)
    if factor is None or factor.confirmed_at is not None:
        raise Stale(words.NOTHING_PROPOSED)
    if not _fits(desk, vault, factor, code):
        raise Incomplete({"code": words.CODE_WRONG_AT_SETUP})
    factor.confirmed_at = desk.now
    desk.note("second_factor_set_up", account_of(officer))
    return _new_codes(desk, officer)


def opens(desk: Desk, vault: Vault, officer: Officer, code: str) -> bool:
    """Is this the code his telephone shows now, or one of his recovery codes? Each opens once."""
    factor = desk.session.get(SecondFactor, officer.id, with_for_update=True)
    if factor is None or factor.confirmed_at is None:
        return False
    return _fits(desk, vault, factor, code) or _recovers(desk, officer, code)


def remove(desk: Desk, officer: Officer) -> None:
    """By its owner, who has just confirmed himself."""
    _take_off(desk, officer)
    desk.note("second_factor_removed", account_of(officer))


def unbind(desk: Desk, officer: Officer, how: str) -> None:
    """For him: his telephone is lost and no code is left. `how`: by what he was recognised, in person."""
    _take_off(desk, officer)
    visits.end_all(desk, officer, "unbound")
    news.tell(desk, officer, "telephone_unbound", at=moment_in_words(desk.now), how=how)
    desk.note("second_factor_reset", account_of(officer), name=officer.name, how=how)


def _take_off(desk: Desk, officer: Officer) -> None:
    factor = desk.session.get(SecondFactor, officer.id)
    if factor is None or factor.confirmed_at is None:
        raise Stale(words.NOT_ON)
    desk.session.delete(factor)
    desk.session.execute(delete(RecoveryCode).where(RecoveryCode.officer_id == officer.id))


def renew_codes(desk: Desk, officer: Officer) -> list[str]:
    """New recovery codes; the earlier ones open nothing any more."""
    if not is_on(desk.session, officer.id):
        raise Stale(words.NOT_ON)
    desk.note("recovery_codes_renewed", account_of(officer))
    return _new_codes(desk, officer)


def codes_left(desk: Desk, officer: Officer) -> int:
    unused = RecoveryCode.officer_id == officer.id, RecoveryCode.used_at.is_(None)
    return desk.session.scalar(select(func.count()).select_from(RecoveryCode).where(*unused)) or 0


def _fits(desk: Desk, vault: Vault, factor: SecondFactor, code: str) -> bool:
    """Right now, and not used before: whoever looks over the shoulder comes too late."""
    totp = pyotp.TOTP(vault.open(factor.secret, factor.officer_id))
    now = _step_at(desk.now)
    for step in (now + offset for offset in NEIGHBOURS):
        if step > factor.last_step and secrets.compare_digest(totp.generate_otp(step), _bare(code)):
            factor.last_step = step
            return True
    return False


def _step_at(moment: datetime) -> int:
    return int(moment.timestamp()) // int(STEP.total_seconds())


def _recovers(desk: Desk, officer: Officer, code: str) -> bool:
    unused = RecoveryCode.officer_id == officer.id, RecoveryCode.used_at.is_(None)
    found = desk.session.scalar(select(RecoveryCode).where(*unused, RecoveryCode.digest == _digest(_bare(code))))
    if found is None:
        return False
    found.used_at = desk.now
    desk.session.flush()
    desk.note("recovery_code_used", account_of(officer), left=codes_left(desk, officer))
    return True


def _new_codes(desk: Desk, officer: Officer) -> list[str]:
    desk.session.execute(delete(RecoveryCode).where(RecoveryCode.officer_id == officer.id))
    codes = ["".join(secrets.choice(_ALPHABET) for _ in range(12)) for _ in range(RECOVERY_CODES)]
    desk.session.add_all(RecoveryCode(officer_id=officer.id, digest=_digest(code)) for code in codes)
    return [f"{code[:4]}-{code[4:8]}-{code[8:]}" for code in codes]


def _bare(code: str) -> str:
    """As people type it: with blanks and dashes, in small letters, perhaps with full-width digits."""
    return "".join(char for char in code.translate(_NARROW).upper() if char.isascii() and char.isalnum())


_NARROW = {0xFF10 + n: ord("0") + n for n in range(10)}


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()  # sixty random bits need no slow hash
