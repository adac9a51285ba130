"""一轮征求意见: what is asked of whom until when, and how far the round has come."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.consultation.model.draft import Annex, Draft
from workflow.consultation.model.reply import Reply
from workflow.documents.title_marks import in_marks
from workflow.errors import Stale
from workflow.files import KeptFile
from workflow.official import official
from workflow.people import Officer, Unit
from workflow.store import Base, RowId, public_key

UNTITLED = "（尚未上传征求意见稿）"


class RoundStage(StrEnum):
    DRAFTING = "drafting"  # 拟制
    APPROVING = "approving"  # 待签发
    COLLECTING = "collecting"  # 征求中
    SUMMARISING = "summarising"  # 汇总
    CONFIRMING = "confirming"  # 待确认
    RELEASING = "releasing"  # 待反馈
    CONCLUDING = "concluding"  # 待办结
    ARCHIVING = "archiving"  # 待归档
    ARCHIVED = "archived"  # 已归档
    REVOKED = "revoked"  # 已撤销


class Outcome(StrEnum):
    FURTHER_ROUND = "further_round"  # 再次征求意见
    FOR_SUBMISSION = "for_submission"  # 形成送审稿


# what somebody is told who comes with a step of another stage
WHERE_IT_STANDS: Mapping[RoundStage, str] = {
    RoundStage.DRAFTING: "本轮征求意见还在拟制，没有发出",
    RoundStage.APPROVING: "本轮征求意见已经送审，正等待负责人签发",
    RoundStage.COLLECTING: "本轮已经发出，正在征求意见",
    RoundStage.SUMMARISING: "本轮征求意见已经截止，正在汇总处理意见",
    RoundStage.CONFIRMING: "处理意见已经送负责人，正等待确认",
    RoundStage.RELEASING: "处理意见已经确认，正等待向各单位反馈",
    RoundStage.CONCLUDING: "采纳情况已经反馈，正等待办结",
    RoundStage.ARCHIVING: "本轮已经办结，正等待归档",
    RoundStage.ARCHIVED: "本轮已经归档，只供查阅",
    RoundStage.REVOKED: "本轮征求意见已经撤销，不再办理",
}


class Round(Base):
    """One round. A second round is a new one with `previous`."""

    __tablename__ = "round"
    process: ClassVar[str] = "round"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True, default=public_key)
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"))
    lead_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    started_at: Mapped[datetime]
    started_by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    is_demo: Mapped[bool] = mapped_column(default=False)

    basis: Mapped[str] = mapped_column(Text, default="")  # 批示或交办依据
    contact_name: Mapped[str] = mapped_column(String(60), default="")
    contact_phone: Mapped[str] = mapped_column(String(60), default="")
    deadline: Mapped[datetime | None]
    deadline_inclusive: Mapped[bool] = mapped_column(default=False)  # is a reply at the very second still in time?
    remind_days: Mapped[list[Any]] = mapped_column(default=list)  # working days before the deadline
    group_names: Mapped[list[Any]] = mapped_column(default=list)  # 主送: the groups, as the notice names them
    unit_ids: Mapped[list[Any]] = mapped_column(default=list, deferred=True)  # the units to be served, each once

    sent_to_head_at: Mapped[datetime | None]
    sent_back_reason: Mapped[str] = mapped_column(Text, default="")
    issued_at: Mapped[datetime | None]
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    issue_opinion: Mapped[str] = mapped_column(Text, default="")
    doc_number: Mapped[str] = mapped_column(String(60), default="")
    closed_at: Mapped[datetime | None]
    proposed_at: Mapped[datetime | None]  # decisions sent to the head
    decisions_back_reason: Mapped[str] = mapped_column(Text, default="")
    confirmed_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None]
    concluded_at: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]

    previous: Mapped["Round | None"] = relationship(remote_side=[id])
    lead_unit: Mapped[Unit] = relationship()
    started_by: Mapped[Officer] = relationship(foreign_keys=[started_by_id])
    issued_by: Mapped[Officer | None] = relationship(foreign_keys=[issued_by_id])
    drafts: Mapped[list[Draft]] = relationship(order_by=Draft.version)
    annexes: Mapped[list[Annex]] = relationship(order_by=Annex.position, cascade="all, delete-orphan")
    replies: Mapped[list[Reply]] = relationship(order_by=Reply.position, back_populates="round")
    extensions: Mapped[list["Extension"]] = relationship(order_by="Extension.id")
    revocation: Mapped["RoundRevocation | None"] = relationship()
    plan: Mapped[list["PlannedEvent"]] = relationship(order_by="PlannedEvent.id")
    reminders_planned: Mapped[list["PlannedEvent"]] = relationship(  # without the deliveries, of which there are many
        primaryjoin="and_(Round.id == PlannedEvent.round_id, PlannedEvent.kind == 'REMIND')",
        order_by="PlannedEvent.id",
        viewonly=True,
    )
    papers: Mapped[list["Paper"]] = relationship(order_by="Paper.id")

    @property
    def case(self) -> str:
        return f"round:{self.id}"

    @property
    def subject(self) -> str:
        return self.case

    @property
    def current_draft(self) -> Draft:
        return self.drafts[-1]

    def draft_at(self, moment: datetime) -> Draft:
        """The version in force at that moment; one corrected in the same instant still counts."""
        return [draft for draft in self.drafts if draft.version == 1 or draft.made_at < moment][-1]

    @property
    def title(self) -> str:
        """The draft's title, or what to call a round that has none yet."""
        return self.drafts[-1].title if self.drafts else UNTITLED

    @property
    def title_in_marks(self) -> str:
        """《…》, for a sentence; a round without a draft has nothing to put between the marks."""
        return in_marks(self.title) if self.drafts else UNTITLED

    @property
    def ordinal(self) -> int:
        """1 for a first round, 2 for 第二次征求意见."""
        return self.previous.ordinal + 1 if self.previous else 1

    @property
    def stage(self) -> RoundStage:
        if self.revocation is not None:
            return RoundStage.REVOKED
        reached = (
            (self.archived_at, RoundStage.ARCHIVED),
            (self.concluded_at, RoundStage.ARCHIVING),
            (self.released_at, RoundStage.CONCLUDING),
            (self.confirmed_at, RoundStage.RELEASING),
            (self.proposed_at, RoundStage.CONFIRMING),
            (self.closed_at, RoundStage.SUMMARISING),
            (self.issued_at, RoundStage.COLLECTING),
            (self.sent_to_head_at, RoundStage.APPROVING),
        )
        return next((stage for at, stage in reached if at is not None), RoundStage.DRAFTING)

    @property
    def next_reminder(self) -> datetime | None:
        pending = [event.due for event in self.reminders_planned if event.is_pending]
        return min(pending, default=None)

    @property
    def last_moment(self) -> datetime:
        """The deadline of a round that has been given one, as every issued round has."""
        assert self.deadline is not None
        return self.deadline

    @property
    def closes_at(self) -> datetime:
        """When the round closes by itself: at the deadline (16:00前), or with its last second, if that counts."""
        return self.last_moment + timedelta(seconds=self.deadline_inclusive)

    def is_in_time(self, received: datetime) -> bool:
        """Received before the round closes, strictly."""
        return received < self.closes_at

    def must_be(self, *stages: RoundStage) -> None:
        if self.stage not in stages:
            raise Stale(f"{WHERE_IT_STANDS[self.stage]}，这一步现在不能办理。请从“征求意见”进入，查看现在的环节。")


@official()
class Extension(Base):
    """延期: issued before the old deadline, reaching all."""

    __tablename__ = "extension"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    old_deadline: Mapped[datetime]
    new_deadline: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)
    doc_number: Mapped[str] = mapped_column(String(60))
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    issued_by: Mapped[Officer] = relationship()


@official()
class RoundRevocation(Base):
    """撤销: the whole round is taken back, with notice to all; nothing counts that was said in it."""

    __tablename__ = "round_revocation"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), unique=True)
    reason: Mapped[str] = mapped_column(Text)
    doc_number: Mapped[str] = mapped_column(String(60))
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    issued_by: Mapped[Officer] = relationship()


class PlannedKind(StrEnum):
    DELIVER = "deliver"
    REMIND = "remind"
    CLOSE = "close"


class PlannedEvent(Base):
    """The rehearsal, kept: what the system said it would do and when. What happened must equal it."""

    __tablename__ = "planned_event"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    kind: Mapped[PlannedKind]
    due: Mapped[datetime]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    planned_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]  # an extension re-planned it, or its time was slept through

    @property
    def is_pending(self) -> bool:
        return self.done_at is None and self.dropped_at is None


@official()
class Paper(Base):
    """A document that the system made for a round: kept, never made anew."""

    __tablename__ = "paper"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    reply_id: Mapped[int | None] = mapped_column(ForeignKey("reply.id"))
    kind: Mapped[str] = mapped_column(String(40))
    file_id: Mapped[int] = mapped_column(ForeignKey("kept_file.id"))
    made_at: Mapped[datetime]
    file: Mapped[KeptFile] = relationship()
