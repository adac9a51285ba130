"""Figures over many rounds: what became of each, how quickly each unit answers, and which clauses draw comments.

Columns are read, a handful of queries however many rounds there are. The four kinds of answer stay four figures.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, distinct, func, or_, select
from sqlalchemy.orm import aliased

from workflow.clock import BEIJING
from workflow.consultation.board.rows import SINGLE
from workflow.consultation.model import (
    Clause,
    Comment,
    Decision,
    Draft,
    Letter,
    Reminder,
    Reply,
    Round,
    Standing,
    StandingKind,
    Verdict,
)
from workflow.consultation.model.letter import complete
from workflow.consultation.model.stages import valid
from workflow.desk import Desk
from workflow.people import Unit


@dataclass(frozen=True)
class RoundFigures:
    """One issued round. The kinds of `standings` and those still open are its units, each once."""

    key: str
    title: str
    doc_number: str
    issued_at: datetime
    deadline: datetime | None
    sent: int
    standings: Counter[StandingKind]
    in_time: int  # units with a valid reply
    median: timedelta | None  # from the issue to the reply, of those

    @property
    def open(self) -> int:
        return self.sent - sum(count for kind, count in self.standings.items() if kind is not StandingKind.OPEN)


@dataclass(frozen=True)
class UnitFigures:
    """One unit over the rounds in which it was asked."""

    unit: str
    group: str
    asked: int
    answered: int
    silent: int
    reminders: int
    median: timedelta | None


@dataclass(frozen=True)
class ClauseFigures:
    """One clause of a round's draft: how much was said about it, and what became of that."""

    position: int
    label: str
    title: str
    comments: int
    units: int
    verdicts: Counter[Verdict]

    @property
    def undecided(self) -> int:
        return self.comments - self.verdicts.total()


@dataclass(frozen=True)
class _Asked:
    """One unit in one round."""

    reply_id: int
    unit_id: int
    unit: str
    group: str
    took: timedelta | None  # None without a valid reply
    standing: StandingKind
    reminders: int


def middle(took: Sequence[timedelta]) -> timedelta | None:
    """The median; None of nothing."""
    ordered, count = sorted(took), len(took)
    return (ordered[(count - 1) // 2] + ordered[count // 2]) / 2 if ordered else None


def issued_rounds(desk: Desk, lead_unit_id: int, year: int | None) -> Sequence[Round]:
    """The latest first; `year` as it is counted in Beijing, None for all. Nothing counts of what was revoked."""
    find = select(Round).where(*_counted(lead_unit_id))
    if year:
        begin, end = (datetime(each, 1, 1, tzinfo=BEIJING) for each in (year, year + 1))
        find = find.where(Round.issued_at >= begin, Round.issued_at < end)
    return desk.session.scalars(find.order_by(Round.issued_at.desc(), Round.id.desc())).all()


def years(desk: Desk, lead_unit_id: int) -> list[int]:
    """In which something was issued, the latest first."""
    moments = desk.session.scalars(select(Round.issued_at).where(*_counted(lead_unit_id)))
    return sorted({moment.astimezone(BEIJING).year for moment in moments if moment}, reverse=True)


def _counted(lead_unit_id: int) -> tuple[ColumnElement[bool], ...]:
    return Round.lead_unit_id == lead_unit_id, Round.issued_at.is_not(None), ~Round.revocation.has()


def of_rounds(desk: Desk, rounds: Sequence[Round]) -> list[RoundFigures]:
    asked = _asked(desk, rounds)
    return [_round(round_, asked[round_.id]) for round_ in rounds if round_.issued_at]


def _round(round_: Round, asked: Sequence[_Asked]) -> RoundFigures:
    assert round_.issued_at is not None
    took = [each.took for each in asked if each.took is not None]
    return RoundFigures(
        round_.key, round_.title, round_.doc_number, round_.issued_at, round_.deadline, len(asked),
        Counter(each.standing for each in asked), len(took), middle(took),
    )  # fmt: skip


def of_units(desk: Desk, rounds: Sequence[Round]) -> list[UnitFigures]:
    """In the order in which they were first asked."""
    by_unit: dict[int, list[_Asked]] = {}
    for some in _asked(desk, rounds).values():
        for each in some:
            by_unit.setdefault(each.unit_id, []).append(each)
    return [_unit(asked) for asked in by_unit.values()]


def _unit(asked: Sequence[_Asked]) -> UnitFigures:
    took = [each.took for each in asked if each.took is not None]
    return UnitFigures(
        unit=asked[0].unit,
        group=asked[0].group,
        asked=len(asked),
        answered=len(took),
        silent=sum(each.standing in (StandingKind.SILENT, StandingKind.UNDELIVERED) for each in asked),
        reminders=sum(each.reminders for each in asked),
        median=middle(took),
    )


def _asked(desk: Desk, rounds: Sequence[Round]) -> Mapping[int, list[_Asked]]:
    """Round id -> its units."""
    issued = {round_.id: round_.issued_at for round_ in rounds}
    letters, standings, reminders = _letters(desk, issued), _standings(desk, issued), _reminders(desk, issued)
    replies = (
        select(Reply.id, Reply.round_id, Reply.unit_id, Reply.group_name, Unit.short_name)
        .join(Unit, Unit.id == Reply.unit_id)
        .where(Reply.round_id.in_(issued))
        .order_by(Reply.round_id, Reply.position)
    )
    found: Mapping[int, list[_Asked]] = defaultdict(list)
    for row in desk.session.execute(replies):
        letter, began = valid(letters[row.id]), issued[row.round_id]
        took = letter.submitted_at - began if letter and began else None
        found[row.round_id].append(
            _Asked(
                row.id, row.unit_id, row.short_name, row.group_name or SINGLE, took,
                standings.get(row.id, StandingKind.OPEN), reminders.get(row.id, 0),
            )
        )  # fmt: skip
    return found


def _letters(desk: Desk, round_ids: Mapping[int, Any]) -> Mapping[int, list[Any]]:
    facts = (
        Letter.reply_id, Letter.signed_at, Letter.sealed_at, Letter.submitted_at, Letter.accepted_at,
        Letter.registered_at, Letter.void, Letter.late,
    )  # fmt: skip
    found: Mapping[int, list[Any]] = defaultdict(list)
    of_rounds = select(*facts).join(Reply).where(Reply.round_id.in_(round_ids)).order_by(Letter.reply_id, Letter.number)
    for letter in desk.session.execute(of_rounds):
        found[letter.reply_id].append(letter)
    return found


def _standings(desk: Desk, round_ids: Mapping[int, Any]) -> dict[int, StandingKind]:
    """The last line of each."""
    lines = select(Standing.reply_id, Standing.kind).join(Reply).where(Reply.round_id.in_(round_ids))
    return {row.reply_id: row.kind for row in desk.session.execute(lines.order_by(Standing.id))}


def _reminders(desk: Desk, round_ids: Mapping[int, Any]) -> dict[int, int]:
    counted = (
        select(Reminder.reply_id, func.count().label("times"))
        .join(Reply, Reply.id == Reminder.reply_id)
        .where(Reply.round_id.in_(round_ids))
        .group_by(Reminder.reply_id)
    )
    return {row.reply_id: row.times for row in desk.session.execute(counted)}


# -- clauses of one round


def of_clauses(desk: Desk, round_: Round) -> list[ClauseFigures]:
    """Every clause of the current draft, in its order; a clause is the same in every version by its label."""
    said, verdicts = _said(desk, round_), _verdicts(desk, round_)
    return [
        ClauseFigures(
            clause.position, clause.label, clause.title, *said.get((clause.part_number, clause.number), (0, 0)),
            verdicts.get((clause.part_number, clause.number), Counter()),
        )
        for clause in round_.current_draft.clauses
    ]  # fmt: skip


def _counts() -> ColumnElement[bool]:
    """What `said.heard` hears: the last complete letter, while an earlier one may still stand; and late ones in use."""
    other = aliased(Letter)
    last = select(func.max(other.number)).where(other.reply_id == Letter.reply_id, *complete(other))
    return or_(
        and_(*complete(Letter), Letter.number == last.scalar_subquery()), and_(Letter.late, Letter.late_used.is_(True))
    )


def _said(desk: Desk, round_: Round) -> dict[tuple[str, str], tuple[int, int]]:
    counted = (
        select(Clause.part_number, Clause.number, func.count(), func.count(distinct(Comment.reply_id)))
        .join(Comment, Comment.clause_id == Clause.id)
        .join(Letter, Letter.id == Comment.letter_id)
        .join(Draft, Draft.id == Clause.draft_id)
        .where(Draft.round_id == round_.id, _counts())
        .group_by(Clause.part_number, Clause.number)
    )
    return {(row[0], row[1]): (row[2], row[3]) for row in desk.session.execute(counted)}


def _verdicts(desk: Desk, round_: Round) -> dict[tuple[str, str], Counter[Verdict]]:
    last = select(func.max(Decision.id)).group_by(Decision.comment_id)
    counted = (
        select(Clause.part_number, Clause.number, Decision.verdict, func.count())
        .join(Comment, Comment.clause_id == Clause.id)
        .join(Letter, Letter.id == Comment.letter_id)
        .join(Draft, Draft.id == Clause.draft_id)
        .join(Decision, Decision.comment_id == Comment.id)
        .where(Draft.round_id == round_.id, Decision.id.in_(last), _counts())
        .group_by(Clause.part_number, Clause.number, Decision.verdict)
    )
    found: dict[tuple[str, str], Counter[Verdict]] = {}
    for part, number, verdict, count in desk.session.execute(counted):
        found.setdefault((part, number), Counter())[verdict] = count
    return found
