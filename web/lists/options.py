"""What a list can be narrowed to, with how many lines each choice would show; together they are all of them."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

T = TypeVar("T")
V = TypeVar("V", bound=StrEnum)


@dataclass(frozen=True)
class Option:
    """One chip above a list; "" chooses everything."""

    value: str
    words: str
    count: int
    tone: str = ""


def options_by(
    lines: Iterable[T], of: Callable[[T], V], words: Mapping[V, str], tones: Mapping[V, str], chosen: str = ""
) -> list[Option]:
    """In the order of `words`; what no line has is left out, unless it is what was chosen."""
    counts = Counter(of(line) for line in lines)
    return counted(counts, words, tones, chosen)


def counted(counts: Mapping[V, int], words: Mapping[V, str], tones: Mapping[V, str], chosen: str = "") -> list[Option]:
    offered = [value for value in words if counts.get(value) or value == chosen]
    each = [Option(value.value, words[value], counts.get(value, 0), tones.get(value, "")) for value in offered]
    return [Option("", "全部", sum(counts.values())), *each]
