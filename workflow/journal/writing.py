"""How a transaction writes its lines: all at once, as the last thing before it commits."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from itertools import islice
from typing import Any

from sqlalchemy import Executable, bindparam, insert, update
from sqlalchemy.orm import Session

from workflow.bulk import insert_many
from workflow.chain import digest, link
from workflow.journal.lanes import HEADS, Lane, move_on, take
from workflow.journal.lines import KEEP, LINES, NOTHING, Entry
from workflow.official import take_sealed

PIECE = 500  # of very many lines, those that are written together
FEW = 4  # lines that go in one statement with the end of their lane: what most transactions have to say


def append(session: Session, entries: Sequence[Entry], at: datetime) -> None:
    """Write the entries behind the last line of a lane that is free. To be called once."""
    entries = _holding(entries, take_sealed(session), at)
    if not entries:
        return
    lane = take(session, len(entries))
    lines = _chained(entries, lane)
    if len(entries) <= FEW and session.get_bind().dialect.name == "postgresql":
        _write_few(session, lane, list(lines))
    else:
        _write_many(session, lane, lines)


def _write_few(session: Session, lane: Lane, rows: Sequence[Mapping[str, Any]]) -> None:
    said = {_of(number, name): value for number, row in enumerate(rows) for name, value in row.items()}
    end = {"own_lane": lane.number, "end_place": rows[-1]["place"], "end_hash": rows[-1]["hash"]}
    session.connection().execute(_lines_and_end(len(rows)), said | end)


def _write_many(session: Session, lane: Lane, lines: Iterator[dict[str, Any]]) -> None:
    """In pieces: while the database takes one in, the hashes of the next are reckoned."""
    while piece := list(islice(lines, PIECE)):
        insert_many(session, LINES, piece)
        last = piece[-1]
    move_on(session, lane, last["place"], last["hash"])


@lru_cache(maxsize=FEW)
def _lines_and_end(count: int) -> Executable:
    """So many lines and the lane's new end, in one way to the database. An INSERT each: SQLAlchemy would compile one of
    several rows anew every time."""
    written = [
        insert(LINES)
        .values({name: bindparam(_of(number, name), type_=column.type) for name, column in LINES.columns.items()})
        .returning(LINES.c.id)
        .cte(f"line_{number}")
        for number in range(count)
    ]
    end = update(HEADS).where(HEADS.c.id == bindparam("own_lane"))
    return end.values(last=bindparam("end_place"), hash=bindparam("end_hash")).add_cte(*written)


def _of(number: int, name: str) -> str:
    return f"line_{number}_{name}"


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
        beside = {str(other): end for other, (end, _) in sorted(seen.items())} or NOTHING
        content = {"id": number, **vars(entry), "lane": lane.number, "place": place, "beside": beside}
        hash_ = link(previous, digest(content), [seen_hash for _, (_, seen_hash) in sorted(seen.items())])
        yield {**content, "prev_hash": previous, "hash": hash_}
        previous, seen = hash_, {}
