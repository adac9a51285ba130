"""How a transaction writes its lines: all at once, as the last thing before it commits."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from workflow.bulk import insert_many
from workflow.chain import digest, link
from workflow.journal.lanes import Lane, move_on, take
from workflow.journal.lines import KEEP, LINES, Entry
from workflow.official import take_sealed


def append(session: Session, entries: Sequence[Entry], at: datetime) -> None:
    """Write the entries behind the last line of a lane that is free. To be called once."""
    entries = _holding(entries, take_sealed(session), at)
    if not entries:
        return
    lane = take(session, len(entries))
    rows = list(_chained(entries, lane))
    insert_many(session, LINES, rows)
    move_on(session, lane, rows[-1]["place"], rows[-1]["hash"])


def _holding(entries: Sequence[Entry], sealed: Mapping[str, str], at: datetime) -> Sequence[Entry]:
    """The last line of a transaction holds what it has written; if nobody had anything to say, a line of its own."""
    if not sealed:
        return entries
    *before, last = entries or [Entry(at, KEEP, "", "")]
    return [*before, replace(last, sealed=sealed)]


def _chained(entries: Sequence[Entry], lane: Lane) -> Iterator[dict[str, Any]]:
    """The first line holds what was seen of the other lanes, the others hold the first."""
    previous, seen = lane.hash, lane.others
    for place, (number, entry) in enumerate(zip(lane.ids, entries, strict=True), lane.last + 1):
        beside = {str(other): end for other, (end, _) in sorted(seen.items())}
        content = {"id": number, **vars(entry), "lane": lane.number, "place": place, "beside": beside}
        hash_ = link(previous, digest(content), [seen_hash for _, (_, seen_hash) in sorted(seen.items())])
        yield {**content, "prev_hash": previous, "hash": hash_}
        previous, seen = hash_, {}
