"""One message to one address: what became of it is the evidence that it was sent."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.notices import Notice, PersonalNotice
from workflow.people import Officer
from workflow.store import Base, RowId


class Way(StrEnum):
    MAIL = "mail"
    GATEWAY = "gateway"  # a signed webhook, for a WeCom or DingTalk gateway


class State(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"  # handed to the carrier; stays so when the process dies before the answer is written
    SENT = "sent"
    FAILED = "failed"  # given up after the last attempt
    UNKNOWN = "unknown"  # handed over, answer lost: not sent again, for nothing goes out twice
    DROPPED = "dropped"  # while it waited it became no news, or no news for this officer


class Parcel(Base):
    """What one officer gets by one way: one notice, or the reminders of one day together."""

    __tablename__ = "parcel"
    __table_args__ = (Index("ix_parcel_due", "state", "not_before"),)
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    message_id: Mapped[str] = mapped_column(String(120), unique=True)  # of the mail; the gateway's idempotency key
    way: Mapped[Way]
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    address: Mapped[str] = mapped_column(String(200))
    is_digest: Mapped[bool] = mapped_column(default=False)
    state: Mapped[State] = mapped_column(default=State.WAITING)
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    handed_over_at: Mapped[datetime | None]
    result: Mapped[str] = mapped_column(Text, default="")  # what the carrier answered, in words
    officer: Mapped[Officer] = relationship()
    contents: Mapped[list["Content"]] = relationship(order_by="Content.id", back_populates="parcel")
    personal: Mapped["PersonalContent | None"] = relationship(back_populates="parcel")

    @property
    def told(self) -> list[tuple[str, str]]:
        """What it says: title and body of each notice in it."""
        if self.personal is not None:
            return [(self.personal.notice.title, self.personal.notice.body)]
        return [(content.notice.title, content.notice.body) for content in self.contents]


class Content(Base):
    """A notice in a parcel. The pair is unique: no notice reaches the same officer twice by one way."""

    __tablename__ = "parcel_content"
    __table_args__ = (UniqueConstraint("notice_id", "officer_id", "way"),)
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcel.id"), index=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"))
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    way: Mapped[Way]
    parcel: Mapped[Parcel] = relationship(back_populates="contents")
    notice: Mapped[Notice] = relationship()


class PersonalContent(Base):
    """A personal notice in a parcel of its own; the pair is unique for the same reason."""

    __tablename__ = "parcel_personal"
    __table_args__ = (UniqueConstraint("notice_id", "way"),)
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcel.id"), unique=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("personal_notice.id"))
    way: Mapped[Way]
    parcel: Mapped[Parcel] = relationship(back_populates="personal")
    notice: Mapped[PersonalNotice] = relationship()
