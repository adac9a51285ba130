"""整改措施: one measure of one unit, from the order to 销号, and again if the evaluation says so."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.accident.model.accident import Accident
from workflow.accident.model.alarm import Alarm, PartOfACase
from workflow.files import KeptFile
from workflow.official import official
from workflow.people import Officer, Unit
from workflow.store import Base, RowId, public_key


class MeasureStage(StrEnum):
    PROPOSED = "proposed"  # 报告拟提
    ANSWERING = "answering"  # 待答复
    CARRYING_OUT = "carrying_out"  # 整改中
    INSPECTING = "inspecting"  # 待验收
    CLOSED = "closed"  # 已销号


class Escalation(StrEnum):
    """What follows when a measure is late, one after another (催办 → 督办 → 约谈 → 通报)."""

    REMINDED = "reminded"  # 催办
    SUPERVISED = "supervised"  # 督办
    SUMMONED = "summoned"  # 约谈
    REPRIMANDED = "reprimanded"  # 通报


class Answer(StrEnum):
    ACCEPTED = "accepted"  # 全部接受
    PARTLY = "partly"  # 部分接受
    REFUSED = "refused"  # 不接受


class Measure(PartOfACase, Base):
    """Text, unit, date and test of success are fixed when it is ordered. `pass_`: 1, then 2 after a failed evaluation."""

    __tablename__ = "accident_measure"
    process: ClassVar[str] = "rectification"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True, default=public_key)
    accident_id: Mapped[int] = mapped_column(ForeignKey("accident.id"), index=True)
    number: Mapped[int]
    cause_ids: Mapped[list[Any]] = mapped_column(default=list)
    text: Mapped[str] = mapped_column(Text)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    due_on: Mapped[date | None]
    test: Mapped[str] = mapped_column(Text, default="")  # 验收标准: how success will be seen
    dropped_at: Mapped[datetime | None]  # taken out of the draft before the report was submitted
    ordered_at: Mapped[datetime | None]
    order_number: Mapped[str] = mapped_column(String(60), default="")
    pass_number: Mapped[int] = mapped_column(default=1)
    first_due_on: Mapped[date | None]  # as ordered; extensions move due_on
    accepted_at: Mapped[datetime | None]  # the unit accepted the order in full
    signed_off_at: Mapped[datetime | None]
    passed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    back_reason: Mapped[str] = mapped_column(Text, default="")
    escalation: Mapped[Escalation | None]
    accident: Mapped[Accident] = relationship(back_populates="measures")
    unit: Mapped[Unit | None] = relationship()
    answers: Mapped[list["MeasureAnswer"]] = relationship(order_by="MeasureAnswer.id")
    proofs: Mapped[list["Proof"]] = relationship(order_by="Proof.id")
    extensions: Mapped[list["MeasureExtension"]] = relationship(order_by="MeasureExtension.id")
    inspections: Mapped[list["Inspection"]] = relationship(order_by="Inspection.id")
    alarms: Mapped[list[Alarm]] = relationship(order_by=Alarm.id)

    @property
    def subject(self) -> str:
        return f"measure:{self.id}"

    @property
    def stage(self) -> MeasureStage:
        reached = (
            (self.closed_at, MeasureStage.CLOSED),
            (self.signed_off_at, MeasureStage.INSPECTING),
            (self.accepted_at, MeasureStage.CARRYING_OUT),
            (self.ordered_at, MeasureStage.ANSWERING),
        )
        return next((stage for at, stage in reached if at is not None), MeasureStage.PROPOSED)


@official(once=("replied_at", "reply"))
class MeasureAnswer(Base):
    """A unit's answer to the order: accepted, or partly or not, with reasons and its own timetable; and our reply."""

    __tablename__ = "accident_measure_answer"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("accident_measure.id"), index=True)
    pass_number: Mapped[int]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    answer: Mapped[Answer]
    plan: Mapped[str] = mapped_column(Text, default="")  # 整改方案
    timetable: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    replied_at: Mapped[datetime | None]
    reply: Mapped[str] = mapped_column(Text, default="")  # what the office decided on an objection
    by: Mapped[Officer] = relationship()


@official(once=("withdrawn_at", "withdrawn_reason"))
class Proof(Base):
    """佐证材料. A mistaken one is withdrawn with a reason; it stays kept and no longer counts."""

    __tablename__ = "accident_proof"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True, default=public_key)
    measure_id: Mapped[int] = mapped_column(ForeignKey("accident_measure.id"), index=True)
    pass_number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(Text, default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("kept_file.id"))
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")
    file: Mapped[KeptFile | None] = relationship()
    by: Mapped[Officer] = relationship()


@official(once=("granted", "decided_at", "decision_reason"))
class MeasureExtension(Base):
    """整改延期: asked with a reason before the date, granted or refused by the head. `granted` None: undecided."""

    __tablename__ = "accident_measure_extension"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("accident_measure.id"), index=True)
    old_due_on: Mapped[date]
    new_due_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    granted: Mapped[bool | None]
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str] = mapped_column(Text, default="")
    asked_by: Mapped[Officer] = relationship()


@official()
class Inspection(Base):
    """验收: what was seen on the spot, against the test fixed at the start."""

    __tablename__ = "accident_inspection"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("accident_measure.id"), index=True)
    pass_number: Mapped[int]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    passed: Mapped[bool]
    finding: Mapped[str] = mapped_column(Text)
    inspectors: Mapped[list[Any]] = mapped_column(default=list)  # names of those who were there
    by: Mapped[Officer] = relationship()
