"""PostgreSQL's COPY, whose end nobody waits for before he must.

While the database takes rows in, and looks up what they refer to, the program prepares the next ones. What it says of
them is heard before anything else is said to it, and so before the commit.
"""

from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from typing import Any

from sqlalchemy import Connection, Engine, event

_UNDER_WAY = "zhengxun.copying"  # in the connection's own dictionary: what has been sent, and not been heard of since
_SENDING = "zhengxun.sending"  # there too: who sends it, one for each connection, one thing after the other


def copy(connection: Connection, statement: str, rows: str) -> None:
    """Send the rows, in the text form of COPY; what is wrong with them is raised by whatever comes next."""
    if _SENDING not in connection.info:
        connection.info[_SENDING] = ThreadPoolExecutor(max_workers=1, thread_name_prefix="copying")
    sent = connection.info[_SENDING].submit(_send, connection.connection.driver_connection, statement, rows)
    connection.info.setdefault(_UNDER_WAY, []).append(sent)


def _send(driver: Any, statement: str, rows: str) -> None:
    with driver.cursor() as cursor, cursor.copy(statement) as into:
        into.write(rows)


def end_copying(connection: Connection) -> None:
    """Wait for the end of all that is under way on this connection; raises the first thing that was wrong."""
    under_way: list[Future[None]] = connection.info.pop(_UNDER_WAY, [])
    wait(under_way)
    for sent in under_way:
        sent.result()


def ended_before_anything_else(engine: Engine) -> None:
    """From here on, on all connections of this engine."""

    def before(connection: Connection, *_: Any) -> None:
        end_copying(connection)

    def given_up(connection: Connection) -> None:
        with suppress(Exception):  # whatever it was, nothing of it has happened
            end_copying(connection)

    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "commit", before)
    event.listen(engine, "rollback", given_up)
