"""The signatures of a case as files: what was signed byte for byte, the signature, the keys with their certificates.

Anyone can check them without us: nothing private goes in.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.chain import canonical
from workflow.desk import Desk
from workflow.signatures.algorithms import ED25519
from workflow.signatures.canonical import digest
from workflow.signatures.keys import AUTHORITY, SYSTEM, Signed, key_of, sign_with
from workflow.signatures.rows import Custody, Revocation, SignedStatement, SigningKey
from workflow.signatures.statements import SYSTEM_OWNER, Signing, read

MANIFEST_SIGNATURE = "manifest.sig"


def statements(session: Session, papers: Collection[str]) -> list[SignedStatement]:
    """Those about these papers (by SHA-256), and those that they rest on."""
    wanted = select(SignedStatement).where(SignedStatement.paper_sha256.in_(papers))
    own = list(session.scalars(wanted))
    named = {name for one in own for name in read(one.content).get("rests_on", [])}
    beside = select(SignedStatement).where(SignedStatement.about.in_({one.about for one in own}))
    below = [one for one in session.scalars(beside) if digest(one.content.encode()) in named]
    return sorted({one.id: one for one in (*own, *below)}.values(), key=lambda one: one.id)


def as_files(found: Iterable[SignedStatement]) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    for one in found:
        parts[f"signatures/{one.id:06d}.json"] = one.content.encode()
        parts[f"signatures/{one.id:06d}.sig"] = canonical(_signed(Signed(one.alg, one.key_id, one.signature)))
    return parts


def keys(session: Session, signers: Collection[str]) -> dict[str, bytes]:
    """The keys that signed, and the authorities that vouch for them."""
    wanted = SigningKey.key_id.in_(signers) | (SigningKey.owner == AUTHORITY)
    found = session.scalars(select(SigningKey).where(wanted))
    return {f"keys/{key.key_id}.json": canonical(_public(session, key)) for key in found}


def _public(session: Session, key: SigningKey) -> Mapping[str, Any]:
    revoked = session.scalars(select(Revocation.since).where(Revocation.key_id == key.key_id).order_by(Revocation.id))
    return {
        "key_id": key.key_id, "name": key.name, "authority": key.owner == AUTHORITY, "alg": key.alg,
        "public": key.public, "certificate": key.certificate, "revoked": list(revoked),
    }  # fmt: skip


def signer(desk: Desk, signing: Signing) -> SigningKey:
    """Whose signature stands under the list of contents: the system's, as under everything it records.

    Its latest key, even when that has run out: packing again gives the same bytes. Always Ed25519, whatever the
    installation signs with: check.py must be able to check at least this one wherever Python runs.
    """
    unspoilt = SigningKey.key_id.not_in(select(Revocation.key_id))
    held = (SigningKey.owner == SYSTEM, SigningKey.alg == ED25519, SigningKey.custody == Custody.HELD, unspoilt)
    latest = desk.session.scalar(select(SigningKey).where(*held).order_by(SigningKey.id.desc()).limit(1))
    return latest or key_of(desk.session, signing.vault, SYSTEM_OWNER.id, SYSTEM_OWNER.name, ED25519, desk.now)


def under(signing: Signing, key: SigningKey, manifest: bytes) -> bytes:
    return canonical(_signed(sign_with(signing.vault, key, manifest)))


def _signed(signed: Signed) -> Mapping[str, Any]:
    return {"alg": signed.alg, "key_id": signed.key_id, "signature": signed.sig}
