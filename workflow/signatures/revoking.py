"""撤销: from a moment on what is signed with a key counts for nothing; what was signed before stays good, with a remark.

A key is revoked by a line of its own and never comes back; its owner's next signature is made with a new one.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.signatures.rows import Revocation, SigningKey


class Reason(StrEnum):
    """Those of X.509 (RFC 5280, 5.3.1) that an installation of this kind can know."""

    COMPROMISED = "compromised"  # 可能泄露: somebody else may have signed with it
    LEFT = "left"  # 人员停用账号: nobody is to sign in his name any more
    SUPERSEDED = "superseded"  # 更换密钥
    CEASED = "ceased"  # 单位撤并


def revoke(
    session: Session, key: SigningKey, reason: Reason, since: datetime, now: datetime, *, officer_id: int | None = None
) -> Revocation:
    """`since` may lie before `now`: a loss is noticed later than it happened."""
    made = Revocation(key_id=key.key_id, since=since, recorded_at=now, recorded_by_id=officer_id, reason=reason)
    session.add(made)
    session.flush()
    return made


def revocation_of(session: Session, key_id: str) -> Revocation | None:
    """The one that reaches back farthest."""
    wanted = select(Revocation).where(Revocation.key_id == key_id)
    return session.scalars(wanted.order_by(Revocation.since, Revocation.id).limit(1)).first()


def unrevoked_of(session: Session, owner: str) -> Sequence[SigningKey]:
    """The keys of that owner that still count, expired ones too."""
    wanted = select(SigningKey).where(SigningKey.owner == owner, SigningKey.key_id.not_in(select(Revocation.key_id)))
    return session.scalars(wanted.order_by(SigningKey.id)).all()
