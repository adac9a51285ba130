"""A balancer on loopback, as an nginx in front: it takes connections and hands each to a server that answers.

It can tear connections as a bad network does: with a reset, in the middle of whatever goes through them.
"""

import asyncio
import random
import socket
import struct
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

RESET = struct.pack("ii", 1, 0)  # SO_LINGER of zero seconds: closing sends RST


@dataclass
class Balancer:
    """`upstreams`: (host, port) of the servers."""

    upstreams: Sequence[tuple[str, int]]
    host: str = "127.0.0.1"
    resets: int = 0
    port: int = 0
    _open: set[asyncio.StreamWriter] = field(default_factory=set)
    _chance: random.Random = field(default_factory=random.Random)

    def start(self) -> None:
        self._loop = asyncio.new_event_loop()
        started = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(started,), daemon=True)
        self._thread.start()
        started.wait(10)

    def stop(self) -> None:
        self.reset_all()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def reset_all(self) -> None:
        """Every connection that is open now is torn."""
        asyncio.run_coroutine_threadsafe(self._tear(), self._loop).result(10)

    async def _tear(self) -> None:
        for writer in list(self._open):
            _reset(writer)
            self.resets += 1

    def _run(self, started: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._take, self.host, 0, backlog=512))
        self.port = server.sockets[0].getsockname()[1]
        started.set()
        self._loop.run_forever()
        server.close()
        self._loop.run_until_complete(asyncio.sleep(0.1))  # torn connections come to their ends
        self._loop.close()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        upstream = await self._connect()
        if upstream is None:
            _reset(writer)
            return
        there_reader, there = upstream
        self._open |= {writer, there}
        try:
            await asyncio.gather(_pump(reader, there), _pump(there_reader, writer))
        finally:
            for end in (writer, there):
                self._open.discard(end)
                end.close()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        """The first that answers, beginning anywhere."""
        for host, port in self._chance.sample(list(self.upstreams), len(self.upstreams)):
            try:
                return await asyncio.wait_for(asyncio.open_connection(host, port), 2)
            except (OSError, TimeoutError):
                continue
        return None


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        writer.write_eof()
    except OSError:
        _reset(writer)


def _reset(writer: asyncio.StreamWriter) -> None:
    connection = writer.get_extra_info("socket")
    if connection is not None and connection.fileno() != -1:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    writer.transport.abort()
