"""Units, officers, and the posts that join them. Who may sign for a unit is a question about posts."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from workflow.store import Base, RowId, public_key

_hasher = PasswordHasher()
_NOBODY = _hasher.hash("nobody has this password")  # checked for unknown names too, so that both take as long


class PostKind(StrEnum):
    CLERK = "clerk"  # 经办人: receives and writes; in the lead unit: runs the round
    LEADER = "leader"  # 主要领导: signs; in the lead unit: issues and confirms
    SEAL_KEEPER = "seal_keeper"  # 印章管理员: seals what has been signed
    ADMINISTRATOR = "administrator"  # 系统管理员: sees that the system is well, acts in no case


POSTS: Mapping[PostKind, str] = {
    PostKind.CLERK: "经办人",
    PostKind.LEADER: "主要领导",
    PostKind.SEAL_KEEPER: "印章管理员",
    PostKind.ADMINISTRATOR: "系统管理员",
}


class UnitKind(StrEnum):
    ORDINARY = "ordinary"  # 被征求意见、负责整改的单位
    OFFICE = "office"  # 安委办: the lead unit
    GOVERNMENT = "government"  # 本级人民政府: in charge of investigations
    TEAM = "team"  # 调查组: a unit for the time of one case


class Unit(Base):
    """单位, the lead unit, the government and the teams among them."""

    __tablename__ = "unit"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True, default=public_key)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    short_name: Mapped[str] = mapped_column(String(40))
    kind: Mapped[UnitKind] = mapped_column(default=UnitKind.ORDINARY)
    number_code: Mapped[str] = mapped_column(String(20), default="")  # 机关代字 of its 发文字号
    phone: Mapped[str] = mapped_column(String(40), default="")
    posts: Mapped[list["Post"]] = relationship(back_populates="unit")

    @property
    def is_lead(self) -> bool:
        return self.kind is UnitKind.OFFICE

    @property
    def is_ordinary(self) -> bool:
        return self.kind is UnitKind.ORDINARY

    def holders(self, kind: PostKind, on: date) -> list["Officer"]:
        """Who holds that post on that day, longest first."""
        posts = [p for p in self.posts if p.kind == kind and p.held_on(on)]
        return [p.officer for p in sorted(posts, key=lambda p: (p.since, p.id))]

    def has_seal_keeper(self, on: date) -> bool:
        return bool(self.holders(PostKind.SEAL_KEEPER, on))


class UnitGroup(Base):
    """收件组: a named list of units, served together."""

    __tablename__ = "unit_group"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    position: Mapped[int] = mapped_column(default=0)
    members: Mapped[list["GroupMember"]] = relationship(order_by="GroupMember.position", cascade="all, delete-orphan")

    @property
    def units(self) -> list[Unit]:
        return [member.unit for member in self.members]


class GroupMember(Base):
    __tablename__ = "unit_group_member"
    group_id: Mapped[int] = mapped_column(ForeignKey("unit_group.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    unit: Mapped[Unit] = relationship()


class Officer(Base):
    """人员."""

    __tablename__ = "officer"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    login: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    password_hash: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(200), default="")  # of the office, for notices; empty: none are mailed
    active: Mapped[bool] = mapped_column(default=True)
    posts: Mapped[list["Post"]] = relationship(back_populates="officer")

    def posts_on(self, day: date) -> list["Post"]:
        return [post for post in self.posts if post.held_on(day)]

    def holds(self, unit_id: int, kind: PostKind, day: date) -> bool:
        return any(post.unit_id == unit_id and post.kind == kind for post in self.posts_on(day))


class Post(Base):
    """岗位: an officer acts for a unit, from one day to another."""

    __tablename__ = "post"
    __table_args__ = (UniqueConstraint("officer_id", "unit_id", "kind", "since"),)
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    kind: Mapped[PostKind]
    since: Mapped[date]
    until: Mapped[date | None]
    officer: Mapped[Officer] = relationship(back_populates="posts")
    unit: Mapped[Unit] = relationship(back_populates="posts")

    def held_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


class Setting(Base):
    """A choice of this installation that people may change: name -> value."""

    __tablename__ = "setting"
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = mapped_column(String(400))
    changed_at: Mapped[datetime]


def served(groups: Iterable[UnitGroup]) -> list[Unit]:
    """The units of these groups in their order; a unit of several groups is served once."""
    return list(dict.fromkeys(unit for group in groups for unit in group.units if unit.is_ordinary))


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
