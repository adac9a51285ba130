"""The journal: who did what, when, to which case. Lines are only ever added."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from workflow.store import Base, RowId


class JournalLine(Base):
    """One event. `officer_id` None is the system itself (系统), never a person's name in its stead."""

    __tablename__ = "journal_line"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    at: Mapped[datetime]
    due: Mapped[datetime | None]  # for what the system did by itself: when it was due
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"), index=True)
    verb: Mapped[str] = mapped_column(String(40))
    case: Mapped[str] = mapped_column(String(40), index=True)  # "round:7"
    subject: Mapped[str] = mapped_column(String(40), index=True)  # "reply:12", or the case itself
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    details: Mapped[dict[str, Any]]


def lines_of_case(session: Session, case: str) -> list[JournalLine]:
    """Everything that happened in a case, oldest first."""
    return list(session.scalars(select(JournalLine).where(JournalLine.case == case).order_by(JournalLine.id)))


def lines_about(session: Session, subject: str) -> list[JournalLine]:
    """Everything that happened to one subject, oldest first."""
    return list(session.scalars(select(JournalLine).where(JournalLine.subject == subject).order_by(JournalLine.id)))
