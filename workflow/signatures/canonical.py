"""The canonical form of what is signed: equal content gives equal bytes, on any machine, in any year.

JSON in UTF-8, keys sorted by code point, no blanks between signs, no escapes that JSON does not demand. Dataclasses
become objects, sequences arrays, enums their values, moments UTC with microseconds («…T08:00:00.000000+00:00»), days ISO.
Numbers are whole; text stays as it was typed. Anything else is refused: a guess would not be the same tomorrow.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

from workflow.clock import aware


def canonical(value: object) -> bytes:
    """The bytes that are signed for this value."""
    plain = _plain(value)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _plain(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    for kind, plain in _KINDS:
        if isinstance(value, kind):
            return plain(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _object(value: Mapping[object, object]) -> dict[str, Any]:
    if not all(isinstance(key, str) for key in value):
        raise TypeError("names in a canonical object are text")
    return {str(key): _plain(item) for key, item in value.items()}


_KINDS: tuple[
    tuple[Any, Callable[[Any], Any]], ...
] = (  # the first that fits: an Enum may be text, a datetime is a date
    (Enum, lambda value: _plain(value.value)),
    ((str, bool, int, type(None)), lambda value: value),
    (datetime, lambda value: aware(value).astimezone(UTC).isoformat(timespec="microseconds")),
    (date, lambda value: value.isoformat()),
    (Mapping, _object),
    ((tuple, list), lambda value: [_plain(item) for item in value]),
)
