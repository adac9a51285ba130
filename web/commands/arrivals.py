"""When a request had come in whole, noted by the server itself: in the last minute before a deadline many wait for their
turn, and the moment that decides is the one at which the server had it.
"""

import threading
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.task import WSGITask

from web.frame.desk import ARRIVED
from workflow.clock import stopwatch

# -- waitress: one thread takes everything in, others answer


class _Request(HTTPRequestParser):
    arrived = 0.0

    def received(self, data: bytes) -> int:
        taken: int = super().received(data)
        if self.completed:
            self.arrived = stopwatch()
        return taken


class _Task(WSGITask):
    def get_environment(self) -> dict[str, Any]:
        environment: dict[str, Any] = super().get_environment()
        environment[ARRIVED] = self.request.arrived
        return environment


class _Channel(HTTPChannel):
    parser_class = _Request
    task_class = _Task


def noted_by_waitress() -> None:
    """For every server that this process makes."""
    TcpWSGIServer.channel_class = _Channel


# -- gunicorn: a thread reads a request when its turn has come

_handled = threading.local()  # by the thread that answers


def noting_worker() -> type:
    """A worker whose requests carry the moment at which their connection had something to read.

    To be used only behind servers of our own, which hand a request on when they have all of it: somebody who sends it
    drop by drop would else have begun in time.
    """
    from gunicorn.workers.gthread import ThreadWorker  # noqa: PLC0415 -- an installation on SQLite does not have it

    class Worker(ThreadWorker):
        def enqueue_req(self, conn: Any) -> None:
            conn.arrived = stopwatch()
            super().enqueue_req(conn)

        def handle_request(self, req: Any, conn: Any) -> Any:
            _handled.arrived = conn.arrived
            return super().handle_request(req, conn)

    return Worker


def noted(site: Any) -> Any:
    """The site, as such a worker calls it."""
    return lambda environment, start: site({**environment, ARRIVED: _handled.arrived}, start)
