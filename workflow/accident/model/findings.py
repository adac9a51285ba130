"""证据和原因: what was found, in whose hands it was, and what it shows."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.accident.model.accident import Accident
from workflow.files import KeptFile
from workflow.official import official
from workflow.people import Officer
from workflow.store import Base, RowId, public_key


class EvidenceKind(StrEnum):
    OBJECT = "object"  # 物证
    DOCUMENT = "document"  # 书证
    PICTURE = "picture"  # 照片、视听资料
    INTERVIEW = "interview"  # 询问笔录
    SCENE = "scene"  # 现场勘查笔录
    APPRAISAL = "appraisal"  # 鉴定结论


@official(once=("withdrawn_at", "withdrawn_reason"))
class Evidence(Base):
    """One piece of evidence, numbered within the case; withdrawn by a reason, never deleted."""

    __tablename__ = "accident_evidence"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True, default=public_key)
    accident_id: Mapped[int] = mapped_column(ForeignKey("accident.id"), index=True)
    number: Mapped[int]
    kind: Mapped[EvidenceKind]
    title: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(Text, default="")  # 来源: where, from whom
    content: Mapped[str] = mapped_column(Text, default="")  # 内容摘要, or the record of an interview
    interviewee: Mapped[str] = mapped_column(String(100), default="")
    collected_at: Mapped[datetime]
    collected_by: Mapped[str] = mapped_column(String(200))  # at least two for an interview
    file_id: Mapped[int | None] = mapped_column(ForeignKey("kept_file.id"))
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")
    accident: Mapped[Accident] = relationship(back_populates="evidence")
    file: Mapped[KeptFile | None] = relationship()
    recorded_by: Mapped[Officer] = relationship()
    custody: Mapped[list["Custody"]] = relationship(order_by="Custody.id")


@official()
class Custody(Base):
    """保管链: one hand-over of a piece of evidence."""

    __tablename__ = "accident_custody"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("accident_evidence.id"), index=True)
    at: Mapped[datetime]
    given_by: Mapped[str] = mapped_column(String(100))
    taken_by: Mapped[str] = mapped_column(String(100))
    why: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    recorded_by: Mapped[Officer] = relationship()


class CauseKind(StrEnum):
    DIRECT = "direct"  # 直接原因
    INDIRECT = "indirect"  # 间接原因
    EXCLUDED = "excluded"  # 已排除的可能因素


class Cause(Base):
    """One node of the cause tree: why did its parent happen (5-why); tied to the evidence that shows it."""

    __tablename__ = "accident_cause"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True, default=public_key)
    accident_id: Mapped[int] = mapped_column(ForeignKey("accident.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("accident_cause.id"))
    position: Mapped[int]
    kind: Mapped[CauseKind]
    text: Mapped[str] = mapped_column(Text)
    evidence_ids: Mapped[list[Any]] = mapped_column(default=list)
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    dropped_at: Mapped[datetime | None]

    @property
    def needs_measure(self) -> bool:
        return self.dropped_at is None and self.kind is not CauseKind.EXCLUDED
