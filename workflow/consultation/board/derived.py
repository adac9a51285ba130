"""What the board knows of a unit, derived by the database from the facts: the rules of `rows` and `model.stages` in SQL.

Every piece finds its lines by an index. A test reckons both ways and compares; where they differ, those two are right.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    FromClause,
    LargeBinary,
    Select,
    String,
    and_,
    bindparam,
    case,
    func,
    literal,
    select,
)  # fmt: skip
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import aliased
from sqlalchemy.sql.functions import GenericFunction

from workflow.consultation import words
from workflow.consultation.board.rows import SINGLE
from workflow.consultation.model import Comment, Delivery, Letter, Reminder, Reply, Round, Stage, Standing, StandingKind
from workflow.consultation.model.letter import complete
from workflow.consultation.model.stages import VoidKind
from workflow.people import Unit
from workflow.store import in_a_register

STAGES: Sequence[Stage] = tuple(Stage)  # in a query a stage is its place here, which is also its order
KINDS: Sequence[StandingKind] = tuple(StandingKind)
_BY_NAME = sorted(KINDS, key=lambda kind: in_a_register(words.STANDINGS[kind]))


class AsInARegister(GenericFunction[bytes]):
    """By what a name is sorted; on SQLite a function of `workflow.store`."""

    name = "in_a_register"
    type = LargeBinary()
    inherit_cache = True


@compiles(AsInARegister, "postgresql")
def _encoded(element: AsInARegister, compiler: Any, **how: Any) -> str:
    return f"convert_to({compiler.process(element.clauses, **how)}, 'GB18030')"


class BeijingDay(GenericFunction[date]):
    """The day of a moment, as it is counted in Beijing."""

    name = "beijing_day"
    type = Date()
    inherit_cache = True


@compiles(BeijingDay, "sqlite")
def _shifted(element: BeijingDay, compiler: Any, **how: Any) -> str:
    return f"date({compiler.process(element.clauses, **how)}, '+8 hours')"


@compiles(BeijingDay, "postgresql")
def _zoned(element: BeijingDay, compiler: Any, **how: Any) -> str:
    return f"date({compiler.process(element.clauses, **how)} AT TIME ZONE 'Asia/Shanghai')"


@dataclass(frozen=True)
class Shape:
    """On what of a round it depends how its questions are put; the rest of it is filled in (`facts_of`).

    Putting one together takes longer than a small database needs to answer it.
    """

    closed: bool
    revoked: bool

    @classmethod
    def of(cls, round_: Round) -> "Shape":
        return cls(round_.closed_at is not None, round_.revocation is not None)


def facts_of(round_: Round) -> dict[str, Any]:
    return {"of_round": round_.id, "closes_at": round_.closes_at, "current_draft": round_.current_draft.id}


class Derived:
    """The expressions for one round.

    `counts`, `meant`: letters, the one that counts and the one that tells the stage; `stands`: the last standing.
    """

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self.counts, self.meant = aliased(Letter, name="counts"), aliased(Letter, name="meant")
        self.stands = aliased(Standing, name="stands")
        first = select(Reply.group_name, func.min(Reply.position).label("first")).where(self.of_round)
        self._headings = first.group_by(Reply.group_name).subquery("headings")

    def with_units(self, replies: FromClause) -> FromClause:
        return replies.join(Unit.__table__, Unit.id == Reply.unit_id)

    def with_headings(self, replies: FromClause) -> FromClause:
        return replies.join(self._headings, self._headings.c.group_name == Reply.group_name)

    def with_facts(self, replies: FromClause) -> FromClause:
        """With the letters and the standing, of each at most one."""
        meant = func.coalesce(self._valid, self._latest) if self._shape.closed else self._latest
        joined = self.with_the_one_that_counts(replies).outerjoin(self.meant, self.meant.id == meant)
        return joined.outerjoin(self.stands, self.stands.id == self._last_standing)

    def with_the_one_that_counts(self, replies: FromClause) -> FromClause:
        return replies.outerjoin(self.counts, self.counts.id == self._valid)

    @property
    def of_round(self) -> ColumnElement[bool]:
        return Reply.round_id == bindparam("of_round")

    @property
    def heading(self) -> ColumnElement[int]:
        """The place of the unit's group: that of its first unit."""
        found: ColumnElement[int] = self._headings.c.first
        return found

    @property
    def group(self) -> ColumnElement[str]:
        return case((Reply.group_name == "", SINGLE), else_=Reply.group_name)

    # -- letters

    @cached_property
    def _valid(self) -> ColumnElement[int]:
        letter = aliased(Letter)
        own = letter.reply_id == Reply.id, *complete(letter)
        return _first(select(letter.id).where(*own).order_by(letter.number.desc()))

    @cached_property
    def _latest(self) -> ColumnElement[int]:
        letter = aliased(Letter)
        defective = and_(letter.registered_at.is_not(None), letter.void == VoidKind.REJECTED)
        last = (case((defective, 1), else_=0), letter.number.desc())
        return _first(select(letter.id).where(letter.reply_id == Reply.id, letter.late.is_(False)).order_by(*last))

    @property
    def answered(self) -> ColumnElement[bool]:
        return self.counts.id.is_not(None)

    @property
    def must_reconfirm(self) -> ColumnElement[bool]:
        return and_(self.answered, self.counts.draft_id != bindparam("current_draft"))

    @property
    def returned(self) -> ColumnElement[int]:
        return _number_of(Letter, Letter.void == VoidKind.REJECTED)

    @property
    def late(self) -> ColumnElement[int]:
        return _number_of(Letter, Letter.late.is_(True))

    @property
    def undecided_late(self) -> ColumnElement[int]:
        return _number_of(Letter, Letter.late.is_(True), Letter.late_used.is_(None))

    @property
    def comments(self) -> ColumnElement[int]:
        said = select(func.count()).where(Comment.letter_id == self.counts.id)
        return case((self.answered, said.correlate(self.counts).scalar_subquery()))

    # -- how the unit stands

    @cached_property
    def _last_standing(self) -> ColumnElement[int]:
        line = aliased(Standing)
        return _first(select(line.id).where(line.reply_id == Reply.id).order_by(line.id.desc()))

    @property
    def standing(self) -> ColumnElement[StandingKind]:
        unsettled = literal(StandingKind.OPEN, Standing.kind.type)
        return func.coalesce(self.stands.kind, unsettled, type_=Standing.kind.type)

    @property
    def stage(self) -> ColumnElement[int]:
        """Its place in `STAGES`."""
        if self._shape.revoked:
            return literal(STAGES.index(Stage.REVOKED))
        meant, at = self.meant, STAGES.index
        return case(
            (self.stands.kind == StandingKind.SILENT, at(Stage.SILENT)),
            (self.stands.kind == StandingKind.UNDELIVERED, at(Stage.UNDELIVERED)),
            (and_(meant.id.is_(None), Reply.received_at.is_(None)), at(Stage.ISSUED)),
            (meant.id.is_(None), at(Stage.WRITING)),
            (meant.void == VoidKind.REJECTED, at(Stage.CORRECTING)),
            (meant.void.is_not(None), at(Stage.WRITING)),
            (meant.accepted_at.is_not(None), at(Stage.ACCEPTED)),
            (meant.submitted_at.is_not(None), at(Stage.SUBMITTED)),
            (meant.signed_at.is_not(None), at(Stage.AWAITING_SEAL)),
            else_=at(Stage.AWAITING_SIGNATURE),
        )

    # -- what reached it

    @property
    def delivered_at(self) -> ColumnElement[datetime]:
        proven = (Delivery.is_proof, Delivery.at < bindparam("closes_at"))
        first = select(func.min(Delivery.at)).where(Delivery.reply_id == Reply.id, *proven)
        return first.correlate(Reply).scalar_subquery()

    @property
    def reminders(self) -> ColumnElement[int]:
        return _number_of(Reminder)

    @property
    def reminded_at(self) -> ColumnElement[datetime]:
        return select(func.max(Reminder.at)).where(Reminder.reply_id == Reply.id).correlate(Reply).scalar_subquery()

    # -- by what the list is sorted: None stands last, as nothing

    def order(self, name: str) -> ColumnElement[Any]:
        waits = case((self.stage == STAGES.index(Stage.SUBMITTED), 1), else_=0)
        keys: Mapping[str, Callable[[], Any]] = {
            "unit": lambda: AsInARegister(Unit.short_name),
            "stage": lambda: self.stage,
            "delivered": lambda: self.delivered_at,
            "received": lambda: Reply.received_at,
            "submitted": lambda: self.counts.submitted_at,
            "accepted": lambda: self.counts.accepted_at,
            "checked": lambda: func.nullif(2 * self.returned + waits, 0),
            "reminders": lambda: self.reminders,
            "standing": lambda: case(*((self.standing == kind, place) for place, kind in enumerate(_BY_NAME))),
        }
        found: ColumnElement[Any] = keys[name]()
        return found

    def is_named(self) -> ColumnElement[bool]:
        """Literally, as Python looks for it; LIKE would take signs for others and letters for their capitals."""
        return func.replace(Unit.short_name, bindparam("wanted_name", type_=String()), "") != Unit.short_name


def _first(found: Select[Any]) -> Any:
    return found.limit(1).correlate(Reply).scalar_subquery()


def _number_of(table: Any, *which: ColumnElement[bool]) -> ColumnElement[int]:
    counted = select(func.count()).where(table.reply_id == Reply.id, *which)
    return counted.correlate(Reply).scalar_subquery()
