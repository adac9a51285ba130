"""人员: who comes in, and the posts each holds."""

from datetime import date
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from workflow.people.posts import Post, PostKind
from workflow.store import Base, RowId, public_key

if TYPE_CHECKING:
    from workflow.people.substitutes import Substitution

_hasher = PasswordHasher()
# checked for unknown names too, so that both take as long: the hash of a random password that nobody has kept
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$6QaczFsLvsYG2MeVUH8exw$qbwAZLd9uFEOVv1rXlVL9gp5dku3VCQ19dDszudbgEI"


class Officer(Base):
    """人员."""

    __tablename__ = "officer"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True, default=public_key)
    login: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    password_hash: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(200), default="")  # of the office, for notices; empty: none are mailed
    active: Mapped[bool] = mapped_column(default=True)
    posts: Mapped[list[Post]] = relationship(back_populates="officer")
    substitutions: Mapped[list["Substitution"]] = relationship(
        back_populates="substitute", foreign_keys="Substitution.substitute_id", order_by="Substitution.id"
    )

    @property
    def mailbox(self) -> str:
        """Where notices are mailed, "" when none reach him there."""
        return self.email if self.active else ""

    def posts_on(self, day: date) -> list[Post]:
        return [post for post in self.posts if post.held_on(day)]

    def holds(self, unit_id: int, kind: PostKind, day: date) -> bool:
        return any(post.unit_id == unit_id and post.kind == kind for post in self.posts_on(day))

    def standing_in(self, day: date) -> list["Substitution"]:
        """Whose posts are in his hands that day, beside his own."""
        return [each for each in self.substitutions if each.stands_on(day)]

    def acting_in(self, day: date) -> list[Post]:
        """His own posts, and those in his hands, that day."""
        return [*self.posts_on(day), *(each.post for each in self.standing_in(day))]

    def kinds_between(self, since: date, until: date | None) -> set[PostKind]:
        """What he holds on any of these days, whichever unit's."""
        return {post.kind for post in self.posts if post.overlaps(since, until)}


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def password_fits(hashed: str | None, password: str) -> bool:
    """Is this the password behind the hash? None, where nobody has that name, takes as long as a wrong password."""
    try:
        _hasher.verify(hashed or _NOBODY, password)
    except VerificationError:
        return False
    return bool(hashed)


def check_password(session: Session, login: str, password: str) -> Officer | None:
    """The officer who may come in with this password, or None; an unknown name takes as long as a wrong password."""
    officer = session.scalar(select(Officer).where(Officer.login == login.strip()))
    fits = password_fits(officer.password_hash if officer else None, password)
    return officer if officer and officer.active and fits else None
