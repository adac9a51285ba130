"""How somebody last looked at a list: its order and what it was narrowed to. It stays until he looks otherwise.

Kept with the person, not with the browser: an office's machines are shared, and whoever works at another one finds
the list as it was left.
"""

from typing import cast

from sqlalchemy import ForeignKey, String, Table, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from workflow.store import Base, insert_once

LONGEST = 300  # characters of a view; a longer one is no choice that a page offers


class KeptView(Base):
    """One person's view of one list. `query`: as it stands in the list's address."""

    __tablename__ = "kept_view"
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    query: Mapped[str] = mapped_column(String(LONGEST))


def kept(session: Session, officer_id: int, name: str) -> str:
    """ "" for a list that was never looked at otherwise than it comes."""
    found = session.get(KeptView, (officer_id, name))
    return found.query if found else ""


def keep(session: Session, officer_id: int, name: str, query: str) -> None:
    """Replace what was kept; a list as it comes needs no line."""
    session.execute(delete(KeptView).where(KeptView.officer_id == officer_id, KeptView.name == name))
    if query and len(query) <= LONGEST:
        insert_once(session, cast(Table, KeptView.__table__), officer_id=officer_id, name=name, query=query)
