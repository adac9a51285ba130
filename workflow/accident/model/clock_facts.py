"""What makes a statutory clock stand still or run longer: appraisals and approved extensions."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.files import KeptFile
from workflow.official import official
from workflow.people import Officer
from workflow.store import Base, RowId, public_key


class Appraisal(Base):
    """技术鉴定: the days from commission to finding do not count (条例第27条)."""

    __tablename__ = "accident_appraisal"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True, default=public_key)
    accident_id: Mapped[int] = mapped_column(ForeignKey("accident.id"), index=True)
    institution: Mapped[str] = mapped_column(String(200))
    qualification: Mapped[str] = mapped_column(String(200), default="")  # 资质
    matter: Mapped[str] = mapped_column(Text)  # 鉴定事项
    commissioned_on: Mapped[date]
    concluded_on: Mapped[date | None]
    finding: Mapped[str] = mapped_column(Text, default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("kept_file.id"))
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    file: Mapped[KeptFile | None] = relationship()
    recorded_by: Mapped[Officer] = relationship()


class ExtensionKind(StrEnum):
    REPORT = "report"  # 提交调查报告的期限 (条例第29条)
    APPROVAL = "approval"  # 批复的期限, 特别重大事故 only (条例第32条)


@official(once=("granted", "decided_at", "decided_by_id", "decision_reason", "doc_number"))
class ClockExtension(Base):
    """延期: asked for with a reason, granted or refused by the government in charge. `granted` None: undecided."""

    __tablename__ = "accident_extension"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True, default=public_key)
    accident_id: Mapped[int] = mapped_column(ForeignKey("accident.id"), index=True)
    kind: Mapped[ExtensionKind]
    days: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    granted: Mapped[bool | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    decision_reason: Mapped[str] = mapped_column(Text, default="")
    doc_number: Mapped[str] = mapped_column(String(60), default="")
    asked_by: Mapped[Officer] = relationship(foreign_keys=[asked_by_id])
    decided_by: Mapped[Officer | None] = relationship(foreign_keys=[decided_by_id])
