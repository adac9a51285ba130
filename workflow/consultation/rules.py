"""The rules of a round that need no database: the plan, the merging of comments, contradictions, and counts."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import combinations
from itertools import count as count_from

from workflow.clock import at_time, day_of
from workflow.consultation.model import Clause, Comment, Decision, PlannedKind, Reply, Stage, StandingKind, Verdict
from workflow.workdays import Calendar

REMIND_AT = time(9, 0)  # reminders reach the desk at the beginning of the working day
LONGEST_PERIOD = timedelta(days=366)  # a deadline further ahead is a slip of the year
REASON_REQUIRED = frozenset({Verdict.PARTLY, Verdict.DECLINED, Verdict.EXPLAINED})


@dataclass(frozen=True)
class Planned:
    """One thing the system is going to do by itself. `unit_id` None: for the round as a whole."""

    due: datetime
    kind: PlannedKind
    unit_id: int | None = None


def rehearse(
    issued_at: datetime, deadline: datetime, remind_days: Sequence[int], unit_ids: Iterable[int], calendar: Calendar
) -> tuple[Planned, ...]:
    """Every thing the system will do and when, in order: deliver, remind, close."""
    deliver = tuple(Planned(issued_at, PlannedKind.DELIVER, unit_id) for unit_id in unit_ids)
    return (
        *deliver,
        *reminders(issued_at, deadline, remind_days, calendar),
        Planned(deadline, PlannedKind.CLOSE),
    )


def reminders(
    after: datetime, deadline: datetime, remind_days: Sequence[int], calendar: Calendar
) -> tuple[Planned, ...]:
    """The reminders that still lie ahead: n working days before the deadline's day, 0 on the day itself."""
    days = [calendar.workdays_before(day_of(deadline), n) if n else day_of(deadline) for n in remind_days]
    moments = sorted({at_time(day, REMIND_AT) for day in days})
    return tuple(Planned(moment, PlannedKind.REMIND) for moment in moments if after < moment < deadline)


def deadline_warning(deadline: datetime, calendar: Calendar) -> str:
    """What an editor should know about a deadline's day, "" when there is nothing to say; no refusal."""
    day = day_of(deadline)
    notes = []
    if not calendar.is_workday(day):
        notes.append(f"截止日是{calendar.describe(day)}，各单位可能无人值守，请确认是否调整。")
    if calendar.note(day):
        notes.append(f"截止日的放假安排{calendar.note(day)}。")
    return "".join(notes)


@dataclass(frozen=True)
class MergedComment:
    """One row of 意见汇总表: what one or several units want of one clause."""

    clause: Clause | None
    comments: tuple[Comment, ...]
    replies: tuple[Reply, ...]

    @property
    def lead(self) -> Comment:
        return self.comments[0]

    @property
    def units(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(reply.unit.name for reply in self.replies))

    @property
    def reasons(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(c.reason.strip() for c in self.comments if c.reason.strip()))

    @property
    def key(self) -> str:
        """The key of its first comment names the row."""
        return self.lead.key

    @property
    def decision(self) -> Decision | None:
        """What was decided on the row; None while one of its comments is undecided, such as one that came later."""
        return self.lead.decision if all(comment.decision for comment in self.comments) else None

    @property
    def version(self) -> int:
        """The last line of decision on any of its comments: a page that shows an older one is stale."""
        return max((decision.id for comment in self.comments for decision in comment.decisions), default=0)


def merge(said: Iterable[tuple[Reply, Comment]]) -> list[MergedComment]:
    """All comments in clause order; the same wish for the same clause from several units is one row."""
    rows: dict[tuple[str, str, str], list[tuple[Reply, Comment]]] = {}
    for reply, comment in sorted(said, key=lambda pair: (_place(pair[1]), pair[0].position, pair[1].position)):
        # a comment without a proposal is the same only when its reason is
        wish = normal(comment.proposed) or "理由：" + normal(comment.reason)
        rows.setdefault((_label(comment), normal(comment.original), wish), []).append((reply, comment))
    return [
        MergedComment(pairs[0][1].clause, tuple(c for _, c in pairs), tuple(r for r, _ in pairs))
        for pairs in rows.values()
    ]


def _place(comment: Comment) -> int:
    """Comments on the draft as a whole come first."""
    return comment.clause.position if comment.clause else -1


def _label(comment: Comment) -> str:
    """A clause is the same clause in every version of the draft that calls it by the same number."""
    return comment.clause.label if comment.clause else ""


def normal(text: str) -> str:
    """Text as it compares: widths unified, blanks dropped."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@dataclass(frozen=True)
class Contradiction:
    """Two rows that want the same words of a clause changed into different ones."""

    first: MergedComment
    second: MergedComment

    @property
    def is_same_place(self) -> bool:
        """Both quote the very same words; otherwise what they quote only overlaps."""
        return normal(self.first.lead.original) == normal(self.second.lead.original)


@dataclass(frozen=True)
class _Edit:
    """A row that changes words of a clause: where they stand, and what shall stand there instead."""

    place: int  # of the row
    row: MergedComment
    start: int
    end: int
    proposed: str

    def contradicts(self, other: "_Edit") -> bool:
        return self.proposed != other.proposed and self.start < other.end and other.start < self.end


def contradictions(rows: Sequence[MergedComment]) -> list[Contradiction]:
    """Overlapping edits of the same clause with different results, in the order of the rows."""
    of_clauses: dict[str, list[_Edit]] = {}
    for edit in filter(None, map(_edit, count_from(0), rows)):
        of_clauses.setdefault(_label(edit.row.lead), []).append(edit)
    pairs = [pair for edits in of_clauses.values() for pair in combinations(edits, 2) if pair[0].contradicts(pair[1])]
    pairs.sort(key=lambda pair: (pair[0].place, pair[1].place))
    return [Contradiction(first.row, second.row) for first, second in pairs]


def _edit(place: int, row: MergedComment) -> _Edit | None:
    """None for a row about the draft as a whole, or one that quotes none of the clause's words."""
    original, proposed = normal(row.lead.original), normal(row.lead.proposed)
    if row.clause is None or not original or not proposed:
        return None
    start = normal(row.clause.text).find(original)
    return None if start < 0 else _Edit(place, row, start, start + len(original), proposed)


@dataclass(frozen=True)
class Counts:
    """The figures of a round. The four kinds of answer are never added together into one."""

    sent: int
    with_comments: int
    no_objection: int
    silent: int
    undelivered: int
    open: int
    late: int
    comments: int
    adopted: int
    partly: int
    declined: int
    explained: int

    @property
    def received(self) -> int:
        return self.with_comments + self.no_objection

    @property
    def decided(self) -> int:
        return self.adopted + self.partly + self.declined + self.explained

    @property
    def undecided(self) -> int:
        return self.comments - self.decided


def count(replies: Sequence[Reply], comments: Sequence[Comment]) -> Counts:
    standings = Counter(standing_of(reply) for reply in replies)
    verdicts = Counter(comment.decision.verdict for comment in comments if comment.decision)
    return Counts(
        sent=len(replies),
        with_comments=standings[StandingKind.WITH_COMMENTS],
        no_objection=standings[StandingKind.NO_OBJECTION],
        silent=standings[StandingKind.SILENT],
        undelivered=standings[StandingKind.UNDELIVERED],
        open=standings[StandingKind.OPEN],
        late=sum(bool(reply.late_letters) for reply in replies),
        comments=len(comments),
        adopted=verdicts[Verdict.ADOPTED],
        partly=verdicts[Verdict.PARTLY],
        declined=verdicts[Verdict.DECLINED],
        explained=verdicts[Verdict.EXPLAINED],
    )


def standing_of(reply: Reply) -> StandingKind:
    """The legal status known now; OPEN while nothing has been settled."""
    return reply.standing.kind if reply.standing else StandingKind.OPEN


def stages(replies: Sequence[Reply]) -> Counter[Stage]:
    return Counter(reply.stage for reply in replies)
