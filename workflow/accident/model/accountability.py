"""责任追究: beside the rectification, never instead of it (问责与整改并重)."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import ForeignKey, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.people import Officer
from workflow.store import Base, RowId, public_key


class AccountabilityKind(StrEnum):
    PENALTY = "penalty"  # 行政处罚 (安全生产法第114条)
    DISCIPLINE = "discipline"  # 处分
    INTERNAL = "internal"  # 单位内部处理
    CRIME = "crime"  # 涉嫌犯罪移送: a recorded hand-over


class Accountability(Base):
    """One unit or person to be held to account. `amount`: a fine in yuan."""

    __tablename__ = "accident_accountability"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True, default=public_key)
    accident_id: Mapped[int] = mapped_column(ForeignKey("accident.id"), index=True)
    kind: Mapped[AccountabilityKind]
    whom: Mapped[str] = mapped_column(String(200))
    is_unit: Mapped[bool] = mapped_column(default=False)
    grounds: Mapped[str] = mapped_column(Text)
    amount: Mapped[Decimal | None] = mapped_column(Numeric(16, 2))
    multiplier: Mapped[int] = mapped_column(default=1)  # 2—5: 情节特别严重、影响特别恶劣
    body: Mapped[str] = mapped_column(String(100), default="")  # who carries it out, or took the file over
    due_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    carried_out_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(Text, default="")
    from_evaluation: Mapped[bool] = mapped_column(default=False)
    recorded_by: Mapped[Officer] = relationship()

    @property
    def fine(self) -> Decimal | None:
        """What is to be paid: the fine within the table, as many times as the case is grave."""
        return None if self.amount is None else self.amount * (self.multiplier or 1)
