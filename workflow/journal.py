"""The journal: who did what, when, to which case. Lines are only ever added."""

from collections.abc import Iterable, Mapping
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
    on_behalf_of_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))  # 代: in whose post he acted
    verb: Mapped[str] = mapped_column(String(40))
    case: Mapped[str] = mapped_column(String(40), index=True)  # "round:7"
    subject: Mapped[str] = mapped_column(String(40), index=True)  # "reply:12", or the case itself
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    details: Mapped[dict[str, Any]]


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
