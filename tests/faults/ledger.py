"""What people were told was done: each of these must be there afterwards, whatever happened in between."""

import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Acknowledged:
    """`what` was done to that reply: receive, comment, send, sign, submit, withdraw. `detail`: the words, the letter."""

    what: str
    reply: str
    detail: str
    at: datetime


@dataclass
class Ledger:
    acknowledged: list[Acknowledged] = field(default_factory=list)
    misled_at: dict[str, datetime] = field(default_factory=dict)  # told too early that it is too late
    unanswered: Counter[tuple[str, str]] = field(default_factory=Counter)  # (what, reply) -> pressed and never told
    heard: Counter[str] = field(default_factory=Counter)  # unknown, refused, no answer, ...
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def write(self, what: str, reply: str, at: datetime, detail: str = "") -> None:
        with self._lock:
            self.acknowledged.append(Acknowledged(what, reply, detail, at))

    def wonder(self, what: str, reply: str) -> None:
        """It may have been done."""
        with self._lock:
            self.unanswered[what, reply] += 1

    def hear(self, what: str) -> None:
        with self._lock:
            self.heard[what] += 1

    def misled(self, reply: str, at: datetime) -> None:
        with self._lock:
            self.misled_at[reply] = at

    def of(self, what: str) -> list[Acknowledged]:
        with self._lock:
            return [line for line in self.acknowledged if line.what == what]
