"""A page of the board and the figures above it, one query each: ten thousand units cost no more rows than a hundred.

`rows` reads the same of every unit, for the sheet and for whoever needs all of them.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, null, nulls_last, select, true

from workflow.consultation.board.derived import STAGES, BeijingDay, Derived, Shape, facts_of
from workflow.consultation.board.figures import Figures
from workflow.consultation.board.rows import Row
from workflow.consultation.model import Reply, Round, Stage, StandingKind
from workflow.desk import Desk
from workflow.people import Unit

Lines = Select[*tuple[Any, ...]]
KEPT = 64  # questions: as many ways of looking as people use in one day
TOLD_BY_FACTS = ("stage", "submitted", "accepted", "checked", "standing")  # sorts that need a letter or a standing


@dataclass(frozen=True)
class Wanted:
    """Which units are looked at, "" for any; `sort`: a name that `Derived.order` knows, "-" before it from the last on."""

    stage: str = ""
    group: str = ""
    name: str = ""
    sort: str = ""

    @property
    def by(self) -> "By":
        return By(bool(self.stage), bool(self.group), bool(self.name), self.sort)

    @property
    def words(self) -> dict[str, Any]:
        stage = STAGES.index(Stage(self.stage)) if self.stage else None
        return {"wanted_stage": stage, "wanted_group": self.group, "wanted_name": self.name}


@dataclass(frozen=True)
class By:
    """By what units are looked for, not which: how the question is put depends on no more."""

    stage: bool
    group: bool
    name: bool
    sort: str


@dataclass(frozen=True)
class Counted:
    """`found`: of the units looked at; `unanswered`: how many of those could be reminded."""

    figures: Figures
    found: int
    unanswered: int


def page(desk: Desk, round_: Round, wanted: Wanted, first: int, size: int) -> list[Row]:
    """`size` units from the `first` one (0) on, in their order; by groups, and as they were served, where it says nothing."""
    piece = {"first": first, "size": size}
    lines = desk.session.execute(page_of(Shape.of(round_), wanted.by), facts_of(round_) | wanted.words | piece)
    return [_row(line) for line in lines]


def counted(desk: Desk, round_: Round, wanted: Wanted) -> Counted:
    lines = desk.session.execute(counts_of(Shape.of(round_), wanted.by), facts_of(round_) | wanted.words).all()
    standings, stages = Counter[StandingKind](), Counter[Stage]()
    groups: dict[str, Counter[Stage]] = {}
    for line in sorted(lines, key=lambda line: line.first):
        stage = STAGES[line.stage]
        stages[stage] += line.units
        standings[line.standing] += line.units
        groups.setdefault(line.group, Counter())[stage] += line.units
    figures = Figures(
        sent=stages.total(),
        stages=stages,
        groups=groups,
        with_comments=standings[StandingKind.WITH_COMMENTS],
        no_objection=standings[StandingKind.NO_OBJECTION],
        silent=standings[StandingKind.SILENT],
        undelivered=standings[StandingKind.UNDELIVERED],
        unsettled=standings[StandingKind.OPEN],
        late=sum(line.late for line in lines),
    )
    return Counted(figures, sum(line.found for line in lines), sum(line.unanswered for line in lines))


def came_in(desk: Desk, round_: Round) -> Counter[date]:
    """How many valid replies came on each day."""
    lines = desk.session.execute(days_of(Shape.of(round_)), facts_of(round_))
    return Counter({line.day: line.replies for line in lines})


# -- the queries, each put together once


@lru_cache(maxsize=KEPT)
def page_of(shape: Shape, by: By) -> Lines:
    """First which units, by what narrows and sorts them; then all about those few."""
    known = Derived(shape)
    chosen = _chosen(known, by).limit(bindparam("size")).offset(bindparam("first")).subquery("chosen")
    return (
        select(
            Reply.key, Reply.position, Unit.short_name, known.group.label("group"), known.stage.label("stage"),
            known.standing.label("standing"), known.delivered_at.label("delivered_at"), Reply.received_at,
            known.counts.submitted_at, known.counts.accepted_at, known.reminders.label("reminders"),
            known.reminded_at.label("reminded_at"), known.returned.label("returned"), known.late.label("late"),
            known.undecided_late.label("undecided_late"), known.comments.label("comments"),
            known.answered.label("answered"), known.must_reconfirm.label("must_reconfirm"),
        )
        .select_from(known.with_facts(known.with_units(Reply.__table__.join(chosen, chosen.c.id == Reply.id))))
        .order_by(*_in_order(chosen.c.sorted, chosen.c.heading, chosen.c.position, by.sort))
    )  # fmt: skip


def _chosen(known: Derived, by: By) -> Lines:
    sort = by.sort.lstrip("-")
    key, heading = (known.order(sort) if sort else null()).label("sorted"), known.heading.label("heading")
    source = known.with_headings(Reply.__table__)
    if sort == "unit" or by.name:
        source = known.with_units(source)
    if sort in TOLD_BY_FACTS or by.stage:
        source = known.with_facts(source)
    found = select(Reply.id, key, heading, Reply.position).select_from(source)
    narrowed = found.where(known.of_round, *_narrowed(known, by))
    return narrowed.order_by(*_in_order(key, heading, Reply.position, by.sort))


def _narrowed(known: Derived, by: By) -> list[ColumnElement[bool]]:
    narrowed = []
    if by.stage:
        narrowed.append(known.stage == bindparam("wanted_stage"))
    if by.group:
        narrowed.append(known.group == bindparam("wanted_group"))
    if by.name:
        narrowed.append(known.is_named())
    return narrowed


def _in_order(key: Any, heading: Any, position: Any, sort: str) -> list[Any]:
    sorted_ = [nulls_last(key.desc() if sort.startswith("-") else key)] if sort else []
    return [*sorted_, heading, position]


@lru_cache(maxsize=KEPT)
def counts_of(shape: Shape, by: By) -> Lines:
    """A line for each group, stage and standing that some unit has."""
    known = Derived(shape)
    each = (
        select(
            Reply.position, known.group.label("group"), known.stage.label("stage"), known.standing.label("standing"),
            case((known.late > 0, 1), else_=0).label("late"),
            case((and_(true(), *_narrowed(known, by)), 1), else_=0).label("found"),
            case((known.answered, 0), else_=1).label("unanswered"),
        )
        .select_from(known.with_facts(known.with_units(Reply.__table__) if by.name else Reply.__table__))
        .where(known.of_round)
        .subquery("each_unit")
    )  # fmt: skip
    alike = (each.c.group, each.c.stage, each.c.standing)
    return select(
        *alike, func.count().label("units"), func.sum(each.c.late).label("late"), func.sum(each.c.found).label("found"),
        func.sum(each.c.found * each.c.unanswered).label("unanswered"), func.min(each.c.position).label("first"),
    ).group_by(*alike)  # fmt: skip


@lru_cache(maxsize=KEPT)
def days_of(shape: Shape) -> Lines:
    known = Derived(shape)
    day = BeijingDay(known.counts.submitted_at)
    counted = select(day.label("day"), func.count().label("replies")).where(known.of_round, known.answered)
    return counted.select_from(known.with_the_one_that_counts(Reply.__table__)).group_by(day)


def _row(line: Any) -> Row:
    return Row(
        key=line.key, position=line.position, unit=line.short_name, group=line.group, stage=STAGES[line.stage],
        standing=line.standing, delivered_at=line.delivered_at, received_at=line.received_at,
        submitted_at=line.submitted_at, accepted_at=line.accepted_at, reminders=line.reminders,
        reminded_at=line.reminded_at, returned=line.returned, late=line.late, undecided_late=line.undecided_late,
        comments=line.comments, answered=line.answered, must_reconfirm=line.must_reconfirm,
    )  # fmt: skip
