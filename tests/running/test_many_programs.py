"""Several web and worker processes on one PostgreSQL: each may be stopped or killed, the others go on."""

import itertools
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text

from tests import postgres
from tests.running.programs import Installation, a_port, answers, installation, stopped, until
from workflow import jobs, presence
from workflow.clock import real_clock
from workflow.desk import Office
from workflow.engine.deployment import Engine as Machinery
from workflow.files import Files
from workflow.presence import Presence
from workflow.processes import PROCESSES
from workflow.store import open_database, sessions
from workflow.verifying import latest

pytestmark = pytest.mark.xdist_group("postgresql")
_numbers = itertools.count(1)
HELD = """
import sys, time
from pathlib import Path
from datetime import UTC, datetime
from dbos import DBOS
from workflow import jobs
from web.commands.installation import installation
place = installation(Path(sys.argv[1]), sys.argv[2])
jobs._verify = lambda: time.sleep(600)
jobs.launch(place.office(place.open()), place.database, "first")
DBOS.start_workflow(jobs.verify_records, datetime.now(UTC), None)
print("held", flush=True)
time.sleep(600)
"""


@pytest.fixture
def place(server: postgres.Server, tmp_path: Path) -> Iterator[Installation]:
    """An empty database that nobody has set up."""
    with installation(server.create(f"running_{next(_numbers)}"), tmp_path) as place:
        yield place


@pytest.fixture
def database(place: Installation) -> Iterator[Engine]:
    engine = open_database(place.url)
    yield engine
    engine.dispose()


def names(database: Engine) -> set[str]:
    with sessions(database)() as session:
        return set(session.scalars(select(Presence.name)))


def test_all_are_started_at_once_on_an_empty_database_and_stop_when_asked(place: Installation) -> None:
    port = a_port()
    site = place.start("serve", "--port", str(port), "--workers", "2")
    workers = [place.start("worker", "--name", name) for name in ("first", "second")]
    until(lambda: answers(port))
    for worker in workers:
        place.says(worker, "后台任务已启动")
    assert [stopped(program) for program in (site, *workers)] == [0, 0, 0]
    assert place.said(site).endswith("征询已停止。\n")
    assert all(place.said(worker).endswith("后台任务已停止。\n") for worker in workers)


def test_a_killed_web_process_is_replaced_and_the_site_goes_on(place: Installation) -> None:
    port = a_port()
    site = place.start("serve", "--port", str(port), "--workers", "2")
    until(lambda: answers(port))
    killed = children(site.pid)[0]
    os.kill(killed, signal.SIGKILL)
    assert answers(port)
    until(lambda: len(children(site.pid)) == 2 and killed not in children(site.pid))


def children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_two_workers_never_share_a_name_and_a_killed_one_comes_back_under_its_own(
    place: Installation, database: Engine
) -> None:
    worker = place.start("worker", "--name", "first")
    place.says(worker, "后台任务已启动")
    again = place.run("worker", "--name", "first")
    assert (again.returncode, again.stderr.strip()) == (1, presence.NameTaken().message)
    assert names(database) == {"first"}
    worker.kill()
    worker.wait()
    place.says(place.start("worker", "--name", "first"), "后台任务已启动")


def test_what_a_dead_worker_held_is_taken_over(place: Installation, database: Engine) -> None:
    held = place.start_program(HELD, str(place.folder), place.url)
    place.says(held, "held")
    held.kill()
    office = Office(sessions(database), real_clock, Machinery(PROCESSES), Files(place.folder / "files"))
    jobs.launch(office, place.url, "second")
    try:
        assert jobs._take_over() == 0, "it may only be slow"
        with office.session() as session:
            session.execute(text("update presence set seen_at = seen_at - interval '2 minutes' where name = 'first'"))
        jobs._take_over()  # unless its own sweep has come first
        until(lambda: verified(office))
    finally:
        jobs.close()


def verified(office: Office) -> bool:
    with office.desk(write=False) as desk:
        return latest(desk) is not None


def test_a_worker_that_leaves_is_not_counted_any_more(place: Installation, database: Engine) -> None:
    worker = place.start("worker", "--name", "first")
    place.says(worker, "后台任务已启动")
    with sessions(database)() as session:
        assert presence.alive(session) == {"first"}
    assert stopped(worker) == 0
    assert names(database) == set()
