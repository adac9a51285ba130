"""Carrying errands out: each is taken by one worker, and what it writes counts only while it is still that worker's.

A worker that was stopped for a long time and wakes up finds that another has taken its errand: its next transaction
is undone. A worker that dies leaves a row that the others take. So whoever carries an errand out does it in
transactions of its own, each of which leaves something from which the next attempt can go on.
"""

import logging
import traceback
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy import select, update

from workflow import logs
from workflow.clock import stopwatch
from workflow.desk import Desk, Office
from workflow.errands.rows import Errand, State
from workflow.errors import Refusal
from workflow.files import KeptFile
from workflow.store import may_take_long

PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 60))  # before the next attempt
GIVEN_UP = "系统几次都没有办成，已经保存的内容都在。请稍后再办一次，仍不行的，请联系系统管理员。"

TELLS_EVERY = 1.0  # seconds

log = logging.getLogger("zhengxun.errands")
Part = TypeVar("Part")


class Overtaken(Exception):
    """Somebody else has the errand now; nothing of this transaction may remain."""


@dataclass(frozen=True)
class Running:
    """An errand in the hands of a worker: what for, and desks to do it at."""

    id: int
    attempt: int
    officer_id: int | None
    arguments: Mapping[str, Any]
    office: Office

    @contextmanager
    def look(self) -> Iterator[Desk]:
        """To read, as the person who began it."""
        with self.office.desk(self.officer_id, write=False) as desk:
            may_take_long(desk.session)
            yield desk

    @contextmanager
    def write(self, *, ready: int = 0, total: int | None = None) -> Iterator[Desk]:
        """To do a part of it: `ready` more of `total` are there when the block is done. Overtaken undoes it all."""
        with self.office.desk(self.officer_id) as desk:
            errand = self._still_ours(desk)
            yield desk
            errand.done += ready
            errand.total = errand.total if total is None else total

    def tell(self, done: int, total: int) -> None:
        """How far it is, seen by everybody at once."""
        with self.write() as desk:
            errand = desk.session.get_one(Errand, self.id)
            errand.done, errand.total = done, total

    def counting(self, parts: Collection[Part]) -> Iterator[Part]:
        """Each part in its turn; how many are behind is told at the first and then about once a second."""
        told = -TELLS_EVERY
        for number, part in enumerate(parts):
            if stopwatch() - told >= TELLS_EVERY:
                self.tell(number, len(parts))
                told = stopwatch()
            yield part

    @contextmanager
    def finish(self) -> Iterator["Finishing"]:
        """The last transaction: what is done in it and the end of the errand happen together."""
        with self.office.desk(self.officer_id) as desk:
            errand = self._still_ours(desk)
            yield Finishing(desk, errand)
            _end(desk, errand, State.DONE)

    def _still_ours(self, desk: Desk) -> Errand:
        errand = _locked(desk, self.id)
        if (errand.state, errand.attempt) != (State.RUNNING, self.attempt):
            raise Overtaken(f"errand {self.id}, attempt {self.attempt}")
        return errand


@dataclass(frozen=True)
class Finishing:
    """Says what came of it."""

    desk: Desk
    errand: Errand

    def with_(self, said: str = "", file: KeptFile | None = None) -> None:
        self.errand.said = said
        self.errand.file_id = file.id if file else None


Carry = Callable[[Running], None]  # Refusal: it cannot be done, in words; anything else: again later


def carry_out_next(office: Office, worker: str, kinds: Mapping[str, Carry]) -> bool:
    """Take the next errand and carry it out; False when there is none."""
    running = _take(office, worker, kinds)
    if running is None:
        return False
    kind, errand = running
    logs.begin(errand=errand.id, kind=kind, attempt=errand.attempt)
    try:
        kinds[kind](errand)
        _must_have_ended(office, errand)
    except Overtaken:
        log.warning("somebody else has it now")
    except Refusal as refusal:
        _close(office, errand, refusal.message, "")
    except Exception as error:
        log.exception("it could not be carried out")
        _postpone(office, errand, error)
    return True


def give_back(office: Office, alive: Collection[str], worker: str = "") -> int:
    """What workers hold that are gone waits again: all but those `alive`, or what `worker` held before it came back."""
    gone = Errand.worker == worker if worker else Errand.worker.not_in(alive)
    with office.session() as session:
        lost = update(Errand).where(Errand.state == State.RUNNING, gone).values(state=State.WAITING)
        return len(session.scalars(lost.returning(Errand.id)).all())


def _take(office: Office, worker: str, kinds: Mapping[str, Carry]) -> tuple[str, Running] | None:
    """Looks first, so that whoever finds nothing has kept nobody from writing."""
    with office.desk(write=False) as desk:
        if desk.session.scalar(_due(desk, kinds)) is None:
            return None
    with office.desk() as desk:
        errand = desk.session.scalar(_due(desk, kinds).with_for_update(skip_locked=True, of=Errand))
        if errand is None:
            return None
        errand.state, errand.worker = State.RUNNING, worker
        errand.attempt += 1
        if errand.attempt > len(PAUSES) + 1:  # it has taken one worker after the other with it
            _end(desk, errand, State.FAILED, GIVEN_UP)
            return None
        return errand.kind, Running(errand.id, errand.attempt, errand.officer_id, errand.arguments, office)


def _due(desk: Desk, kinds: Mapping[str, Carry]) -> Any:
    waiting = select(Errand).where(Errand.state == State.WAITING, Errand.not_before <= desk.now)
    return waiting.where(Errand.kind.in_(kinds)).order_by(Errand.id).limit(1)


def _locked(desk: Desk, errand_id: int) -> Errand:
    return desk.session.get_one(Errand, errand_id, with_for_update=True, populate_existing=True)


def _must_have_ended(office: Office, running: Running) -> None:
    with office.desk(write=False) as desk:
        if desk.session.get_one(Errand, running.id).state is State.RUNNING:
            raise AssertionError(f"errand {running.id} was carried out without an end")


def _postpone(office: Office, running: Running, error: Exception) -> None:
    fault = "".join(traceback.format_exception(error))[-4000:]
    if running.attempt > len(PAUSES):
        _close(office, running, GIVEN_UP, fault)
        return
    with office.desk() as desk:
        errand = _locked(desk, running.id)
        if errand.attempt == running.attempt:
            errand.state, errand.fault = State.WAITING, fault
            errand.not_before = desk.now + PAUSES[running.attempt - 1]


def _close(office: Office, running: Running, said: str, fault: str) -> None:
    with office.desk() as desk:
        errand = _locked(desk, running.id)
        if errand.attempt == running.attempt:
            _end(desk, errand, State.FAILED, said)
            errand.fault = fault


def _end(desk: Desk, errand: Errand, state: State, said: str | None = None) -> None:
    errand.state, errand.ended_at = state, desk.now
    errand.done = errand.total if state is State.DONE else errand.done
    errand.said = errand.said if said is None else said
