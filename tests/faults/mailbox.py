"""A real mail server that remembers every message it took, and may be slow: a kill then falls into the handing over."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope


@dataclass(frozen=True)
class Letter:
    """One message as it arrived."""

    id: str
    to: str
    subject: str
    text: str


@dataclass
class Mailbox:
    """`slowness`: seconds between taking a message and saying so."""

    slowness: float = 0.0
    taken: list[Letter] = field(default_factory=list)
    port: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        text = str(mail.get_content())  # type: ignore[attr-defined]
        with self._lock:
            self.taken.extend(Letter(mail["Message-ID"], to, mail["Subject"], text) for to in envelope.rcpt_tos)
        await asyncio.sleep(self.slowness)
        return "250 OK"


@contextmanager
def open_mailbox(host: str = "127.0.0.1", port: int = 0) -> Iterator[Mailbox]:
    from tests.postgres import PATIENCE, free_port

    mailbox = Mailbox(port=port or free_port())
    server = Controller(mailbox, hostname=host, port=mailbox.port, ready_timeout=PATIENCE)
    server.start()
    try:
        yield mailbox
    finally:
        server.stop()
