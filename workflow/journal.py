"""The journal: who did what, when, to which case. Lines are only ever added, and each holds the one before.

A transaction hands in all of its lines at once, as the last thing before it commits: only then is the head of the
chain locked, so nobody waits for anybody's work, only for the few milliseconds of a commit.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import ForeignKey, Row, String, Table, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from workflow.chain import BEGINNING, digest, link
from workflow.official import official, take_sealed
from workflow.store import Base, RowId, insert_once


class Outcome(StrEnum):
    DONE = "done"
    REFUSED = "refused"  # somebody tried, and was told why not; belongs to no case, or its story would be told wrong


@official(sealed=False)
class JournalLine(Base):
    """One event. `officer_id` None is the system itself (系统), never a person's name in its stead."""

    __tablename__ = "journal_line"
    id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=False)  # its place in the chain: no gaps
    at: Mapped[datetime]
    due: Mapped[datetime | None]  # for what the system did by itself: when it was due
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"), index=True)
    on_behalf_of_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))  # 代: whose work it was
    post: Mapped[str | None] = mapped_column(String(40))  # the PostKind that the officer acted in
    verb: Mapped[str] = mapped_column(String(80))
    case: Mapped[str] = mapped_column(String(40), index=True)  # "round:7"
    subject: Mapped[str] = mapped_column(String(40), index=True)  # "reply:12", or the case itself
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    details: Mapped[dict[str, Any]]
    address: Mapped[str | None] = mapped_column(String(60))  # where the request came from
    outcome: Mapped[str] = mapped_column(String(10))
    sealed: Mapped[dict[str, Any]]  # official rows that were written with it: "letter:12" -> hash of what it says
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class JournalHead(Base):
    """One row: the last line of the chain. Whoever cuts lines off the end must change it as well."""

    __tablename__ = "journal_head"
    id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=False)
    last: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


KEEP = "keep"  # verb of a line that belongs to no case and only holds what was written
_LINES, _HEAD = cast(Table, JournalLine.__table__), cast(Table, JournalHead.__table__)
CONTENT = tuple(column.name for column in _LINES.columns if column.name not in ("prev_hash", "hash"))


@dataclass(frozen=True)
class Entry:
    """What a transaction wants to be written down."""

    at: datetime
    verb: str
    case: str
    subject: str
    details: Mapping[str, Any] = field(default_factory=dict)
    due: datetime | None = None
    officer_id: int | None = None
    on_behalf_of_id: int | None = None
    post: str | None = None
    unit_id: int | None = None
    address: str | None = None
    outcome: str = Outcome.DONE.value
    sealed: Mapping[str, str] = field(default_factory=dict)


MISSING, LOOSE, ALTERED, MISSING_AT_THE_END = (
    "missing",
    "does not hold the line before",
    "altered",
    "missing at the end",
)


@dataclass(frozen=True)
class Broken:
    """The first place at which the chain does not hold."""

    line: int
    why: str


def append(session: Session, entries: Sequence[Entry], at: datetime) -> None:
    """Write the entries behind the last line. To be called once, as the last thing before the commit."""
    entries = _holding(entries, take_sealed(session), at)
    if not entries:
        return
    last, hash_ = _locked_head(session)
    rows = list(_chained(entries, last, hash_))
    session.execute(insert(_LINES), rows)
    session.execute(update(_HEAD).where(_HEAD.c.id == 1).values(last=rows[-1]["id"], hash=rows[-1]["hash"]))


def _locked_head(session: Session) -> tuple[int, str]:
    find = select(_HEAD.c.last, _HEAD.c.hash).where(_HEAD.c.id == 1).with_for_update()
    found = session.execute(find).first()
    if found is None:
        insert_once(session, _HEAD, id=1, last=0, hash=BEGINNING)
        found = session.execute(find).one()
    return found.last, found.hash


def _holding(entries: Sequence[Entry], sealed: Mapping[str, str], at: datetime) -> Sequence[Entry]:
    """The last line of a transaction holds what it has written; if nobody had anything to say, a line of its own."""
    if not sealed:
        return entries
    *before, last = entries or [Entry(at, KEEP, "", "")]
    return [*before, replace(last, sealed=sealed)]


def _chained(entries: Sequence[Entry], last: int, previous: str) -> Iterator[dict[str, Any]]:
    for number, entry in enumerate(entries, last + 1):
        content = {"id": number, **vars(entry)}
        hash_ = link(previous, digest(content))
        yield {**content, "prev_hash": previous, "hash": hash_}
        previous = hash_


def content_of(row: Row[Any]) -> dict[str, Any]:
    """What a stored line says, as it went into the chain."""
    return {name: getattr(row, name) for name in CONTENT}


def all_lines(session: Session, first: int = 1) -> Iterator[Row[Any]]:
    yield from session.execute(
        select(_LINES).where(_LINES.c.id >= first).order_by(_LINES.c.id).execution_options(yield_per=1000)
    )


def first_broken(session: Session) -> Broken | None:
    """Where the chain breaks first; None when every line holds the one before and none is missing."""
    number, previous = 0, BEGINNING
    for row in all_lines(session):
        number += 1
        why = _fault(row, number, previous)
        if why:
            return Broken(number, why)
        previous = row.hash
    return None if (head(session) or (0, BEGINNING)) == (number, previous) else Broken(number + 1, MISSING_AT_THE_END)


def head(session: Session) -> tuple[int, str] | None:
    """Number and hash of the last line."""
    found = session.execute(select(_HEAD.c.last, _HEAD.c.hash)).first()
    return (found.last, found.hash) if found else None


def _fault(row: Row[Any], number: int, previous: str) -> str:
    if row.id != number:
        return MISSING
    if row.prev_hash != previous:
        return LOOSE
    return "" if row.hash == link(previous, digest(content_of(row))) else ALTERED


def sealed_rows(session: Session) -> dict[str, str]:
    """What the chain holds of the official rows: "letter:12" -> the hash of what it said last."""
    found: dict[str, str] = {}
    for sealed in session.scalars(select(_LINES.c.sealed).order_by(_LINES.c.id)):
        found.update(sealed)
    return found


def people_in(lines: Iterable[JournalLine]) -> set[int]:
    """Everybody whose name these lines need."""
    return {id_ for line in lines for id_ in (line.officer_id, line.on_behalf_of_id) if id_ is not None}


def by_whom(line: JournalLine, names: Mapping[int | None, str]) -> str:
    """「区教育局 李乙」, or 「区教育局 李乙（代 张甲）」 who stood in for somebody."""
    principal = names[line.on_behalf_of_id].split()[-1] if line.on_behalf_of_id is not None else ""
    return f"{names[line.officer_id]}（代 {principal}）" if principal else names[line.officer_id]


def lines_of_case(session: Session, case: str) -> list[JournalLine]:
    """Everything that happened in a case, oldest first."""
    return list(session.scalars(select(JournalLine).where(JournalLine.case == case).order_by(JournalLine.id)))


def lines_about(session: Session, subject: str) -> list[JournalLine]:
    """Everything that happened to one subject, oldest first."""
    return list(session.scalars(select(JournalLine).where(JournalLine.subject == subject).order_by(JournalLine.id)))
