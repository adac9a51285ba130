"""The journal and the official rows of a case, as lines of JSON that anyone can reckon again.

Lines of other cases stand in the archive only by their hash: the chain holds, and nobody's business is told.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from workflow.chain import canonical, digest
from workflow.journal import KEEP, all_lines, content_of
from workflow.official import OFFICIAL, Official, rows_of


def journal(session: Session, case: str, records: Collection[str]) -> bytes:
    """From the very first line to the last one about the case, or that holds one of its records ("letter:12")."""
    names = set(records)
    last = max((line.id for line in all_lines(session) if line.case == case or names & line.sealed.keys()), default=0)
    return b"".join(_line(line, case) for line in all_lines(session) if line.id <= last)


def _line(line: Row[Any], case: str) -> bytes:
    content = content_of(line)
    where = {"lane": line.lane, "place": line.place, "beside": line.beside}
    told = {"id": line.id, **where, "digest": digest(content), "prev_hash": line.prev_hash, "hash": line.hash}
    if line.case == case or line.verb == KEEP:
        told["content"] = content
    return canonical(told) + b"\n"


def records(session: Session, owners: Mapping[str, Sequence[int]]) -> dict[str, bytes]:
    """Every official row of the case, by its name."""
    found = (record for of in OFFICIAL.values() if of.sealed for record in _records(session, of, owners))
    return {record["name"]: canonical(record) + b"\n" for record in found}


def _records(session: Session, of: Official, owners: Mapping[str, Sequence[int]]) -> Iterator[dict[str, Any]]:
    own = owners_of(of, owners)
    if own is None:
        return
    column, ids = own
    for content in rows_of(session, of):
        if content[column] in ids:
            yield {"name": f"{of.table.name}:{content['id']}", "content": content}


def owners_of(of: Official, owners: Mapping[str, Sequence[int]]) -> tuple[str, frozenset[int]] | None:
    """The column that tells whose row it is; kept files are told by their own number."""
    column = "id" if of.table.name == "kept_file" else next((name for name in owners if name in of.table.columns), "")
    name = "kept_file_id" if column == "id" else column
    return (column, frozenset(owners[name])) if column and name in owners else None
