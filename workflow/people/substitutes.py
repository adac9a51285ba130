"""委托: B acts in A's post for a period. There are no chains: only a post that A holds himself can be entrusted."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, String, and_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.people.officers import Officer
from workflow.people.posts import Post
from workflow.store import Base, RowId, public_key


class Substitution(Base):
    """One post of A's in B's hands, both days included, unless it is revoked earlier. It is never deleted."""

    __tablename__ = "substitution"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True, default=public_key)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    substitute_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    since: Mapped[date]
    until: Mapped[date]
    reason: Mapped[str] = mapped_column(String(200), default="")
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    post: Mapped[Post] = relationship(back_populates="substitutions")
    substitute: Mapped[Officer] = relationship(back_populates="substitutions", foreign_keys=[substitute_id])

    @property
    def principal(self) -> Officer:
        return self.post.officer

    def stands_on(self, day: date) -> bool:
        return self.revoked_at is None and self.since <= day <= self.until and self.post.held_on(day)

    def is_over(self, day: date) -> bool:
        return self.revoked_at is not None or self.until < day

    def overlaps(self, since: date, until: date) -> bool:
        """It ends with the post itself, whichever day was named."""
        return (
            self.revoked_at is None and self.since <= until and since <= min(self.until, self.post.until or self.until)
        )


def in_force_on(day: Any) -> ColumnElement[bool]:
    """`stands_on` for the database; that the post itself is held is asked of its row (`posts.stands_on`)."""
    return and_(Substitution.revoked_at.is_(None), Substitution.since <= day, Substitution.until >= day)


def signature(signer: str, substitute: str = "") -> str:
    """How a name stands under a paper: 「张甲（李乙代）」, as offices write it; whoever signs for himself, his own."""
    return f"{signer}（{substitute}代）" if substitute else signer
