"""How the installation is doing, in figures: for the administrator's page and for whoever watches many installations."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Table, func, select
from sqlalchemy.orm import Session

from workflow import presence, verifying
from workflow.desk import Desk
from workflow.engine.rows import incidents, instances, moments
from workflow.errands import Errand
from workflow.errands import State as Going
from workflow.outbox.rows import Parcel, State
from workflow.people import Setting
from workflow.presence import Presence

LAST_BACKUP = "last_backup"  # name of the setting that says when
NONE = timedelta(0)


@dataclass(frozen=True)
class Queue:
    """What waits, what is being done, what was given up; `lag`: for how long the first of the waiting has been due."""

    waiting: int
    going: int
    failed: int
    lag: timedelta


@dataclass(frozen=True)
class Figures:
    """`due`: moments that nobody has carried out yet, `lag`: for how long the first of them has been due."""

    open_cases: Mapping[str, int]  # by process
    due: int
    lag: timedelta
    next_due: datetime | None
    incidents: int
    parcels: Queue
    errands: Queue
    programs: tuple[Presence, ...]
    silent: frozenset[str]  # names of programs that should have signed
    backed_up_at: datetime | None
    verified_at: datetime | None
    altered: int  # at the last verification


def figures(desk: Desk) -> Figures:
    verified = verifying.latest(desk)
    programs = tuple(desk.session.scalars(select(Presence).order_by(Presence.kind, Presence.name)))
    return Figures(
        open_cases=_open_cases(desk),
        due=_count(desk, moments, moments.c.due <= desk.now),
        lag=_lag(desk, moments.c.due),
        next_due=desk.session.scalar(select(func.min(moments.c.due)).where(moments.c.due > desk.now)),
        incidents=_count(desk, incidents, incidents.c.resolved_at.is_(None)),
        parcels=_parcels(desk),
        errands=_errands(desk),
        programs=programs,
        silent=frozenset({each.name for each in programs} - presence.alive(desk.session)),
        backed_up_at=backed_up_at(desk.session),
        verified_at=verified.at if verified else None,
        altered=len(verified.found) if verified else 0,
    )


def _open_cases(desk: Desk) -> Mapping[str, int]:
    counted = select(instances.c.process, func.count()).where(instances.c.completed_at.is_(None))
    return dict(desk.session.execute(counted.group_by(instances.c.process)).all())


def _parcels(desk: Desk) -> Queue:
    counted = _by_state(desk, Parcel)
    failed = counted.get(State.FAILED, 0) + counted.get(State.UNKNOWN, 0)
    lag = _lag(desk, Parcel.not_before, Parcel.state == State.WAITING)
    return Queue(counted.get(State.WAITING, 0), counted.get(State.SENDING, 0), failed, lag)


def _errands(desk: Desk) -> Queue:
    counted = _by_state(desk, Errand)
    lag = _lag(desk, Errand.not_before, Errand.state == Going.WAITING)
    return Queue(counted.get(Going.WAITING, 0), counted.get(Going.RUNNING, 0), counted.get(Going.FAILED, 0), lag)


def _by_state(desk: Desk, rows: type[Parcel] | type[Errand]) -> dict[Any, int]:
    return dict(desk.session.execute(select(rows.state, func.count()).group_by(rows.state)).all())


def _lag(desk: Desk, moment: Any, *waits: ColumnElement[bool]) -> timedelta:
    """For how long the first of them has been due."""
    first = desk.session.scalar(select(func.min(moment)).where(moment <= desk.now, *waits))
    return desk.now - first if first else NONE


def _count(desk: Desk, table: Table, waits: ColumnElement[bool]) -> int:
    return desk.session.scalar(select(func.count()).select_from(table).where(waits)) or 0


# -- the last backup


def note_backup(session: Session, at: datetime) -> None:
    session.merge(Setting(name=LAST_BACKUP, value=at.isoformat(), changed_at=at))


def backed_up_at(session: Session) -> datetime | None:
    found = session.get(Setting, LAST_BACKUP)
    return datetime.fromisoformat(found.value) if found else None
