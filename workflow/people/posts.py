"""岗位: an officer acts for a unit, from one day to another. Who may sign for a unit is a question about posts."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, ForeignKey, Select, String, UniqueConstraint, and_, bindparam, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from workflow.store import Base, RowId, public_key

if TYPE_CHECKING:
    from workflow.people.officers import Officer
    from workflow.people.substitutes import Substitution
    from workflow.people.units import Unit


class PostKind(StrEnum):
    CLERK = "clerk"  # 经办人: receives and writes; in the lead unit: runs the round
    LEADER = "leader"  # 主要领导: signs; in the lead unit: issues and confirms
    SEAL_KEEPER = "seal_keeper"  # 印章管理员: seals what has been signed
    ADMINISTRATOR = "administrator"  # 系统管理员: units and accounts; sees that the system is well
    SECURITY = "security"  # 安全管理员: posts and settings
    AUDITOR = "auditor"  # 审计管理员: reads the journal


POSTS: Mapping[PostKind, str] = {
    PostKind.CLERK: "经办人",
    PostKind.LEADER: "主要领导",
    PostKind.SEAL_KEEPER: "印章管理员",
    PostKind.ADMINISTRATOR: "系统管理员",
    PostKind.SECURITY: "安全管理员",
    PostKind.AUDITOR: "审计管理员",
}
FALLS_TO: Mapping[PostKind, PostKind] = {  # whose work it is as long as nobody holds the post
    PostKind.SEAL_KEEPER: PostKind.LEADER,
}
ADMINISTRATORS = frozenset({PostKind.ADMINISTRATOR, PostKind.SECURITY, PostKind.AUDITOR})  # three persons, in no case


class Post(Base):
    """岗位: an officer acts for a unit, from one day to another."""

    __tablename__ = "post"
    __table_args__ = (UniqueConstraint("officer_id", "unit_id", "kind", "since"),)
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True, default=public_key)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    kind: Mapped[PostKind]
    since: Mapped[date]
    until: Mapped[date | None]
    officer: Mapped["Officer"] = relationship(back_populates="posts")
    unit: Mapped["Unit"] = relationship(back_populates="posts")

    substitutions: Mapped[list["Substitution"]] = relationship(back_populates="post", order_by="Substitution.id")

    def held_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)

    def substitutes(self, day: date) -> list["Officer"]:
        """In whose hands it is that day, beside its holder's."""
        return [each.substitute for each in self.substitutions if each.stands_on(day)]

    def overlaps(self, since: date, until: date | None) -> bool:
        return (until is None or self.since <= until) and (self.until is None or since <= self.until)

    def covers(self, since: date, until: date | None) -> bool:
        return self.since <= since and (self.until is None or (until is not None and until <= self.until))


def is_held(session: Session, unit_id: int, kind: PostKind, on: date) -> bool:
    """Does anybody hold that post of the unit on that day? For who needs no names."""
    return session.scalar(_held(), {"unit": unit_id, "kind": kind, "day": on}) is not None


@lru_cache
def _held() -> Select[int]:
    """Built once: it is asked at every signature."""
    day = bindparam("day", type_=Post.since.type)
    of = (Post.unit_id == bindparam("unit"), Post.kind == bindparam("kind"))
    return select(Post.id).where(*of, stands_on(day)).limit(1)


def stands_on(day: Any) -> ColumnElement[bool]:
    """`held_on` for the database."""
    return and_(Post.since <= day, or_(Post.until.is_(None), Post.until >= day))
