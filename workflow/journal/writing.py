"""How a transaction writes its lines: all at once, as the last thing before it commits."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Executable, bindparam, insert, update
from sqlalchemy.orm import Session

from workflow.bulk import insert_many
from workflow.chain import digest, link
from workflow.journal.lanes import HEADS, Lane, move_on, take
from workflow.journal.lines import KEEP, LINES, Entry
from workflow.official import take_sealed


def append(session: Session, entries: Sequence[Entry], at: datetime) -> None:
    """Write the entries behind the last line of a lane that is free. To be called once."""
    entries = _holding(entries, take_sealed(session), at)
    if not entries:
        return
    lane = take(session, len(entries))
    rows = list(_chained(entries, lane))
    if len(rows) == 1 and session.get_bind().dialect.name == "postgresql":
        said = {f"line_{name}": value for name, value in rows[0].items()}
        session.execute(_line_and_end(), {**said, "own_lane": lane.number})
    else:
        insert_many(session, LINES, rows)
        move_on(session, lane, rows[-1]["place"], rows[-1]["hash"])


@lru_cache(maxsize=1)
def _line_and_end() -> Executable:
    """One line, which is what most transactions have to say, and the lane's new end, in one way to the database."""
    line: dict[str, Any] = {
        name: bindparam(f"line_{name}", type_=column.type) for name, column in LINES.columns.items()
    }
    written = insert(LINES).values(line).returning(LINES.c.id).cte("written")
    end = update(HEADS).where(HEADS.c.id == bindparam("own_lane"))
    return end.values(last=line["place"], hash=line["hash"]).add_cte(written)


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
