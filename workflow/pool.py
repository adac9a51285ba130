"""Connections that lay idle are tried before they are used; one that has just worked is believed.

To try every connection at every checkout costs a person's step one more way to the database. After a restart of the
server all that had lain idle are found out by the first that is tried; what breaks within the second breaks as it would
in the middle of a transaction, and nothing of it has happened.
"""

from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

from workflow.clock import stopwatch

BELIEVED = 1.0  # seconds after its last use
_LAST_USED = "zhengxun.last_used"


def try_the_idle(engine: Engine) -> None:
    """From here on, for all connections of this engine."""

    def note(_: Any, entry: ConnectionPoolEntry) -> None:
        entry.info[_LAST_USED] = stopwatch()

    def look(driver: Any, entry: ConnectionPoolEntry, _: Any) -> None:
        last_used = entry.info.get(_LAST_USED)
        if last_used is None or stopwatch() - last_used < BELIEVED:
            return
        try:
            engine.dialect.do_ping(driver)
        except engine.dialect.loaded_dbapi.Error as lost:
            raise InvalidatePoolError from lost

    event.listen(engine, "checkin", note)
    event.listen(engine, "checkout", look)
