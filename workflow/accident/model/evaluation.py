"""整改评估: item by item against the tests fixed at the start; what failed is done and evaluated again."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.accident.model.accident import Accident
from workflow.accident.model.alarm import Alarm, PartOfACase
from workflow.accident.model.measure import Measure
from workflow.official import official
from workflow.people import Officer
from workflow.store import Base, RowId, public_key


class FindingKind(StrEnum):
    DONE = "done"  # 已落实
    PARTLY = "partly"  # 部分落实
    NOT_DONE = "not_done"  # 未落实


class Evaluation(PartOfACase, Base):
    """One per accident; `pass_number` 2 is the 复评."""

    __tablename__ = "accident_evaluation"
    process: ClassVar[str] = "evaluation"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True, default=public_key)
    accident_id: Mapped[int] = mapped_column(ForeignKey("accident.id"), unique=True)
    opened_at: Mapped[datetime]
    due_on: Mapped[date]  # 批复后一年 (安全生产法第86条)
    pass_number: Mapped[int] = mapped_column(default=1)
    team: Mapped[list[Any]] = mapped_column(default=list)  # [{"name", "body", "role"}]
    method: Mapped[str] = mapped_column(Text, default="")  # 资料审查、座谈问询、走访核查
    team_formed_at: Mapped[datetime | None]
    overall: Mapped[str] = mapped_column(Text, default="")  # 总体意见
    problems: Mapped[str] = mapped_column(Text, default="")
    proposals: Mapped[str] = mapped_column(Text, default="")
    assessed_at: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    back_reason: Mapped[str] = mapped_column(Text, default="")
    published_at: Mapped[datetime | None]
    first_published_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    accident: Mapped[Accident] = relationship(back_populates="evaluation")
    findings: Mapped[list["Finding"]] = relationship(order_by="Finding.id")
    alarms: Mapped[list[Alarm]] = relationship(order_by=Alarm.id)

    @property
    def subject(self) -> str:
        return f"evaluation:{self.id}"


@official()
class Finding(Base):
    """评估结论 on one measure in one pass; a new finding is a new line, the last of its pass counts."""

    __tablename__ = "accident_finding"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    evaluation_id: Mapped[int] = mapped_column(ForeignKey("accident_evaluation.id"), index=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("accident_measure.id"))
    pass_number: Mapped[int]
    kind: Mapped[FindingKind]
    seen: Mapped[str] = mapped_column(Text)  # 核查情况, against the test
    redo_by: Mapped[date | None]  # until when what was not carried out is to be done again
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    measure: Mapped[Measure] = relationship()
    by: Mapped[Officer] = relationship()
