"""What the office decides on a comment, and how contradicting units were brought together."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.official import official
from workflow.people import Officer
from workflow.store import Base, RowId


class Verdict(StrEnum):
    ADOPTED = "adopted"  # 采纳
    PARTLY = "partly"  # 部分采纳: reason required
    DECLINED = "declined"  # 不予采纳: reason required
    EXPLAINED = "explained"  # 解释说明: reason required


@official(once=("confirmed_at", "confirmed_by_id"))
class Decision(Base):
    """One decision on one comment. A new decision is a new line; the last line counts."""

    __tablename__ = "decision"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), index=True)
    verdict: Mapped[Verdict]
    reason: Mapped[str] = mapped_column(Text, default="")
    proposed_at: Mapped[datetime]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    proposed_by: Mapped[Officer] = relationship(foreign_keys=[proposed_by_id])
    confirmed_by: Mapped[Officer | None] = relationship(foreign_keys=[confirmed_by_id])


@official()
class Coordination(Base):
    """协调记录: how units that want the same words changed differently were brought together."""

    __tablename__ = "coordination"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    comment_ids: Mapped[list[Any]]
    held_on: Mapped[date]
    chair: Mapped[str] = mapped_column(String(60))
    participants: Mapped[list[Any]]  # as they are named: units or persons
    course: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    recorded_by: Mapped[Officer] = relationship()

    def covers(self, *comment_ids: int) -> bool:
        return set(comment_ids) <= set(self.comment_ids)
