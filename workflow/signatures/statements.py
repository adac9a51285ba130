"""What is signed, and the signing of it: a statement in canonical form, kept with its signature.

A seal goes only onto what somebody signed: a sealing statement lists the statements it rests on, by their hashes, so
that nobody can put another signature under it afterwards.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.signatures.algorithms import ED25519
from workflow.signatures.canonical import canonical, digest
from workflow.signatures.keys import SYSTEM, Signed, Vault, certified, key_of, sign_with
from workflow.signatures.outside import SealService, SealServiceFailed
from workflow.signatures.rows import SignedStatement, SigningKey
from workflow.signatures.verifying import Code, verify


class Act(StrEnum):
    SIGN = "sign"  # 签字: a person, in a post
    SEAL = "seal"  # 用印: a unit
    RECORD = "record"  # 登记: the system, of a paper that nobody signs


@dataclass(frozen=True)
class Owner:
    """Whose key signs: an officer, a unit or the system."""

    id: str
    name: str


SYSTEM_OWNER = Owner(SYSTEM, "征询系统")


@dataclass(frozen=True, kw_only=True)
class Statement:
    """Everything that one signature covers. Images and the paper by their SHA-256."""

    about: str
    act: Act
    document: str  # the kind of paper, e.g. "reply"
    title: str  # as people call it
    signer: str
    post: str = ""
    unit: str = ""
    at: datetime
    content: Mapping[str, Any] = field(default_factory=dict)
    images: Mapping[str, str] = field(default_factory=dict)
    paper: str = ""
    rests_on: Sequence[str] = ()

    @classmethod
    def read(cls, kept: SignedStatement) -> "Statement":
        """As it was signed; of a text that cannot be read only what the row says."""
        said = read(kept.content)
        words: dict[str, Any] = {
            name: str(said.get(name, "")) for name in ("about", "document", "title", "signer", "post", "unit")
        }
        return cls(**words, act=Act(kept.act), at=kept.at)

    @classmethod
    def lost(cls) -> "Statement":
        """In place of one that another statement names and nobody finds."""
        return cls(about="", act=Act.SIGN, document="", title="", signer="", at=datetime.min.replace(tzinfo=UTC))


@dataclass(frozen=True)
class Signing:
    """How this installation signs. `site`: its address for people outside, printed as a QR code; "" prints none."""

    vault: Vault
    algorithm: str = ED25519
    seals: SealService | None = None
    site: str = ""

    def make(self, session: Session, owner: Owner, statement: Statement) -> SignedStatement:
        """Sign and keep; what an outside service signs is verified first."""
        message = canonical(statement)
        outside = self.seals if statement.act is Act.SEAL else None
        signed = (
            self._outside(outside, session, owner, message, statement.at)
            if outside
            else self._inside(session, owner, message, statement.at)
        )
        kept = SignedStatement(
            about=statement.about, act=statement.act, document=statement.document, paper_sha256=statement.paper,
            content=message.decode(), at=statement.at,
            alg=signed.alg, key_id=signed.key_id, signature=signed.sig,
        )  # fmt: skip
        session.add(kept)
        session.flush()
        return kept

    def _inside(self, session: Session, owner: Owner, message: bytes, now: datetime) -> Signed:
        return sign_with(self.vault, key_of(session, self.vault, owner.id, owner.name, self.algorithm, now), message)

    def _outside(self, seals: SealService, session: Session, owner: Owner, message: bytes, now: datetime) -> Signed:
        signed = seals.sign(owner.id, owner.name, message)
        known = session.scalar(select(SigningKey.id).where(SigningKey.key_id == signed.key_id))
        if known is None:
            alg, public = seals.public_key(owner.id)
            session.add(certified(session, self.vault, owner.id, owner.name, alg, public, now))
            session.flush()
        if verify(session, self.vault, message, signed, now, now).code is not Code.OK:
            raise SealServiceFailed
        return signed


def statements_about(session: Session, about: str) -> list[SignedStatement]:
    """In the order in which they were made."""
    wanted = select(SignedStatement).where(SignedStatement.about == about).order_by(SignedStatement.id)
    return list(session.scalars(wanted))


def read(content: str) -> dict[str, Any]:
    """The content of a statement; empty when somebody spoiled it."""
    try:
        found = json.loads(content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def hashes(statements: Sequence[SignedStatement]) -> tuple[str, ...]:
    return tuple(digest(one.content.encode()) for one in statements)
