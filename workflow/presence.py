"""Who is at work: every program of this installation signs in again and again while it runs.

The database's own clock is read, the only one that all machines share: a machine whose clock is wrong must not look
dead to the others. Nothing here is evidence of anything, so a row simply changes.
"""

import logging
import os
import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import String, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from workflow.errors import Refusal
from workflow.store import Base

SIGNS_EVERY = 15.0  # seconds
SILENT_AFTER = timedelta(minutes=1)  # four times missed: gone, or stopped for so long that others go on with its work
FORGOTTEN_AFTER = timedelta(days=1)

log = logging.getLogger("zhengxun.presence")


class Kind(StrEnum):
    WEB = "web"
    WORKER = "worker"


class Presence(Base):
    """One running program, as it signed in last."""

    __tablename__ = "presence"
    __table_args__ = {"info": {"passing": True}}  # noqa: RUF012 SQLAlchemy reads it as a class attribute
    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    kind: Mapped[Kind]
    host: Mapped[str] = mapped_column(String(120))
    process: Mapped[int]
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]


LABELS: Mapping[Kind, str] = {Kind.WEB: "网站", Kind.WORKER: "后台任务"}


class NameTaken(Refusal):
    """没有启动：同名的后台任务正在运行，两个同名的会重复接手对方的工作。请用 --name 另起一个名字。"""


@dataclass(frozen=True)
class Identity:
    """A name that stays the same when the program is started again; two running ones never share it."""

    name: str
    kind: Kind

    @property
    def host(self) -> str:
        return socket.gethostname()[:120]


def sign_in(session: Session, who: Identity) -> None:
    """NameTaken while another worker runs under that name; the processes of one site share one."""
    other = session.get(Presence, who.name)
    now = _database_time(session)
    if who.kind is Kind.WORKER and other is not None and _runs(other, who, now):
        raise NameTaken()
    row = Presence(name=who.name, kind=who.kind, host=who.host, process=os.getpid(), began_at=now, seen_at=now)
    session.merge(row)


def sign_again(session: Session, who: Identity) -> None:
    found = session.get(Presence, who.name)
    if found is None:
        sign_in(session, who)
    else:
        found.seen_at = _database_time(session)


def sign_out(session: Session, who: Identity) -> None:
    session.execute(delete(Presence).where(Presence.name == who.name))


def alive(session: Session) -> set[str]:
    """The names of those that have signed lately."""
    return {row.name for row in session.scalars(select(Presence)) if not is_silent(row, _database_time(session))}


def works(session: Session) -> bool:
    """Whether any program does what is left to the background."""
    now = _database_time(session)
    workers = session.scalars(select(Presence).where(Presence.kind == Kind.WORKER))
    return any(not is_silent(row, now) for row in workers)


def is_silent(row: Presence, now: datetime) -> bool:
    return row.seen_at < now - SILENT_AFTER


def forget(session: Session) -> None:
    """Programs that have long been gone."""
    session.execute(delete(Presence).where(Presence.seen_at < _database_time(session) - FORGOTTEN_AFTER))


def _runs(other: Presence, who: Identity, now: datetime) -> bool:
    """Killed a moment ago it may come back at once where that can be seen: on its own machine."""
    if is_silent(other, now) or (other.host == who.host and other.process == os.getpid()):
        return False
    return other.host != who.host or _is_process(other.process)


def _is_process(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _database_time(session: Session) -> datetime:
    return session.scalars(select(func.now(type_=Presence.seen_at.type))).one()


OpenSession = Callable[[], AbstractContextManager[Session]]  # a new writing transaction


class Attendance:
    """Signs in, then signs again on a thread of its own until it leaves."""

    def __init__(self, who: Identity, open_session: OpenSession) -> None:
        self._who, self._open = who, open_session
        self._left = threading.Event()
        self._thread = threading.Thread(target=self._stay, name="attendance", daemon=True)

    def begin(self) -> None:
        """A site answers, and says that it is not ready, while the database is away; a worker does not begin."""
        if self._who.kind is Kind.WORKER:
            with self._open() as session:
                sign_in(session, self._who)
        self._thread.start()

    def leave(self) -> None:
        self._left.set()
        if self._thread.is_alive():
            self._thread.join()
        with self._open() as session:
            sign_out(session, self._who)

    def _stay(self) -> None:
        while not self._left.is_set():
            try:
                with self._open() as session:
                    sign_again(session, self._who)
            except Exception:  # a database that is being restarted: the next time will do
                log.warning("%s could not sign in", self._who.name, exc_info=True)
            self._left.wait(SIGNS_EVERY)
