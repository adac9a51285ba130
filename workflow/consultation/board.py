"""All units of a round on one screen: where each stands, with its times; and how far rounds have come."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import selectinload

from workflow.clock import moment_in_words
from workflow.consultation import words
from workflow.consultation.model import Letter, Reply, Round, Stage, StandingKind
from workflow.consultation.rules import standing_of
from workflow.desk import Desk
from workflow.documents.sheets import table

SINGLE = "单独列名的单位"  # the heading above units that were chosen outside any group
HEADINGS = (
    "序号", "组别", "单位", "办理状态", "送达", "签收", "报送", "接收", "催办次数", "登记结果", "逾期来文",
)  # fmt: skip


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
    late: int  # 逾期来文, in letters
    undecided_late: int  # of them, those about which the office has not decided
    comments: int | None  # None without a valid letter
    answered: bool
    must_reconfirm: bool


def rows(desk: Desk, round_: Round) -> list[Row]:
    """Every unit of the round, in the order in which it is served."""
    about = (
        selectinload(Reply.letters).selectinload(Letter.comments),
        selectinload(Reply.standings),
        selectinload(Reply.deliveries),
        selectinload(Reply.reminders),
        selectinload(Reply.unit),
    )
    replies = desk.session.scalars(
        select(Reply).where(Reply.round_id == round_.id).order_by(Reply.position).options(*about)
    ).all()
    return [_row(reply) for reply in replies]


def _row(reply: Reply) -> Row:
    letter = reply.valid_letter
    return Row(
        key=reply.key,
        position=reply.position,
        unit=reply.unit.short_name,
        group=reply.group_name or SINGLE,
        stage=reply.stage,
        standing=standing_of(reply),
        delivered_at=min((proof.at for proof in reply.proofs), default=None),
        received_at=reply.received_at,
        submitted_at=letter.submitted_at if letter else None,
        accepted_at=letter.accepted_at if letter else None,
        reminders=len(reply.reminders),
        late=len(reply.late_letters),
        undecided_late=sum(late.late_used is None for late in reply.late_letters),
        comments=len(letter.comments) if letter else None,
        answered=letter is not None,
        must_reconfirm=reply.needs_reconfirmation,
    )


@dataclass(frozen=True)
class Figures:
    """The figures above the board. Each is a fact of its own: they stand beside each other, never as one sum."""

    sent: int
    stages: Counter[Stage]  # these do add up to `sent`
    with_comments: int
    no_objection: int
    silent: int
    undelivered: int
    unsettled: int
    late: int  # units with 逾期来文; they are among the silent or undelivered


def figures(found: Sequence[Row]) -> Figures:
    standings = Counter(row.standing for row in found)
    return Figures(
        sent=len(found),
        stages=Counter(row.stage for row in found),
        with_comments=standings[StandingKind.WITH_COMMENTS],
        no_objection=standings[StandingKind.NO_OBJECTION],
        silent=standings[StandingKind.SILENT],
        undelivered=standings[StandingKind.UNDELIVERED],
        unsettled=standings[StandingKind.OPEN],
        late=sum(row.late > 0 for row in found),
    )


def sheet(title: str, found: Sequence[Row]) -> bytes:
    """The board as an .xlsx, in the same order."""
    return table(title, HEADINGS, [list(_cells(row)) for row in found])


def _cells(row: Row) -> Iterator[str | int]:
    yield from (row.position, row.group, row.unit, words.STAGES[row.stage])
    for at in (row.delivered_at, row.received_at, row.submitted_at, row.accepted_at):
        yield moment_in_words(at) if at else ""
    yield from (row.reminders, words.STANDINGS[row.standing], f"{row.late}件" if row.late else "")


@dataclass(frozen=True)
class Progress:
    """How many of a round's units have a valid reply."""

    answered: int = 0
    sent: int = 0


def progress(desk: Desk, rounds: Sequence[Round]) -> dict[int, Progress]:
    """Round id -> its progress, in two queries however many rounds there are."""
    ids = [round_.id for round_ in rounds]
    sent = select(Reply.round_id, func.count()).where(Reply.round_id.in_(ids)).group_by(Reply.round_id)
    complete = (
        select(Reply.round_id, func.count(distinct(Reply.id)))
        .join(Letter, Letter.reply_id == Reply.id)
        .where(Reply.round_id.in_(ids), Letter.void.is_(None), Letter.late.is_(False))
        .where(Letter.signed_at.is_not(None), Letter.sealed_at.is_not(None), Letter.submitted_at.is_not(None))
        .group_by(Reply.round_id)
    )
    answered = {row[0]: row[1] for row in desk.session.execute(complete)}
    return {round_id: Progress(answered.get(round_id, 0), count) for round_id, count in desk.session.execute(sent)}
