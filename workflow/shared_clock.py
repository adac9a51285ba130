"""The clock that all machines of an installation agree upon: their database's.

A machine whose clock is five minutes fast would close a round five minutes before its deadline, and a slow one would
take in what is late. A database that is a file has only its own machine's clock, and no other machine beside it.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from workflow import clock
from workflow.clock import Clock
from workflow.store import AwareDateTime

ASKED_EVERY = 5.0  # seconds; in between the stopwatch goes on, and the machine's clock may be set as it likes

log = logging.getLogger("zhengxun.clock")


def shared_clock(open_session: Callable[[], Session], own: Clock) -> Clock:
    """`own`: the machine's. One that somebody moves, in a test or a demonstration, stays what it is."""
    with open_session() as session:
        has_server = session.get_bind().dialect.name == "postgresql"
    return ServerClock(open_session) if has_server and own is clock.real_clock else own


class ServerClock:
    """Asks the server now and then. While it does not answer, what it said last is carried on.

    The first time somebody wants to know, not before: a program starts while its server is being restarted, too.
    """

    def __init__(self, open_session: Callable[[], Session]) -> None:
        self._open = open_session
        self._said: tuple[datetime, float] | None = None

    def __call__(self) -> datetime:
        if self._said is None:
            self._said = self._ask()
        elif clock.stopwatch() - self._said[1] > ASKED_EVERY:
            self._ask_again()
        moment, asked = self._said
        return moment + timedelta(seconds=clock.stopwatch() - asked)

    def _ask(self) -> tuple[datetime, float]:
        with self._open() as session:
            session.connection()  # whatever has to be waited for is no part of the answer
            asked = clock.stopwatch()
            return server_time(session), asked

    def _ask_again(self) -> None:
        try:
            self._said = self._ask()
        except SQLAlchemyError:
            log.warning("the database did not say what time it is", exc_info=True)


def server_time(session: Session) -> datetime:
    """Now, not when the transaction began."""
    moment: datetime = session.scalars(select(func.clock_timestamp(type_=AwareDateTime()))).one()
    return moment
