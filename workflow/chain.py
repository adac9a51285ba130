"""The hash chain of the journal, as pure functions: what a line says in bytes, and how one line holds the one before.

Canonical: JSON, UTF-8, keys sorted, no blanks, moments in UTC to the microsecond. `templates/archive/check.py` does
the same without us; a test holds the two together.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

BEGINNING = "0" * 64  # what the first line holds instead of a line before it


def canonical(content: Mapping[str, Any]) -> bytes:
    return _JSON.encode(content).encode()


def digest(content: Mapping[str, Any]) -> str:
    """What stands for a line where its words may not be shown."""
    return hashlib.sha256(canonical(content)).hexdigest()


def link(previous: str, digest_: str, beside: Iterable[str] = ()) -> str:
    """The hash of a line: of the one before it, of what it says, and of the ends of other lanes that it saw."""
    return hashlib.sha256("\n".join([previous, digest_, *beside]).encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")  # a database gives back 0.00 for 0
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(f"a journal line cannot hold {type(value).__name__}")


@lru_cache(maxsize=64)
def _moment(value: datetime) -> str:
    """Ten thousand lines of one transaction say the same moment."""
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)
