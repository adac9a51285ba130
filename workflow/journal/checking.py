"""Does the chain hold? Every lane without gaps, every line as it was, and nothing cut off that another lane has seen."""

from contextlib import closing
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from workflow.chain import BEGINNING, digest, link
from workflow.journal.lanes import ends
from workflow.journal.lines import all_lines, content_of

MISSING, LOOSE, ALTERED, MISSING_AT_THE_END = (
    "missing",
    "does not hold the line before",
    "altered",
    "missing at the end",
)


@dataclass(frozen=True)
class Broken:
    """The first place at which the chain does not hold: the line's number, or the first number that is not there."""

    line: int
    why: str


def first_broken(session: Session) -> Broken | None:
    """Where the chain breaks first; None when every line holds what came before it and none is missing.

    The ends of the lanes are read before the lines: what is written meanwhile lies behind them and is nobody's fault.
    """
    known, followed = ends(session), _Followed()
    with closing(all_lines(session)) as lines:
        for row in lines:
            why = followed.fault(row)
            if why:
                return Broken(followed.last + 1 if why == MISSING else row.id, why)
            followed.follow(row)
    if any(followed.hashes.get((lane, place)) != hash_ for lane, (place, hash_) in known.items()):
        return Broken(followed.last + 1, MISSING_AT_THE_END)
    return None


class _Followed:
    """What has been read of the lanes so far."""

    def __init__(self) -> None:
        self.last = 0  # number of the line that was read last
        self.hashes: dict[tuple[int, int], str] = {}
        self._ends: dict[int, tuple[int, str]] = {}

    def fault(self, row: Row[Any]) -> str:
        """What is wrong with the next line; "" if nothing."""
        place, previous = self._ends.get(row.lane, (0, BEGINNING))
        seen = [self.hashes.get((int(lane), end)) for lane, end in sorted(row.beside.items())]
        if row.place != place + 1 or None in seen:
            return MISSING
        if row.prev_hash != previous:
            return LOOSE
        return "" if row.hash == link(previous, digest(content_of(row)), map(str, seen)) else ALTERED

    def follow(self, row: Row[Any]) -> None:
        self.last = row.id
        self.hashes[row.lane, row.place] = row.hash
        self._ends[row.lane] = (row.place, row.hash)
