"""How often something was tried lately, counted for every process that serves this database.

Rows are counted up in one statement, so that two processes never lose a count; what has run out begins anew.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import String, case, delete, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from workflow.store import AwareDateTime, Base

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class Tally(Base):
    """One thing that is counted, until when."""

    __tablename__ = "tally"
    key: Mapped[str] = mapped_column(String(300), primary_key=True)
    count: Mapped[int]
    until: Mapped[datetime]


def add(session: Session, key: str, amount: int, now: datetime, until: datetime) -> int:
    """Count it; how often it is now."""
    over, ends = Tally.until <= now, literal(until, AwareDateTime())
    counted = {
        "count": case((over, amount), else_=Tally.count + amount),
        "until": case((over, ends), else_=Tally.until),
    }
    new = _INSERT[session.get_bind().dialect.name](Tally).values(key=key, count=amount, until=until)
    found = session.execute(new.on_conflict_do_update(index_elements=[Tally.key], set_=counted).returning(Tally.count))
    return int(found.scalar_one())


def standing(session: Session, key: str, now: datetime) -> Tally | None:
    """The count as it is, None when nothing counts any more."""
    return session.scalar(select(Tally).where(Tally.key == key, Tally.until > now))


def forget(session: Session, before: datetime) -> int:
    """Remove what has run out by then; how many rows that were."""
    return len(session.scalars(delete(Tally).where(Tally.until <= before).returning(Tally.key)).all())
