"""How a way is written down: plainly, a statement a table; or, of one case on PostgreSQL, in one statement.

A person's step is one case, and what it costs is mostly the way to the database and back. Both ways leave the same rows;
`tests/engine/test_writing.py` holds them together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Executable, Table, bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session

from workflow.bulk import among, insert_many
from workflow.engine.rows import instances, moments, tasks, trail
from workflow.errors import EngineFault
from workflow.store import chunks

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Move:
    """Cases that go the same way: from where to where, what closes, and the rows of what opens."""

    ids: Sequence[int]
    old: str
    new: str
    completed_at: datetime | None
    closed_tasks: Sequence[str]
    closed_moments: Sequence[str]
    tasks: Sequence[Row]
    moments: Sequence[Row]
    way: Sequence[Row]
    legs: int = 1  # transitions on the way
    born: Sequence[Row] = ()  # of a start: the instances themselves, which nobody can have moved


def write(session: Session, move: Move) -> None:
    """The old position is part of the condition: a case that somebody else moved stops the whole transaction."""
    if move.born:
        insert_many(session, instances, move.born)
        _open(session, move)
        return
    at_once = session.get_bind().dialect.name == "postgresql" and len(move.ids) == 1 and not _reopens(move)
    moved = write_at_once(session, move) if at_once else write_plainly(session, move)
    if moved != len(move.ids):
        raise EngineFault(f"{len(move.ids) - moved} instances were moved by somebody else")


def _reopens(move: Move) -> bool:
    """The parts of one statement happen in no order: a place cannot be left and taken again in it."""
    opened = {row["at"] for row in (*move.tasks, *move.moments)}
    return not opened.isdisjoint([*move.closed_tasks, *move.closed_moments])


def write_plainly(session: Session, move: Move) -> int:
    """Returns how many cases were found where they should stand."""
    moved = 0
    for some in chunks(move.ids):
        moved += len(session.execute(_moved(among(session, instances.c.id, some)), _values(move)).all())
        for table, places in ((tasks, move.closed_tasks), (moments, move.closed_moments)):
            if places:
                session.execute(delete(table).where(among(session, table.c.instance_id, some), table.c.at.in_(places)))
    _open(session, move)
    return moved


def _open(session: Session, move: Move) -> None:
    for table, rows in ((tasks, move.tasks), (moments, move.moments), (trail, move.way)):
        insert_many(session, table, rows)


def _moved(which: Any) -> Any:
    return (
        update(instances)
        .where(which, instances.c.position == bindparam("old"))
        .values(
            position=bindparam("new"), version=instances.c.version + bindparam("legs"), completed_at=bindparam("done")
        )
        .returning(instances.c.id)
    )


def _values(move: Move) -> dict[str, Any]:
    return {"old": move.old, "new": move.new, "legs": move.legs, "done": move.completed_at}


def write_at_once(session: Session, move: Move) -> int:
    """The same of one case."""
    closed, opened = (move.closed_tasks, move.closed_moments), (move.tasks, move.moments, move.way)
    statement = _in_one(tuple(map(len, closed)), tuple(map(len, opened)))
    values = {"case": move.ids[0], **_values(move)}
    for table, places in zip((tasks, moments), closed, strict=True):
        values |= {_named(table, number, "at", "closed"): place for number, place in enumerate(places)}
    for table, rows in zip((tasks, moments, trail), opened, strict=True):
        values |= {_named(table, n, name): value for n, row in enumerate(rows) for name, value in row.items()}
    return int(session.execute(statement, values).scalar_one())


@lru_cache(maxsize=200)
def _in_one(closed: tuple[int, ...], opened: tuple[int, ...]) -> Executable:
    """The statement for so many closed tasks and moments, so many opened tasks and moments and lines of the way."""
    case: Any = bindparam("case")
    moved = _moved(instances.c.id == case).cte("moved")
    parts = [
        delete(table)
        .where(table.c.instance_id == case)
        .where(table.c.at.in_([bindparam(_named(table, number, "at", "closed")) for number in range(count)]))
        .returning(table.c.at)
        .cte(f"closed_{table.name}")
        for table, count in zip((tasks, moments), closed, strict=True)
        if count
    ]
    parts += [
        insert(table)
        .values(_parameters(table, number))
        .returning(table.c.instance_id)
        .cte(f"opened_{table.name}_{number}")
        for table, count in zip((tasks, moments, trail), opened, strict=True)
        for number in range(count)
    ]
    return select(func.count()).select_from(moved).add_cte(*parts)


def _parameters(table: Table, number: int) -> dict[str, Any]:
    columns = [column for column in table.columns if column.name != "id"]
    return {column.name: bindparam(_named(table, number, column.name), type_=column.type) for column in columns}


def _named(table: Table, number: int, column: str, what: str = "opened") -> str:
    return f"{what}_{table.name}_{number}_{column}"
