"""What people find on their desks about accidents: names of cases, notices, what they did, what they registered.

Each list is a few queries, however long it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, cast, literal, select
from sqlalchemy.orm import InstrumentedAttribute, Session, selectinload

from workflow.accident import signed
from workflow.accident.custody import ACTING
from workflow.accident.model import Accident, Evaluation, Measure, Stage, Supervision
from workflow.accident.rules import clocks
from workflow.accident.rules.facts import Settings
from workflow.accident.settings import clock_settings
from workflow.accident.timing import facts_of
from workflow.accident.why import sentence
from workflow.accident.words.report import ON_PAPER
from workflow.desk import Desk
from workflow.engine.inbox import Waiting
from workflow.engine.process import Named
from workflow.journal import JournalLine
from workflow.notices import Notice
from workflow.people import PostKind, Unit
from workflow.store import chunks

MOST = 200  # lines of a list; older ones are found through their case

# -- names of cases, for 待办

_CLOCK_OF: Mapping[Stage, str] = {  # the clock that presses in this stage
    Stage.REPORTED: "team_due",
    Stage.CLASSIFYING: "team_due",
    Stage.FORMING_TEAM: "team_due",
    Stage.INVESTIGATING: "report_due",
    Stage.APPROVING: "approval_due",
}


def names_of_accidents(session: Session, ids: Sequence[int]) -> Mapping[int, Named]:
    """With the day that presses in the case's stage; none while its clock stands still."""
    about = (
        selectinload(Accident.appraisals),
        selectinload(Accident.extensions),
        selectinload(Accident.supervisions),
        selectinload(Accident.evaluation),
    )
    settings = clock_settings(session)
    return {
        accident.id: Named(accident.key, accident.title, accident.unit_name, due_on=due_on(accident, settings))
        for some in chunks(ids)
        for accident in session.scalars(select(Accident).where(Accident.id.in_(some)).options(*about))
    }


def due_on(accident: Accident, settings: Settings) -> date | None:
    """The last day for what now lies open; None without one."""
    name = _CLOCK_OF.get(accident.stage, "")
    if accident.stage is Stage.CLOSED and accident.published_at is None:
        name = "publish_due"
    clock = clocks.all_clocks(facts_of(accident, settings)).get(name)
    return clock.due if clock else None


def names_of_measures(session: Session, ids: Sequence[int]) -> Mapping[int, Named]:
    find = (
        select(Measure.id, Measure.key, Measure.number, Accident.title, Unit.short_name, Measure.due_on)
        .join(Accident, Accident.id == Measure.accident_id)
        .outerjoin(Unit, Unit.id == Measure.unit_id)
    )
    return {
        row.id: Named(row.key, f"{row.title}整改措施第{row.number}项", row.short_name or "", due_on=row.due_on)
        for row in _in_chunks(session, find, Measure.id, ids)
    }


def names_of_evaluations(session: Session, ids: Sequence[int]) -> Mapping[int, Named]:
    find = select(Evaluation.id, Evaluation.key, Evaluation.due_on, Accident.title, Accident.unit_name).join(
        Accident, Accident.id == Evaluation.accident_id
    )
    return {
        row.id: Named(row.key, f"{row.title}整改评估", row.unit_name, due_on=row.due_on)
        for row in _in_chunks(session, find, Evaluation.id, ids)
    }


def names_of_supervisions(session: Session, ids: Sequence[int]) -> Mapping[int, Named]:
    find = select(Supervision.id, Supervision.key, Supervision.due_on, Accident.title, Supervision.addressee).join(
        Accident, Accident.id == Supervision.accident_id
    )
    return {
        row.id: Named(row.key, f"{row.title}挂牌督办", row.addressee, due_on=row.due_on)
        for row in _in_chunks(session, find, Supervision.id, ids)
    }


def _in_chunks(session: Session, find: Any, id_: InstrumentedAttribute[int], ids: Sequence[int]) -> list[Any]:
    return [row for some in chunks(ids) for row in session.execute(find.where(id_.in_(some)))]


# -- 待办 that no step of a diagram lays on this desk


def signatures_to_record(desk: Desk) -> list[Waiting]:
    """Reports that a member without an account signs on paper: the office's clerk records it (actions.signing.sign)."""
    offices = {unit_id for unit_id, kind in desk.posts if kind is PostKind.CLERK}
    before_the_team = (
        select(Accident)
        .where(Accident.lead_unit_id.in_(offices), Accident.report_finished_at.is_not(None))
        .where(Accident.report_signed_at.is_(None))
        .options(selectinload(Accident.members), selectinload(Accident.signatures))
    )
    found = {a.id: a for a in desk.session.scalars(before_the_team) if signed.signs_on_paper(a)}
    names = names_of_accidents(desk.session, list(found))
    return [
        Waiting(names[id_], ON_PAPER, "reports.sign_report", accident.report_finished_at or desk.now)
        for id_, accident in found.items()
    ]


# -- 通知


@dataclass(frozen=True)
class News:
    """One message to a unit about a case; `subject` is the part it is about, in the journal's way."""

    accident_key: str
    subject: str
    title: str
    body: str
    at: datetime
    is_unread: bool


def notices(desk: Desk) -> list[News]:
    """What the officer's units were told inside the system, the latest first; what two of them were told alike, once."""
    units = {unit_id for unit_id, kind in desk.posts if kind in ACTING}
    found = desk.session.execute(
        select(Notice, Accident.key)
        .join(Accident, Notice.case == _named("accident:", Accident.id))
        .where(Notice.unit_id.in_(units))
        .order_by(Notice.id.desc())
        .limit(MOST)
    )
    news: dict[tuple[str, str, str, datetime], News] = {}
    for notice, key in found:
        alike = (notice.subject, notice.title, notice.body, notice.created_at)
        news.setdefault(alike, News(key, *alike, notice.opened_at is None))
    return list(news.values())


def _named(prefix: str, id_: InstrumentedAttribute[int]) -> Any:
    """A case's name in the journal, as an expression: "accident:12"."""
    return literal(prefix) + cast(id_, String)


# -- 已办, 我登记的


@dataclass(frozen=True)
class Done:
    """One line of somebody's own journal. `subject`: the part of the case it was about, in the journal's way."""

    at: datetime
    what: str
    title: str
    accident_key: str
    subject: str


def done(desk: Desk) -> tuple[list[Done], bool]:
    """What the officer did, the latest first; and whether there is more than a list shows."""
    found = desk.session.execute(
        select(JournalLine, Accident.key, Accident.title)
        .join(Accident, JournalLine.case == _named("accident:", Accident.id))
        .where(JournalLine.officer_id == desk.officer_id)
        .order_by(JournalLine.id.desc())
        .limit(MOST + 1)
    ).all()
    lines = [Done(line.at, sentence(line), title, key, line.subject) for line, key, title in found[:MOST]]
    return lines, len(found) > MOST


def started(desk: Desk) -> Sequence[Accident]:
    """The cases the officer registered, the latest first."""
    mine = select(Accident).where(Accident.registered_by_id == desk.officer_id).order_by(Accident.id.desc())
    return desk.session.scalars(mine).all()
