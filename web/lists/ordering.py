"""Lines in the order of a column: what is empty stands last either way, and Chinese stands as in a register."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from workflow.store import in_a_register

T = TypeVar("T")


def ordered(lines: Sequence[T], key: Callable[[T], object], *, descending: bool) -> list[T]:
    """Lines that are equal there keep their order."""
    filled = [line for line in lines if not _is_empty(key(line))]
    empty = [line for line in lines if _is_empty(key(line))]
    return [*sorted(filled, key=lambda line: _comparable(key(line)), reverse=descending), *empty]


def _is_empty(value: object) -> bool:
    return value is None or value == ""


def _comparable(value: object) -> Any:
    return in_a_register(value) if isinstance(value, str) else value
