"""What people find on their desks about consultations: names of cases, notices, what they did, what they began.

Each list is one query, however long it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, and_, cast, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute, Session, selectinload

from workflow.consultation.custody import OF_A_UNIT
from workflow.consultation.model import Draft, Reply, Round
from workflow.consultation.model.round import UNTITLED
from workflow.consultation.why import sentence
from workflow.desk import Desk
from workflow.engine.process import Named
from workflow.engine.rows import instances, tasks
from workflow.journal import JournalLine
from workflow.notices import Notice
from workflow.people import Unit
from workflow.store import chunks

MOST = 200  # lines of a list; older ones are found through their round

_LATEST_TITLE = (
    select(Draft.title)
    .where(Draft.round_id == Round.id)
    .order_by(Draft.version.desc())
    .limit(1)
    .correlate(Round)
    .scalar_subquery()
)
_TITLE = func.coalesce(_LATEST_TITLE, UNTITLED)


# -- names of cases, for 待办


def names_of_rounds(session: Session, ids: Sequence[int]) -> Mapping[int, Named]:
    """The deadline counts as long as the round is not out."""
    find = select(Round.id, Round.key, _TITLE.label("title"), Round.deadline, Round.issued_at)
    return {
        row.id: Named(row.key, row.title, deadline=None if row.issued_at else row.deadline)
        for row in _in_chunks(session, find, Round.id, ids)
    }


def names_of_replies(session: Session, ids: Sequence[int]) -> Mapping[int, Named]:
    find = (
        select(Reply.id, Reply.key, _TITLE.label("title"), Unit.short_name, Round.deadline)
        .join(Round, Round.id == Reply.round_id)
        .join(Unit, Unit.id == Reply.unit_id)
    )
    return {
        row.id: Named(row.key, row.title, row.short_name, row.deadline)
        for row in _in_chunks(session, find, Reply.id, ids)
    }


def _in_chunks(session: Session, find: Any, id_: InstrumentedAttribute[int], ids: Sequence[int]) -> list[Any]:
    return [row for some in chunks(ids) for row in session.execute(find.where(id_.in_(some)))]


# -- what the office waits for


@dataclass(frozen=True)
class Asked:
    """A step that lies with so many units of one of the office's open rounds, since the first of them got it."""

    round_key: str
    title: str
    deadline: datetime
    step: str  # as the diagram calls it
    units: int
    since: datetime


def asked(desk: Desk) -> list[Asked]:
    """What the rounds of the officer's office wait for: one line a round and step, the nearest deadline first."""
    offices = {unit_id for unit_id, kind in desk.posts if kind in OF_A_UNIT}
    found = desk.session.execute(
        select(
            Round.key, _TITLE.label("title"), Round.deadline, instances.c.definition, tasks.c.step,
            func.count().label("units"), func.min(tasks.c.opened_at).label("since"),
        )
        .join(instances, and_(instances.c.id == tasks.c.instance_id, instances.c.process == Reply.process))
        .join(Reply, Reply.id == instances.c.subject_id)
        .join(Round, Round.id == Reply.round_id)
        .where(Round.lead_unit_id.in_(offices), tasks.c.unit_id == Reply.unit_id, Round.closed_at.is_(None))
        .group_by(Round.id, Round.key, Round.deadline, instances.c.definition, tasks.c.step)
        .order_by(Round.deadline, Round.id, func.min(tasks.c.opened_at))
    )  # fmt: skip
    return [
        Asked(row.key, row.title, row.deadline, _step_name(desk, row.definition, row.step), row.units, row.since)
        for row in found
    ]


def _step_name(desk: Desk, definition: str, step: str) -> str:
    return desk.engine.definition(desk.session, definition).steps[step].name


# -- 通知


@dataclass(frozen=True)
class News:
    """One message to a unit; `key` is its reply's."""

    key: str
    title: str
    body: str
    at: datetime
    is_unread: bool


def notices(desk: Desk) -> list[News]:
    """What the officer's units were told inside the system, the latest first."""
    units = {unit_id for unit_id, kind in desk.posts if kind in OF_A_UNIT}
    found = desk.session.execute(
        select(Notice.title, Notice.body, Notice.created_at, Notice.opened_at, Reply.key)
        .join(Reply, Notice.subject == _named("reply:", Reply.id))
        .where(Notice.unit_id.in_(units), Notice.post.is_(None))
        .order_by(Notice.id.desc())
        .limit(MOST)
    )
    return [News(row.key, row.title, row.body, row.created_at, row.opened_at is None) for row in found]


def _named(prefix: str, id_: InstrumentedAttribute[int]) -> Any:
    """A subject's or case's name in the journal, as an expression: "reply:12"."""
    return literal(prefix) + cast(id_, String)


# -- 已办, 我发起的


@dataclass(frozen=True)
class Done:
    """One line of somebody's own journal. `unit`, `reply_key`: when it was about one unit's reply."""

    at: datetime
    what: str
    title: str
    round_key: str
    unit: str
    reply_key: str
    is_own_unit: bool


def done(desk: Desk) -> tuple[list[Done], bool]:
    """What the officer did, the latest first; and whether there is more than a list shows."""
    units = {post.unit_id for post in desk.officer.posts} if desk.officer else set()
    found = desk.session.execute(
        select(JournalLine, Round.key, _TITLE, Unit.short_name, Reply.key, Reply.unit_id)
        .join(Round, JournalLine.case == _named("round:", Round.id))
        .outerjoin(Reply, JournalLine.subject == _named("reply:", Reply.id))
        .outerjoin(Unit, Unit.id == Reply.unit_id)
        .where(JournalLine.officer_id == desk.officer_id)
        .order_by(JournalLine.id.desc())
        .limit(MOST + 1)
    ).all()
    lines = [
        Done(line.at, sentence(line), title, round_key, unit or "", reply_key or "", unit_id in units)
        for line, round_key, title, unit, reply_key, unit_id in found[:MOST]
    ]
    return lines, len(found) > MOST


def started(desk: Desk) -> Sequence[Round]:
    """The rounds the officer began, the latest first."""
    mine = select(Round).where(Round.started_by_id == desk.officer_id).order_by(Round.id.desc())
    return desk.session.scalars(mine.options(selectinload(Round.drafts))).all()
