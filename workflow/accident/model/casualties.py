"""伤亡和损失 as they were reported, one line a report: what was true when, and since when it is known."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.official import official
from workflow.people import Officer
from workflow.store import Base, RowId


@official(once=("grade",))
class CasualtyReport(Base):
    """快报 or 补报; lines are only added, the last one counts. `loss`: direct economic loss in yuan."""

    __tablename__ = "accident_casualties"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    accident_id: Mapped[int] = mapped_column(ForeignKey("accident.id"), index=True)
    true_at: Mapped[datetime]
    known_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    deaths: Mapped[int] = mapped_column(default=0)
    injuries: Mapped[int] = mapped_column(default=0)  # 重伤, acute poisoning included
    slightly_injured: Mapped[int] = mapped_column(default=0)  # 轻伤: not of the table, but nobody hurt is nobody hurt
    missing: Mapped[int] = mapped_column(default=0)  # 下落不明
    loss: Mapped[Decimal] = mapped_column(Numeric(16, 2), default=Decimal(0))
    source: Mapped[str] = mapped_column(Text, default="")
    grade: Mapped[str | None] = mapped_column(String(20))  # what the table said of these figures
    recorded_by: Mapped[Officer] = relationship()
