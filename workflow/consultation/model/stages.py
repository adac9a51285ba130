"""Which letter of a unit counts, and where the unit is in its work: pure rules over the facts of its letters.

They hold for a letter as it was loaded and for a line of a list that was read without loading it.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar


class VoidKind(StrEnum):
    RETURNED_BY_LEADER = "returned_by_leader"  # 领导退回
    RETURNED_BY_KEEPER = "returned_by_keeper"  # 印章管理员退回
    REJECTED = "rejected"  # 形式审查退回补正
    WITHDRAWN = "withdrawn"  # 单位撤回
    SUPERSEDED = "superseded"  # 已由后一份回函代替


class StandingKind(StrEnum):
    WITH_COMMENTS = "with_comments"  # 书面意见
    NO_OBJECTION = "no_objection"  # 书面无意见
    SILENT = "silent"  # 逾期视为无意见: reached, and silent
    UNDELIVERED = "undelivered"  # 未送达: nobody can show that the unit was reached
    OPEN = "open"  # 办理中: an earlier reply was withdrawn or returned


class Stage(StrEnum):
    """Where a unit is in its work; derived from the facts, for the board and the badges."""

    ISSUED = "issued"  # 已发出
    WRITING = "writing"  # 办理中
    AWAITING_SIGNATURE = "awaiting_signature"  # 待签批
    AWAITING_SEAL = "awaiting_seal"  # 待用印
    SUBMITTED = "submitted"  # 已报送，待审查
    CORRECTING = "correcting"  # 退回补正
    ACCEPTED = "accepted"  # 已接收
    SILENT = "silent"  # 逾期视为无意见
    UNDELIVERED = "undelivered"  # 未送达
    REVOKED = "revoked"  # 本轮已撤销


class LetterFacts(Protocol):
    """What is known of a letter without its words."""

    @property
    def signed_at(self) -> datetime | None: ...
    @property
    def sealed_at(self) -> datetime | None: ...
    @property
    def submitted_at(self) -> datetime | None: ...
    @property
    def accepted_at(self) -> datetime | None: ...
    @property
    def registered_at(self) -> datetime | None: ...
    @property
    def void(self) -> VoidKind | None: ...
    @property
    def late(self) -> bool: ...


L = TypeVar("L", bound=LetterFacts)


def is_complete(letter: LetterFacts) -> bool:
    """Signed, sealed, submitted, and neither returned nor withdrawn nor late."""
    return (
        None not in (letter.signed_at, letter.sealed_at, letter.submitted_at)
        and letter.void is None
        and not letter.late
    )


def is_defective_paper(letter: LetterFacts) -> bool:
    """A paper or fax that was returned for correction when it was registered: it never was the unit's reply."""
    return letter.registered_at is not None and letter.void is VoidKind.REJECTED


def latest(letters: Sequence[L]) -> L | None:
    """The latest letter that is not late, voided or not; a defective paper stands back behind any other."""
    on_time = [letter for letter in letters if not letter.late]
    proper = [letter for letter in on_time if not is_defective_paper(letter)]
    return next(reversed(proper or on_time), None)


def valid(letters: Sequence[L]) -> L | None:
    """The last complete reply: the one that counts."""
    complete = [letter for letter in letters if is_complete(letter)]
    return complete[-1] if complete else None


def stage(
    standing: StandingKind | None, letters: Sequence[LetterFacts], received_at: datetime | None, *,
    is_closed: bool, is_revoked: bool,
) -> Stage:  # fmt: skip
    """`is_closed`: the round is; from then on a letter that counts is the one that is meant. `is_revoked`: none is."""
    if is_revoked:
        return Stage.REVOKED
    if standing in (StandingKind.SILENT, StandingKind.UNDELIVERED):
        return Stage(standing.value)
    letter = (valid(letters) if is_closed else None) or latest(letters)
    if letter is None:
        return Stage.WRITING if received_at else Stage.ISSUED
    return _stage_of(letter)


def _stage_of(letter: LetterFacts) -> Stage:
    if letter.void is VoidKind.REJECTED:
        return Stage.CORRECTING
    if letter.void is not None:
        return Stage.WRITING
    reached = (
        (letter.accepted_at, Stage.ACCEPTED),
        (letter.submitted_at, Stage.SUBMITTED),
        (letter.signed_at, Stage.AWAITING_SEAL),
    )
    return next((stage for at, stage in reached if at is not None), Stage.AWAITING_SIGNATURE)
