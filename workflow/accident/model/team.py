"""调查组: who investigates, from which body, and whether anybody has an interest in the outcome (条例第22—24条)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.accident.model.accident import Accident
from workflow.people import Officer
from workflow.store import Base, RowId, public_key


class Role(StrEnum):
    LEADER = "leader"  # 组长: named by the government in charge (条例第24条)
    MEMBER = "member"  # 成员
    EXPERT = "expert"  # 专家: advises, does not sign
    INVITED = "invited"  # 检察院等受邀人员: invited, does not sign


SIGNING = (Role.LEADER, Role.MEMBER)


class Member(Base):
    """One person of the team. Changes add a line; who left keeps his line with the reason."""

    __tablename__ = "accident_member"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True, default=public_key)
    accident_id: Mapped[int] = mapped_column(ForeignKey("accident.id"), index=True)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))  # None: has no account (expert, invited)
    name: Mapped[str] = mapped_column(String(60))
    body: Mapped[str] = mapped_column(String(100))  # 派出机关: 区应急局, 公安分局 …
    duty: Mapped[str] = mapped_column(String(100), default="")  # 分工, 专长
    role: Mapped[Role]
    since: Mapped[datetime]
    declared_at: Mapped[datetime | None]
    has_interest: Mapped[bool | None]  # None: has not declared
    interest: Mapped[str] = mapped_column(Text, default="")
    left_at: Mapped[datetime | None]
    left_reason: Mapped[str] = mapped_column(Text, default="")  # 回避, 调整
    accident: Mapped[Accident] = relationship(back_populates="members")
    officer: Mapped[Officer | None] = relationship()

    @property
    def is_active(self) -> bool:
        return self.left_at is None

    @property
    def signs(self) -> bool:
        return self.is_active and self.role in SIGNING
