"""回复: one unit's part in a round — whether it was reached, what it is working on, and how it stands legally."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.consultation.model import stages
from workflow.consultation.model.letter import Comment, Letter
from workflow.consultation.model.stages import Stage, StandingKind
from workflow.notices import Channel
from workflow.official import official
from workflow.people import Officer, Unit
from workflow.store import Base, RowId, public_key

if TYPE_CHECKING:
    from workflow.consultation.model.round import Round


class Reply(Base):
    """One unit in one round."""

    __tablename__ = "reply"
    __table_args__ = (
        UniqueConstraint("round_id", "unit_id"),
        Index("ix_reply_board", "round_id", "group_name", "position"),  # a page of the board is a piece of it
    )
    process: ClassVar[str] = "reply"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True, default=public_key)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    position: Mapped[int]
    group_name: Mapped[str] = mapped_column(String(100), default="")  # when issued; "": chosen outside any group
    received_at: Mapped[datetime | None]  # 签收
    received_by_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    declares_no_objection: Mapped[bool] = mapped_column(default=False)  # being written; a letter freezes it
    saved_at: Mapped[datetime | None]

    round: Mapped["Round"] = relationship(back_populates="replies")
    unit: Mapped[Unit] = relationship()
    received_by: Mapped[Officer | None] = relationship(foreign_keys=[received_by_id])
    letters: Mapped[list[Letter]] = relationship(order_by=Letter.number)
    written: Mapped[list[Comment]] = relationship(
        primaryjoin="and_(Reply.id == Comment.reply_id, Comment.letter_id.is_(None))",
        order_by=Comment.position,
        viewonly=True,
    )
    standings: Mapped[list["Standing"]] = relationship(order_by="Standing.id", back_populates="reply")
    deliveries: Mapped[list["Delivery"]] = relationship(order_by="Delivery.id")
    reminders: Mapped[list["Reminder"]] = relationship(order_by="Reminder.id")

    @property
    def case(self) -> str:
        return f"round:{self.round_id}"

    @property
    def subject(self) -> str:
        return f"reply:{self.id}"

    @property
    def letter(self) -> Letter | None:
        """The latest letter that is not late, voided or not; a defective paper stands back behind any other."""
        return stages.latest(self.letters)

    @property
    def valid_letter(self) -> Letter | None:
        """The last complete reply: the one that counts."""
        return stages.valid(self.letters)

    @property
    def late_letters(self) -> list[Letter]:
        return [letter for letter in self.letters if letter.late]

    @property
    def standing(self) -> "Standing | None":
        """The legal status as it is known now."""
        return self.standings[-1] if self.standings else None

    def standing_known_at(self, moment: datetime) -> "Standing | None":
        """The legal status as it was known then."""
        known = [standing for standing in self.standings if standing.known_at <= moment]
        return known[-1] if known else None

    @property
    def is_overdue(self) -> bool:
        """The deadline has passed without a valid reply, and that is on record."""
        return self.standing is not None and self.standing.kind in (StandingKind.SILENT, StandingKind.UNDELIVERED)

    @property
    def is_settled(self) -> bool:
        """Its legal status is on record."""
        return self.standing is not None and self.standing.kind is not StandingKind.OPEN

    @property
    def has_answered(self) -> bool:
        """Submitted and standing: no reminder goes to this unit."""
        return self.valid_letter is not None

    @property
    def proofs(self) -> list["Delivery"]:
        """What shows that the unit was reached before the deadline."""
        return [d for d in self.deliveries if d.is_proof and self.round.is_in_time(d.at)]

    @property
    def needs_reconfirmation(self) -> bool:
        """Its valid letter speaks about an earlier version of the draft."""
        letter = self.valid_letter
        return letter is not None and letter.draft_id != self.round.current_draft.id

    def is_outdated(self, letter: Letter) -> bool:
        """Submitted about a version that had been corrected by then; what came before the correction stands."""
        received = letter.submitted_at
        return received is not None and letter.draft.version < self.round.draft_at(received).version

    @property
    def stage(self) -> Stage:
        kind, round_ = self.standing.kind if self.standing else None, self.round
        return stages.stage(
            kind, self.letters, self.received_at,
            is_closed=round_.closed_at is not None, is_revoked=round_.revocation is not None,
        )  # fmt: skip


@official()
class Standing(Base):
    """How a unit stands: what was true from when, and since when that is known. Lines are only added."""

    __tablename__ = "standing"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    reply_id: Mapped[int] = mapped_column(ForeignKey("reply.id"), index=True)
    kind: Mapped[StandingKind]
    true_at: Mapped[datetime]
    known_at: Mapped[datetime]
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))  # None: 系统
    why: Mapped[str] = mapped_column(String(40))  # code of the rule; words.py has its sentence
    reply: Mapped[Reply] = relationship(back_populates="standings")
    recorded_by: Mapped[Officer | None] = relationship()


@official()
class Delivery(Base):
    """One attempt to reach a unit, and what shows that it arrived."""

    __tablename__ = "delivery"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    reply_id: Mapped[int] = mapped_column(ForeignKey("reply.id"), index=True)
    channel: Mapped[Channel]
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    is_proof: Mapped[bool]
    result: Mapped[str] = mapped_column(Text)
    recorded_by: Mapped[Officer | None] = relationship()


@official()
class Reminder(Base):
    """催办: one reminder to one unit, by the system or by hand, with what came of it."""

    __tablename__ = "reminder"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    reply_id: Mapped[int] = mapped_column(ForeignKey("reply.id"), index=True)
    at: Mapped[datetime]
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))  # None: 系统
    channel: Mapped[Channel]
    result: Mapped[str] = mapped_column(Text)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("kept_file.id"))
    sent_by: Mapped[Officer | None] = relationship()
