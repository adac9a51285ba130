"""A site on a port of this machine, served by the server that serves it in a house."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import waitress

PATIENCE = 60  # seconds in which a server that is told to stop has stopped


@contextmanager
def served(site: Any, *, threads: int) -> Iterator[int]:
    """Gives its port; `site` is a WSGI application.

    It is ended by its own thread: one that waits for its sockets fails when another closes them under its feet.
    """
    server = waitress.create_server(site, host="127.0.0.1", port=0, threads=threads)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield server.effective_port
    finally:
        server.trigger.pull_trigger(lambda: _end(server))
        thread.join(PATIENCE)
        assert not thread.is_alive()


def _end(server: Any) -> None:
    server.task_dispatcher.shutdown()
    server.close()
    server.asyncore.close_all(server._map)
