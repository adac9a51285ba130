"""The lanes of the chain: where transactions that commit at the same time write without waiting for each other.

One chain alone would let commits through one by one, each waiting for the disk of the one before. So there are several
lanes; each is a chain without gaps, and whoever writes takes the first that is free, so that nearly all lies in the
first. What binds them into one is that a line also holds the ends of the other lanes as its writer saw them: nothing
can be cut off any lane that anybody has seen since. SQLite has one writer, and one lane.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Select, String, Table, func, literal_column, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from workflow.chain import BEGINNING, digest
from workflow.store import Base, RowId, insert_once

LANES = 8  # on PostgreSQL; more writers at once than that wait for one of them


class JournalHead(Base):
    """One row a lane: its last line. Whoever cuts lines off the end must change it as well."""

    __tablename__ = "journal_head"
    id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=False)
    last: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True)
class Lane:
    """A lane under lock: its end, the ends of the others (lane -> place, hash), and numbers for the new lines."""

    number: int
    last: int
    hash: str
    ids: tuple[int, ...]
    others: Mapping[int, tuple[int, str]] = field(default_factory=dict)


HEADS = cast(Table, JournalHead.__table__)


def take(session: Session, lines: int) -> Lane:
    """A free lane, ours until the transaction ends; to be taken once, as the last thing before the commit."""
    return _TAKE[session.get_bind().dialect.name](session, lines)


def move_on(session: Session, lane: Lane, last: int, hash_: str) -> None:
    """This is the lane's end now."""
    session.execute(update(HEADS).where(HEADS.c.id == lane.number).values(last=last, hash=hash_))


def ends(session: Session) -> dict[int, tuple[int, str]]:
    """Lane -> place and hash of its last line, of all lanes that have any."""
    found = session.execute(select(HEADS).where(HEADS.c.last > 0).order_by(HEADS.c.id))
    return {row.id: (row.last, row.hash) for row in found}


def head(session: Session) -> tuple[int, str]:
    """How many lines there are, and what stands for the end of them all: one hash, to be noted down elsewhere."""
    found = ends(session)
    hashes = [hash_ for _, hash_ in found.values()]
    whole = hashes[0] if len(hashes) == 1 else digest({"lanes": hashes})
    return sum(last for last, _ in found.values()), whole if hashes else ""


def _take_on_sqlite(session: Session, lines: int) -> Lane:
    head = session.execute(select(HEADS).where(HEADS.c.id == 1)).first()
    if head is None:
        insert_once(session, HEADS, id=1, last=0, hash=BEGINNING)
        return _take_on_sqlite(session, lines)
    return Lane(1, head.last, head.hash, tuple(range(head.last + 1, head.last + lines + 1)))


def _take_on_postgresql(session: Session, lines: int) -> Lane:
    connection = session.connection()
    found = connection.execute(_free_lane(lines)).first()
    if found is None:
        _lay_out(session)
        found = connection.execute(_free_lane(lines)).first() or connection.execute(_lane_by_chance(lines)).one()
    others = {int(number): (last, hash_) for number, (last, hash_) in (found.others or {}).items()}
    return Lane(found.id, found.last, found.hash, tuple(found.ids), others)


def _lay_out(session: Session) -> None:
    """All lanes, with the first line ever, or in a journal that has come from SQLite with its one."""
    if (session.scalar(select(func.count()).select_from(HEADS)) or 0) < LANES:
        for number in range(1, LANES + 1):
            insert_once(session, HEADS, id=number, last=0, hash=BEGINNING)


_TAKE = {"sqlite": _take_on_sqlite, "postgresql": _take_on_postgresql}


@lru_cache
def _free_lane(lines: int) -> Select[Any]:
    """Its numbers stand in the text: a statement with none to fill in is planned once, not at every commit."""
    free = select(HEADS).order_by(HEADS.c.id).limit(literal_column("1")).with_for_update(skip_locked=True)
    return _with_the_others(free, lines)


@lru_cache
def _lane_by_chance(lines: int) -> Select[Any]:
    """All are taken: each writer waits for one."""
    mine = 1 + func.mod(func.pg_backend_pid(), LANES)
    return _with_the_others(select(HEADS).where(HEADS.c.id == mine).with_for_update(), lines)


def _with_the_others(locked: Select[Any], lines: int) -> Select[Any]:
    """The others as they were committed when the statement began: nobody is waited for. A line's number is drawn after
    it has seen them, and so is greater than theirs."""
    mine, other = locked.cte("mine"), HEADS.alias("other")
    sequence = select(
        literal_column("pg_get_serial_sequence('journal_line', 'id')")
    ).scalar_subquery()  # looked up once
    drawn = func.nextval(sequence)
    ids = (
        select(func.array_agg(drawn))
        .select_from(func.generate_series(literal_column("1"), literal_column(str(lines))))
        .scalar_subquery()
    )
    end = func.json_build_array(other.c.last, other.c.hash)
    others = (
        select(func.json_object_agg(other.c.id, end))
        .where(other.c.last > literal_column("0"), other.c.id != mine.c.id)
        .correlate(mine)
        .scalar_subquery()
    )
    return select(mine, ids.label("ids"), others.label("others"))
