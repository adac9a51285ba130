"""The jobs: what must happen when nobody is at a page. The only importer of the job engine (DBOS).

Moments in our tables are the truth; DBOS only sees to it that somebody sweeps. Deadlines and reminders are set to
the minute, so a sweep a few seconds after each full minute is both prompt and fair to requests still on their way.
"""

import logging
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from dbos import DBOS, DBOSConfig, ScheduleInput

from workflow import retention
from workflow.desk import Office
from workflow.engine.sweep import sweep
from workflow.outbox.sending import PostOffice, dispatch
from workflow.printing import make_due
from workflow.verifying import keep, verify

GRACE = timedelta(seconds=3)  # a request taken in before the deadline may still wait for the lock
EACH_MINUTE = "5 * * * * *"  # second 5 of every minute
KEEP_RECORDS = timedelta(days=3)
PRINTING_AT = "35 * * * * *"  # between two sweeps
CLEANING_AT = "0 30 3 * * *"
VERIFYING_AT = "0 0 2 * * *"

_offices: list[Office] = []  # DBOS calls plain functions; the process has one office
_post_offices: list[PostOffice] = []
_printing = Lock()  # one LibreOffice a process is enough

log = logging.getLogger("zhengxun.jobs")


def launch(
    office: Office, database: str, executor_id: str = "one", post_office: PostOffice | None = None,
    *, prints: bool = False,
) -> None:  # fmt: skip
    """Start the job engine of this process on the same database; what was due during a downtime happens at once.

    `prints`: this process also makes PDFs of papers, where LibreOffice is installed.
    """
    _offices[:], _post_offices[:] = [office], [post_office or PostOffice()]
    DBOS(config=_config(database, executor_id))
    DBOS.launch()
    DBOS.apply_schedules(
        [
            {"schedule_name": "sweep", "workflow_fn": sweep_moments, "schedule": EACH_MINUTE, "context": None},
            *([PRINTING] if prints else []),
            {"schedule_name": "verify", "workflow_fn": verify_records, "schedule": VERIFYING_AT, "context": None},
            {"schedule_name": "clean", "workflow_fn": clean_records, "schedule": CLEANING_AT, "context": None},
        ]
    )
    _sweep(GRACE)
    _dispatch()


def close() -> None:
    DBOS.destroy()
    _offices.clear()
    _post_offices.clear()


def _config(database: str, executor_id: str) -> DBOSConfig:
    return {
        "name": "zhengxun",
        "system_database_url": database,
        "executor_id": executor_id,
        "application_version": "1",  # constant: work of an earlier release goes on after an upgrade
        "log_level": "WARNING",
        "run_migrations": True,
    }


@DBOS.workflow()
def sweep_moments(scheduled_at: datetime, context: Any) -> None:
    DBOS.run_step({"name": "sweep"}, _sweep, GRACE)
    DBOS.run_step({"name": "dispatch"}, _dispatch)


@DBOS.workflow()
def print_papers(scheduled_at: datetime, context: Any) -> None:
    DBOS.run_step({"name": "print"}, _print)


PRINTING: ScheduleInput = {
    "schedule_name": "print", "workflow_fn": print_papers, "schedule": PRINTING_AT, "context": None,
}  # fmt: skip


@DBOS.workflow()
def verify_records(scheduled_at: datetime, context: Any) -> None:
    """Nightly: is everything that was kept still what it was?"""
    DBOS.run_step({"name": "verify"}, _verify)


@DBOS.workflow()
def clean_records(scheduled_at: datetime, context: Any) -> None:
    """The engine's own records of sweeps are no evidence of anything: the journal is."""
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
    return dispatch(_offices[0].desk, _post_offices[0])


def _print() -> int:
    """A minute later the next one comes: it leaves the rest to the one that is still at it."""
    if not _offices or not _printing.acquire(blocking=False):
        return 0
    try:
        return make_due(_offices[0].desk)
    finally:
        _printing.release()


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
