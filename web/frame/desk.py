"""One desk a request: the officer who has logged in, at the moment the request was taken in."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import cast

from flask import Flask, current_app, g, request
from sqlalchemy.orm import Session

from web.frame import refusals
from web.frame.database import db
from web.frame.identity import me
from web.frame.settings import Settings
from workflow.clock import stopwatch
from workflow.desk import Desk, Office
from workflow.engine.deployment import Engine
from workflow.errors import Refusal
from workflow.files import Files
from workflow.processes import PROCESSES
from workflow.shared_clock import shared_clock

ARRIVED = "zhengxun.arrived"  # in the request's environment, where the server notes it: the stopwatch at its arrival
_KEY = "zhengxun.office"


def install(app: Flask, given: Settings) -> None:
    """Deploys the diagrams: a diagram that names something undeclared stops the start, not a case."""
    with app.app_context():
        engine = db.engine  # taken here: the jobs open desks on threads that know no application
    app.extensions[_KEY] = Office(
        sessions=lambda: Session(engine),
        clock=shared_clock(lambda: Session(engine), given.clock),
        engine=Engine(PROCESSES, verify=given.testing),
        files=Files(given.files),
        signing=given.signing,
    )
    app.before_request(_take_in)


def office() -> Office:
    return office_of(current_app)


def office_of(app: Flask) -> Office:
    return cast(Office, app.extensions[_KEY])


@contextmanager
def read_desk() -> Iterator[Desk]:
    """To look at things: render inside the block, nothing is kept."""
    with _desk(write=False) as desk:
        yield desk


@contextmanager
def write_desk() -> Iterator[Desk]:
    """To do things: all of the block happens, or nothing — but that somebody was refused is written down."""
    try:
        with _desk(write=True) as desk:
            yield desk
    except Refusal as refusal:
        refusals.write_down(office(), _who(), refusal)
        raise


@contextmanager
def _desk(*, write: bool) -> Iterator[Desk]:
    who = _who()
    with office().desk(who.officer_id, write=write, now=who.at, address=who.address) as desk:
        yield desk


def _who() -> refusals.Who:
    person = me()
    return refusals.Who(person.id if person else None, g.taken_in_at, request.remote_addr)


def _take_in() -> None:
    """Whatever waited for its turn, and waits for a lock later: this is the moment that decides what is in time."""
    arrived = request.environ.get(ARRIVED)
    waited = stopwatch() - arrived if arrived is not None else 0
    g.taken_in_at = office().clock() - timedelta(seconds=waited)
