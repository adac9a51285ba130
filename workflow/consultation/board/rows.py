"""Every unit of a round with its state and its times, read in six queries however many units there are.

Columns are read, not objects: of a thousand units the board needs a dozen facts each, and no letter's words.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflow.consultation.model import Comment, Delivery, Letter, Reminder, Reply, Round, Stage, Standing, StandingKind
from workflow.consultation.model.stages import VoidKind, stage, valid
from workflow.desk import Desk
from workflow.people import Unit

SINGLE = "单独列名的单位"  # the heading above units that were chosen outside any group


@dataclass(frozen=True)
class Row:
    """One unit on the board."""

    key: str
    position: int
    unit: str
    group: str
    stage: Stage
    standing: StandingKind
    delivered_at: datetime | None  # when it was first proven to have been reached
    received_at: datetime | None
    submitted_at: datetime | None
    accepted_at: datetime | None
    reminders: int
    reminded_at: datetime | None  # the last time
    returned: int  # 退回补正, in letters
    late: int  # 逾期来文, in letters
    undecided_late: int  # of them, those about which the office has not decided
    comments: int | None  # None without a valid letter
    answered: bool
    must_reconfirm: bool


@dataclass(frozen=True)
class _Facts:
    """What was read of a round, each by the id of its reply (of a letter: `comments`)."""

    letters: Mapping[int, Sequence[Any]]
    standings: Mapping[int, StandingKind]
    delivered: Mapping[int, datetime]
    reminders: Mapping[int, Any]
    comments: Mapping[int, int]


def rows(desk: Desk, round_: Round) -> list[Row]:
    """Every unit of the round, in the order in which it is served."""
    found = _facts(desk.session, round_)
    return [_row(round_, reply, found) for reply in desk.session.execute(replies_of(round_))]


def _row(round_: Round, reply: Any, found: _Facts) -> Row:
    letters, standing = found.letters.get(reply.id, ()), found.standings.get(reply.id)
    letter, reminded = valid(letters), found.reminders.get(reply.id)
    late = [each for each in letters if each.late]
    return Row(
        key=reply.key,
        position=reply.position,
        unit=reply.short_name,
        group=reply.group_name or SINGLE,
        stage=stage(
            standing,
            letters,
            reply.received_at,
            is_closed=round_.closed_at is not None,
            is_revoked=round_.revocation is not None,
        ),
        standing=standing or StandingKind.OPEN,
        delivered_at=found.delivered.get(reply.id),
        received_at=reply.received_at,
        submitted_at=letter.submitted_at if letter else None,
        accepted_at=letter.accepted_at if letter else None,
        reminders=reminded.count if reminded else 0,
        reminded_at=reminded.last if reminded else None,
        returned=sum(each.void is VoidKind.REJECTED for each in letters),
        late=len(late),
        undecided_late=sum(each.late_used is None for each in late),
        comments=found.comments.get(letter.id, 0) if letter else None,
        answered=letter is not None,
        must_reconfirm=letter is not None and letter.draft_id != round_.current_draft.id,
    )


def _facts(session: Session, round_: Round) -> _Facts:
    letters, counted = defaultdict(list), Counter[int]()
    for letter in session.execute(letters_of(round_)):
        letters[letter.reply_id].append(letter)
    for letter_id, count in session.execute(comments_of(round_)):
        counted[letter_id] = count
    return _Facts(
        letters=letters,
        standings={row.reply_id: row.kind for row in session.execute(standings_of(round_))},
        delivered={row.reply_id: row.first for row in session.execute(proofs_of(round_))},
        reminders={row.reply_id: row for row in session.execute(reminders_of(round_))},
        comments=counted,
    )


# -- the queries; each finds its lines by the round's index


def replies_of(round_: Round) -> Any:
    return (
        select(Reply.id, Reply.key, Reply.position, Reply.group_name, Reply.received_at, Unit.short_name)
        .join(Unit, Unit.id == Reply.unit_id)
        .where(Reply.round_id == round_.id)
        .order_by(Reply.position)
    )


def letters_of(round_: Round) -> Any:
    facts = (
        Letter.id, Letter.reply_id, Letter.draft_id, Letter.signed_at, Letter.sealed_at, Letter.submitted_at,
        Letter.accepted_at, Letter.registered_at, Letter.void, Letter.late, Letter.late_used,
    )  # fmt: skip
    return _of(round_, select(*facts), Letter.reply_id).order_by(Letter.reply_id, Letter.number)


def comments_of(round_: Round) -> Any:
    counted = select(Comment.letter_id, func.count()).join(Letter, Letter.id == Comment.letter_id)
    return _of(round_, counted, Letter.reply_id).group_by(Comment.letter_id)


def standings_of(round_: Round) -> Any:
    """The last of a reply's lines is how it stands."""
    return _of(round_, select(Standing.reply_id, Standing.kind), Standing.reply_id).order_by(Standing.id)


def proofs_of(round_: Round) -> Any:
    first = select(Delivery.reply_id, func.min(Delivery.at).label("first"))
    proven = first.where(Delivery.is_proof, Delivery.at < round_.closes_at)
    return _of(round_, proven, Delivery.reply_id).group_by(Delivery.reply_id)


def reminders_of(round_: Round) -> Any:
    counted = select(Reminder.reply_id, func.count().label("count"), func.max(Reminder.at).label("last"))
    return _of(round_, counted, Reminder.reply_id).group_by(Reminder.reply_id)


QUERIES = (replies_of, letters_of, comments_of, standings_of, proofs_of, reminders_of)


def _of(round_: Round, find: Any, reply_id: Any) -> Any:
    return find.join(Reply, Reply.id == reply_id).where(Reply.round_id == round_.id)
