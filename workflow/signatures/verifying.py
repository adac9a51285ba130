"""Does a signature hold? One answer, a code for machines; the sentences are in `words`.

Codes in the order in which they are asked: unknown_key, altered, revoked, signed_outside_validity, revoked_later,
expired, ok. `revoked_later` and `expired` still say that the signature was good when it was made: the certificate has
been revoked, or has ended, since.
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.errors import EngineFault
from workflow.signatures import authority
from workflow.signatures.algorithms import ALGORITHMS
from workflow.signatures.canonical import canonical
from workflow.signatures.keys import AUTHORITY, Signed, Vault
from workflow.signatures.revoking import revocation_of
from workflow.signatures.rows import SignedStatement, SigningKey


class Code(StrEnum):
    OK = "ok"  # 签名有效
    ALTERED = "altered"  # 内容或签名被改动
    UNKNOWN_KEY = "unknown_key"  # 不是本系统证书
    EXPIRED = "expired"  # 签名时有效，证书现已到期
    REVOKED_LATER = "revoked_later"  # 签名时有效，证书后来撤销
    REVOKED = "revoked"  # 签名时证书已撤销
    OUTSIDE = "signed_outside_validity"  # 签名时间不在证书有效期内


@dataclass(frozen=True)
class Verdict:
    """What is found about one signature, and the certificate it was found with.

    `revoked_since`, `reason`: of a certificate that is revoked now (a `Reason`), whenever the signature was made.
    """

    code: Code
    name: str = ""
    not_before: datetime | None = None
    not_after: datetime | None = None
    revoked_since: datetime | None = None
    reason: str = ""

    @property
    def holds(self) -> bool:
        """The signature was good when it was made."""
        return self.code in (Code.OK, *LATER)


LATER = (Code.EXPIRED, Code.REVOKED_LATER)  # good when it was made, with a remark


def is_ours(session: Session, vault: Vault | None, key: SigningKey) -> bool:
    """The certificate names this very key, and an authority of this installation made it.

    Without the secret (`vault` None) an authority is taken for ours because its row stands here.
    """
    if key.alg not in ALGORITHMS or not authority.names_key(key.certificate, key.key_id):
        return False
    if authority.key_id_of(ALGORITHMS[key.alg].info(key.public)) != key.key_id:
        return False
    known = session.scalars(select(SigningKey).where(SigningKey.owner == AUTHORITY)).all()
    return any((vault is None or vault.holds(issuer)) and _made(issuer, key) for issuer in known)


def issuer_of(session: Session, key: SigningKey) -> SigningKey:
    """The authority that made its certificate; EngineFault when there is none."""
    known = session.scalars(select(SigningKey).where(SigningKey.owner == AUTHORITY))
    found = next((issuer for issuer in known if _made(issuer, key)), None)
    if found is None:
        raise EngineFault(f"no authority of this installation made the certificate of {key.key_id}")
    return found


def verify(
    session: Session, vault: Vault | None, message: bytes, signed: Signed, at: datetime, now: datetime
) -> Verdict:
    """`at`: when it was signed, as the signed content itself says."""
    key = session.scalar(select(SigningKey).where(SigningKey.key_id == signed.key_id))
    if key is None or key.alg != signed.alg or not is_ours(session, vault, key):
        return Verdict(Code.UNKNOWN_KEY)
    return judged(session, key, at, now, fits=ALGORITHMS[key.alg].verify(key.public, message, signed.sig))


def judged(session: Session, key: SigningKey, at: datetime, now: datetime, *, fits: bool) -> Verdict:
    """By a key of ours. `fits`: the signature is of this key and of this content."""
    valid, revoked = authority.validity(key.certificate), revocation_of(session, key.key_id)
    since = revoked.since if revoked else None
    code = _timed(at, now, valid, since) if fits else Code.ALTERED
    return Verdict(code, authority.subject(key.certificate), *valid, since, revoked.reason if revoked else "")


def verify_statement(session: Session, vault: Vault | None, statement: SignedStatement, now: datetime) -> Verdict:
    """A kept statement: the row beside the signed text must not tell another story than the text."""
    signed = Signed(statement.alg, statement.key_id, statement.signature)
    found = verify(session, vault, statement.content.encode(), signed, statement.at, now)
    return found if found.code is Code.UNKNOWN_KEY or _agrees(statement) else replace(found, code=Code.ALTERED)


def _agrees(statement: SignedStatement) -> bool:
    try:
        said = json.loads(statement.content)
        row = [statement.about, statement.act, statement.document, statement.paper_sha256, statement.at]
        text = [said["about"], said["act"], said["document"], said["paper"], datetime.fromisoformat(said["at"])]
        return canonical(row) == canonical(text)
    except (ValueError, KeyError, TypeError):
        return False


def _timed(at: datetime, now: datetime, valid: tuple[datetime, datetime], revoked: datetime | None) -> Code:
    start, end = valid
    if revoked is not None and revoked <= at:
        return Code.REVOKED
    if not start <= at < end:
        return Code.OUTSIDE
    if revoked is not None:
        return Code.REVOKED_LATER
    return Code.OK if now < end else Code.EXPIRED


def _made(issuer: SigningKey, key: SigningKey) -> bool:
    verifies = ALGORITHMS[issuer.alg].verify
    return authority.is_issued(key.certificate, lambda data, signature: verifies(issuer.public, data, signature))
