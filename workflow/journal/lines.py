"""The lines themselves, and how they are read."""

from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import ForeignKey, Row, String, Table, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from workflow.official import official
from workflow.store import Base, RowId


class Outcome(StrEnum):
    DONE = "done"
    REFUSED = "refused"  # somebody tried, and was told why not; belongs to no case, or its story would be told wrong


@official(sealed=False)
class JournalLine(Base):
    """One event. `officer_id` None is the system itself (系统), never a person's name in its stead.

    Its number tells the order of events: whoever saw a line has a greater one. Its place in the chain is its place in
    its lane (`lanes.py`), and what it saw of the other lanes.
    """

    __tablename__ = "journal_line"
    __table_args__ = (UniqueConstraint("lane", "place"),)
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
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
    lane: Mapped[int]
    place: Mapped[int]  # in its lane: 1, 2, 3 … without gaps
    beside: Mapped[dict[str, Any]]  # the ends of the other lanes as its writer saw them: lane -> place
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


NOTHING: dict[str, Any] = {}  # one and the same for all lines: what is alike is written down once (`bulk.py`)
KEEP = "keep"  # verb of a line that belongs to no case and only holds what was written
LINES = cast(Table, JournalLine.__table__)
CONTENT = tuple(column.name for column in LINES.columns if column.name not in ("prev_hash", "hash"))


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
    sealed: Mapping[str, str] = field(default_factory=lambda: NOTHING)


def content_of(row: Row[Any]) -> dict[str, Any]:
    """What a stored line says, as it went into the chain."""
    return {name: getattr(row, name) for name in CONTENT}


def all_lines(session: Session) -> Generator[Row[Any]]:
    """In the order of their numbers: whatever a line holds comes before it."""
    with session.execute(select(LINES).order_by(LINES.c.id).execution_options(yield_per=1000)) as found:
        yield from found


def sealed_rows(session: Session) -> dict[str, str]:
    """What the chain holds of the official rows: "letter:12" -> the hash of what it said last."""
    found: dict[str, str] = {}
    for sealed in session.scalars(select(LINES.c.sealed).order_by(LINES.c.id)):
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
