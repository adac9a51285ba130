"""挂牌督办: suggested by the system, imposed and lifted by people (安委〔2010〕6号)."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.accident.model.accident import Accident
from workflow.accident.model.alarm import Alarm, PartOfACase
from workflow.people import Officer
from workflow.store import Base, RowId, public_key


class Supervision(PartOfACase, Base):
    """One suggestion and what became of it. `trigger` is a key of rules.triggers. `imposed` None: undecided."""

    __tablename__ = "accident_supervision"
    process: ClassVar[str] = "supervision"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True, default=public_key)
    accident_id: Mapped[int] = mapped_column(ForeignKey("accident.id"), index=True)
    trigger: Mapped[str] = mapped_column(String(40))
    suggested_at: Mapped[datetime]
    suggested_by_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))  # None: 系统
    supervisor: Mapped[str] = mapped_column(String(100), default="")  # 督办机关
    addressee: Mapped[str] = mapped_column(String(100), default="")  # 主送
    matters: Mapped[list[Any]] = mapped_column(default=list)  # 督办事项
    due_on: Mapped[date | None]  # 办理期限
    how_lifted: Mapped[str] = mapped_column(Text, default="")  # 解除方式和程序
    imposed: Mapped[bool | None]
    imposed_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    decision_reason: Mapped[str] = mapped_column(Text, default="")
    doc_number: Mapped[str] = mapped_column(String(60), default="")
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    lifted_reason: Mapped[str] = mapped_column(Text, default="")
    lift_number: Mapped[str] = mapped_column(String(60), default="")
    accident: Mapped[Accident] = relationship(back_populates="supervisions")
    decided_by: Mapped[Officer | None] = relationship(foreign_keys=[decided_by_id])
    alarms: Mapped[list[Alarm]] = relationship(order_by=Alarm.id)

    @property
    def subject(self) -> str:
        return f"supervision:{self.id}"
