"""单位 and 收件组: who is asked and who answers, the lead unit, the government and the teams among them."""

from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.people.officers import Officer
from workflow.people.posts import POSTS, Post, PostKind
from workflow.store import Base, RowId, public_key


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
    posts: Mapped[list[Post]] = relationship(back_populates="unit")

    @property
    def is_lead(self) -> bool:
        return self.kind is UnitKind.OFFICE

    @property
    def is_ordinary(self) -> bool:
        return self.kind is UnitKind.ORDINARY

    def holders(self, kind: PostKind, on: date) -> list[Officer]:
        """Who holds that post on that day, longest first."""
        posts = [p for p in self.posts if p.kind == kind and p.held_on(on)]
        return [p.officer for p in sorted(posts, key=lambda p: (p.since, p.id))]

    def in_charge(self, kind: PostKind, on: date, hears: Callable[[Officer], bool]) -> list[Officer]:
        """Who is to hear of that post's duty on that day: whoever stands in for its holder, else, and when none of
        those can be reached, the holder."""
        posts = sorted((p for p in self.posts if p.kind == kind and p.held_on(on)), key=lambda p: (p.since, p.id))
        return [one for post in posts for one in [*filter(hears, post.substitutes(on))] or [post.officer]]

    def without(self, kind: PostKind) -> str:
        """区教育局没有在任的经办人: in words, where nobody holds the post."""
        return f"{self.short_name}没有在任的{POSTS[kind]}"

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


def served(groups: Iterable[UnitGroup]) -> list[Unit]:
    """The units of these groups in their order; a unit of several groups is served once."""
    return list(dict.fromkeys(unit for group in groups for unit in group.units if unit.is_ordinary))
