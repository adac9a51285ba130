"""The jobs: what must happen when nobody is at a page. The only importer of the job engine (DBOS).

Moments in our tables are the truth; DBOS only sees to it that somebody sweeps. Deadlines and reminders are set to
the minute, so a sweep half a minute after each full minute is both prompt and fair to requests still on their way.

Any number of programs may do the jobs of one database: each minute's sweep is one row of the job engine's, which one
of them takes. What one of them held when it died is given to the others by the next sweep. Errands are rows of our own,
taken by threads that look for them: who begins one needs no job engine at hand.
"""

import logging
import time
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event, Lock
from typing import Any

from dbos import DBOS, DBOSConfig, ScheduleInput

from workflow import logs, presence, retention
from workflow.consultation.telling import is_overtaken, tell_of_letters
from workflow.desk import Office
from workflow.engine.sweep import sweep
from workflow.errand_kinds import KINDS
from workflow.errands import carrying
from workflow.errands.porter import Porter
from workflow.outbox.sending import PostOffice, dispatch
from workflow.presence import Attendance, Identity, Kind
from workflow.printing import make_due
from workflow.shared_clock import shared_clock
from workflow.store import in_turn
from workflow.verifying import keep, verify

GRACE = timedelta(seconds=30)  # what was taken in before the deadline may wait so long for its turn, as servers allow
EACH_MINUTE = "35 * * * * *"  # second 35 of every minute
KEEP_RECORDS = timedelta(days=3)
PRINTING_AT = "5 * * * * *"  # between two sweeps
CLEANING_AT = "0 30 3 * * *"
VERIFYING_AT = "0 0 2 * * *"
PATIENCE = 20  # seconds in which a program that is stopped may finish what it has begun
ERRANDS_AT_ONCE = 2  # of one program
STARTING = 0x73746172  # of the database's locks, the one under which a job engine is started
CONNECTIONS = 5  # of the job engine's own; it never shares those of the desks

_offices: list[Office] = []  # DBOS calls plain functions; the process has one office
_post_offices: list[PostOffice] = []
_attendances: list[Attendance] = []
_porters: list[Porter] = []
_printing = Lock()  # one LibreOffice a process is enough
_stopping = Event()  # what goes letter by letter, or paper by paper, begins no other one

log = logging.getLogger("zhengxun.jobs")


def launch(
    office: Office, database: str, name: str = "one", post_office: PostOffice | None = None, *, prints: bool = False
) -> None:
    """Start the job engine of this process on the same database; what was due during a downtime happens at once.

    `name` stays the same when the program is started again: it then goes on with what it held. NameTaken while another
    program runs under it. `prints`: this one also makes PDFs of papers, where LibreOffice is installed.
    """
    _stopping.clear()
    office = replace(office, clock=shared_clock(office.sessions, office.clock))
    _offices[:], _post_offices[:] = [office], [post_office or PostOffice()]
    attendance = Attendance(Identity(name, Kind.WORKER), office.session)
    attendance.begin()
    _attendances[:] = [attendance]
    with in_turn(office.sessions, STARTING):  # two that make the job engine's tables at once stop each other
        DBOS(config=_config(database, name))
        DBOS.launch()
    DBOS.apply_schedules(
        [
            {"schedule_name": "sweep", "workflow_fn": sweep_moments, "schedule": EACH_MINUTE, "context": None},
            *([PRINTING] if prints else []),
            {"schedule_name": "verify", "workflow_fn": verify_records, "schedule": VERIFYING_AT, "context": None},
            {"schedule_name": "clean", "workflow_fn": clean_records, "schedule": CLEANING_AT, "context": None},
        ]
    )
    carrying.give_back(office, (), name)
    _porters[:] = [Porter(office, name, KINDS) for _ in range(ERRANDS_AT_ONCE)]
    for porter in _porters:
        porter.begin()
    _sweep(GRACE)
    DBOS.start_workflow(sweep_moments, office.clock(), None)  # mail servers may be slow: nobody waits for the start


def close(patience: int = PATIENCE) -> None:
    """Take nothing new, and let what has begun come to its end for so many seconds."""
    until = time.monotonic() + patience
    _stopping.set()
    for porter in _porters:
        porter.take_no_more()
    DBOS.destroy(workflow_completion_timeout_sec=patience)
    for porter in _porters:
        porter.finish(max(0, until - time.monotonic()))
    for attendance in _attendances:
        attendance.leave()
    for holder in (_offices, _post_offices, _porters, _attendances):
        holder.clear()


def _config(database: str, executor_id: str) -> DBOSConfig:
    return {
        "name": "zhengxun",
        "system_database_url": database,
        "sys_db_pool_size": CONNECTIONS,
        "executor_id": executor_id,
        "application_version": "1",  # constant: work of an earlier release goes on after an upgrade
        "log_level": "WARNING",
        "run_migrations": True,
    }


@DBOS.workflow()
def sweep_moments(scheduled_at: datetime, context: Any) -> None:
    logs.begin(job="sweep", scheduled_at=scheduled_at)
    DBOS.run_step({"name": "sweep"}, _sweep, GRACE)
    DBOS.run_step({"name": "dispatch"}, _dispatch)
    DBOS.run_step({"name": "take over"}, _take_over)


@DBOS.workflow()
def print_papers(scheduled_at: datetime, context: Any) -> None:
    DBOS.run_step({"name": "print"}, _print)


PRINTING: ScheduleInput = {
    "schedule_name": "print", "workflow_fn": print_papers, "schedule": PRINTING_AT, "context": None,
}  # fmt: skip


@DBOS.workflow()
def verify_records(scheduled_at: datetime, context: Any) -> None:
    """Nightly: is everything that was kept still what it was?"""
    logs.begin(job="verify", scheduled_at=scheduled_at)
    DBOS.run_step({"name": "verify"}, _verify)


@DBOS.workflow()
def clean_records(scheduled_at: datetime, context: Any) -> None:
    """The engine's own records of sweeps are no evidence of anything: the journal is."""
    logs.begin(job="clean", scheduled_at=scheduled_at)
    DBOS.run_step({"name": "clean"}, _clean, scheduled_at - KEEP_RECORDS)
    DBOS.run_step({"name": "retention"}, _clear)


def _sweep(grace: timedelta) -> int:
    if not _offices:
        return 0
    office = _offices[0]
    fired = sweep(office.desk, office.engine, grace=grace)
    if fired:
        log.info("sweep fired %d moments", fired)
    return fired


def _dispatch() -> int:
    if not _offices:
        return 0
    return dispatch(_offices[0].desk, _post_offices[0], tell_of_letters, is_overtaken, _goes_on)


def _take_over() -> int:
    """What the dead held goes to the living. One that was only slow loses nothing: every effect happens once."""
    if not _offices:
        return 0
    with _offices[0].session() as session:
        there = presence.alive(session)
    given_back = carrying.give_back(_offices[0], there)
    held = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
    left = [workflow.workflow_id for workflow in held if workflow.executor_id not in there]
    if left:
        log.warning("taking over %s", ", ".join(left))
        DBOS.resume_workflows(left)
    return len(left) + given_back


def _print() -> int:
    """A minute later the next one comes: it leaves the rest to the one that is still at it."""
    if not _offices or not _printing.acquire(blocking=False):
        return 0
    try:
        return make_due(_offices[0].desk, _goes_on)
    finally:
        _printing.release()


def _goes_on() -> bool:
    return not _stopping.is_set()


def _verify() -> int:
    """Looks first, in a transaction that only reads: nobody waits for it."""
    if not _offices:
        return 0
    with _offices[0].desk(write=False) as desk:
        found = verify(desk)
    with _offices[0].desk() as desk:
        keep(desk, found)
    for fault in found.faults:
        log.error("verification: %s %s", fault.what, fault.why)
    return len(found.faults)


def _clean(before: datetime) -> None:
    done = DBOS.list_workflows(status="SUCCESS", end_time=before.isoformat(), limit=10_000)
    DBOS.delete_workflows([workflow.workflow_id for workflow in done])


def _clear() -> None:
    """What need not be kept any longer."""
    if _offices:
        with _offices[0].desk() as desk:
            log.info("retention cleared %s", retention.clear(desk))
            presence.forget(desk.session)
