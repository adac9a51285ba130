"""What a proposal changes in the words of the draft, as people read it: removed and added pieces in order.

Chinese is compared character by character, numbers and Latin words as wholes. A lone character that happens
to agree between two changes is not worth keeping: it only tears them into shreds.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from rapidfuzz.distance import Indel

_TOKENS = re.compile(r"[A-Za-z]+|\d+(?:\.\d+)*|\r\n|.", re.DOTALL)
_SHRED = 1  # tokens


class Kind(Enum):
    """What became of a piece."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Piece:
    """A stretch of text that was kept, taken out or put in."""

    kind: Kind
    text: str


def difference(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces that lead from `old` to `new`; what was removed stands before what was put in its place.

    SAME and REMOVED pieces together are `old`, SAME and ADDED pieces are `new`, exactly.
    """
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    return tuple(_pieces(before, after))


def _pieces(before: list[str], after: list[str]) -> Iterator[Piece]:
    done_before = done_after = 0
    for start_before, start_after, length in [*_kept(before, after), (len(before), len(after), 0)]:
        yield from _piece(Kind.REMOVED, before[done_before:start_before])
        yield from _piece(Kind.ADDED, after[done_after:start_after])
        yield from _piece(Kind.SAME, before[start_before : start_before + length])
        done_before, done_after = start_before + length, start_after + length


def _piece(kind: Kind, tokens: list[str]) -> Iterator[Piece]:
    if tokens:
        yield Piece(kind, "".join(tokens))


def _kept(before: list[str], after: list[str]) -> list[tuple[int, int, int]]:
    """The stretches that stay, as (start in before, start in after, length)."""
    blocks = [
        (code.src_start, code.dest_start, code.src_end - code.src_start)
        for code in Indel.opcodes(before, after)
        if code.tag == "equal"
    ]
    return [block for block in blocks if not _is_shred(block, len(before), len(after))]


def _is_shred(block: tuple[int, int, int], length_before: int, length_after: int) -> bool:
    start_before, start_after, length = block
    at_an_edge = (start_before, start_after) == (0, 0) or (
        start_before + length == length_before and start_after + length == length_after
    )
    return length <= _SHRED and not at_an_edge
