"""调查报告: its chapters as they are written, who signed which version, who dissents, and the leader's conclusion."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.accident.model.team import Member
from workflow.official import official
from workflow.people import Officer
from workflow.store import Base, RowId, public_key


class ChapterKind(StrEnum):
    """条例第30条's six items, 安全生产法第86条's emergency response, and the two chapters of the reform opinion."""

    UNIT = "unit"  # 事故发生单位概况
    COURSE = "course"  # 事故发生经过和事故救援情况
    LOSSES = "losses"  # 人员伤亡和直接经济损失
    CAUSES = "causes"  # 事故发生的原因和事故性质
    RESPONSIBILITY = "responsibility"  # 责任认定以及对责任者的处理建议
    PREVENTION = "prevention"  # 防范和整改措施
    RESPONSE = "response"  # 应急处置评估
    TECHNICAL = "technical"  # 技术问题专篇
    MANAGEMENT = "management"  # 管理问题专篇


class Chapter(Base):
    """The text being written; `revision` guards against two authors overwriting each other."""

    __tablename__ = "accident_chapter"
    __table_args__ = (UniqueConstraint("accident_id", "kind"),)
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    accident_id: Mapped[int] = mapped_column(ForeignKey("accident.id"), index=True)
    kind: Mapped[ChapterKind]
    position: Mapped[int]
    body: Mapped[str] = mapped_column(Text, default="")
    public_body: Mapped[str | None] = mapped_column(Text)  # for the public, where names had to go; None: as it is
    public_revision: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(default=0)
    saved_at: Mapped[datetime | None]
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    saved_by: Mapped[Officer | None] = relationship()
    history: Mapped[list["ChapterText"]] = relationship(order_by="ChapterText.id")

    @property
    def for_the_public(self) -> str:
        return self.body if self.public_body is None else self.public_body

    def show_the_public(self, text: str | None) -> None:
        """From here on that text; None: the chapter as it is."""
        if text != self.public_body:
            self.public_body, self.public_revision = text, self.public_revision + 1


@official()
class ChapterText(Base):
    """What a chapter said when somebody else took over or the report was laid before the team."""

    __tablename__ = "accident_chapter_text"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    chapter_id: Mapped[int] = mapped_column(ForeignKey("accident_chapter.id"), index=True)
    revision: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    saved_by: Mapped[Officer] = relationship()


@official()
class Signature(Base):
    """A member under one version of the report: signed, or refused with a reason; a dissent may stand beside either."""

    __tablename__ = "accident_signature"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    accident_id: Mapped[int] = mapped_column(ForeignKey("accident.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("accident_member.id"))
    version: Mapped[int]
    at: Mapped[datetime]
    refused: Mapped[bool] = mapped_column(default=False)
    refusal_reason: Mapped[str] = mapped_column(Text, default="")
    dissent_matter: Mapped[str] = mapped_column(Text, default="")  # 不同意见 on what
    dissent: Mapped[str] = mapped_column(Text, default="")  # in the member's own words
    dissent_reason: Mapped[str] = mapped_column(Text, default="")
    member: Mapped[Member] = relationship()


@official()
class Conclusion(Base):
    """组长结论性意见, or the government's decision, on the dissents of one version."""

    __tablename__ = "accident_conclusion"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True, default=public_key)
    accident_id: Mapped[int] = mapped_column(ForeignKey("accident.id"), index=True)
    version: Mapped[int]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    by_government: Mapped[bool] = mapped_column(default=False)
    opinion: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[Officer] = relationship()


@official()
class PublishedCorrection(Base):
    """公布后更正: appended below the published report, whose text stays as it was."""

    __tablename__ = "accident_published_correction"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    accident_id: Mapped[int] = mapped_column(ForeignKey("accident.id"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    place: Mapped[str] = mapped_column(String(200))
    old: Mapped[str] = mapped_column(Text)
    new: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[Officer] = relationship()
