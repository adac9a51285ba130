"""签名密钥: looked up and revoked by the security administrator; whoever's account is closed signs no more.

A unit's key outlives its seal keepers, and a person's his posts: posts stand in what is signed. Only the end of the
account, a loss or a change of the key itself ends a key.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from workflow.administration.record import Record, must_be
from workflow.clock import moment_in_words
from workflow.desk import Desk
from workflow.errors import AlreadyDone, Incomplete, Refusal
from workflow.people import Officer, PostKind
from workflow.signatures.keys import AUTHORITY, SYSTEM, key_of
from workflow.signatures.revoking import Reason, revocation_of, revoke, unrevoked_of
from workflow.signatures.rows import Revocation, SignedStatement, SigningKey
from workflow.signatures.words import REASONS

NUMBER = 16  # signs of a key's number that people compare
MOST = 200  # lines of one page


@dataclass(frozen=True)
class Card:
    """A key as the page shows it; `revoked` is None while it counts."""

    key: SigningKey
    revoked: Revocation | None
    signatures: int

    @property
    def number(self) -> str:
        return self.key.key_id[:NUMBER]

    @property
    def is_authority(self) -> bool:
        return self.key.owner == AUTHORITY


def keys_in(desk: Desk, wanted: str) -> list[Card]:
    """By the name of the owner or the beginning of the number; the latest first."""
    found = select(SigningKey).order_by(SigningKey.id.desc()).limit(MOST)
    if wanted:
        named = SigningKey.name.contains(wanted, autoescape=True)
        found = found.where(or_(named, SigningKey.key_id.startswith(wanted.lower(), autoescape=True)))
    return [card_of(desk, key) for key in desk.session.scalars(found)]


def card_of(desk: Desk, key: SigningKey) -> Card:
    signed = select(func.count()).select_from(SignedStatement).where(SignedStatement.key_id == key.key_id)
    return Card(key, revocation_of(desk.session, key.key_id), desk.session.scalar(signed) or 0)


def signed_since(desk: Desk, key: SigningKey, since: datetime) -> int:
    """How many signatures stop counting when it is revoked from then on."""
    signed = select(func.count()).select_from(SignedStatement).where(SignedStatement.key_id == key.key_id)
    return desk.session.scalar(signed.where(SignedStatement.at >= since)) or 0


def revoke_key(desk: Desk, key: SigningKey, reason: Reason, since: datetime | None, note: str = "") -> int:
    """撤销: from `since`, or now; returns how many signatures stop counting."""
    must_be(desk, PostKind.SECURITY)
    return withdraw(desk, key, reason, since, note)


def withdraw(desk: Desk, key: SigningKey, reason: Reason, since: datetime | None, note: str = "") -> int:
    """The row and its line; whoever calls has asked for the post."""
    since = since or desk.now
    _must_be_possible(desk, key, since)
    lost = signed_since(desk, key, since)
    revoke(desk.session, key, reason, since, desk.now, officer_id=desk.officer_id)
    if key.owner == SYSTEM and desk.signing:  # the next archive finds it and gives the same bytes when packed again
        key_of(desk.session, desk.signing.vault, key.owner, key.name, key.alg, desk.now)
    desk.note(
        "revoke_key", Record("signing_key", key.id), name=key.name, number=key.key_id[:NUMBER], reason=REASONS[reason],
        since=moment_in_words(since, seconds=True), note=f"（{note.strip()}）" if note.strip() else "", lost=lost,
    )  # fmt: skip
    return lost


def end_keys_of(desk: Desk, officer: Officer) -> None:
    """With the account: what he signed until now stands, and nobody signs in his name any more."""
    for key in unrevoked_of(desk.session, f"officer:{officer.id}"):
        withdraw(desk, key, Reason.LEFT, None)


def keys_beginning_with(desk: Desk, number: str) -> Sequence[SigningKey]:
    found = select(SigningKey).where(SigningKey.key_id.startswith(number.lower(), autoescape=True))
    return desk.session.scalars(found.order_by(SigningKey.id)).all()


def _must_be_possible(desk: Desk, key: SigningKey, since: datetime) -> None:
    if key.owner == AUTHORITY:
        raise Refusal(
            "证书机构的密钥不能撤销：所有证书都由它签发，撤销后以前的签名都无法核对。"
            "怀疑它泄露的，请先停止服务，逐个撤销仍在使用的签名密钥，再与系统实施人员商定处置办法。"
        )
    if since > desk.now:
        raise Incomplete({"since": "撤销时间不能晚于现在；不填的，从现在起撤销。"})
    earlier = revocation_of(desk.session, key.key_id)
    if earlier is not None and earlier.since <= since:
        raise AlreadyDone(
            f"这个密钥已经从{moment_in_words(earlier.since, seconds=True)}起撤销，不必再撤销。"
            "发现更早就已泄露的，请填写更早的时间。"
        )
