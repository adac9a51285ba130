"""The outbox: what the system tells units, and single persons about their accounts, and what became of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.people import Officer, PostKind, Unit
from workflow.store import Base, RowId


class Channel(StrEnum):
    SYSTEM = "system"  # 系统内: shown to the unit's officers at once
    PHONE = "phone"
    FAX = "fax"
    PAPER = "paper"  # 纸质送达
    IN_PERSON = "in_person"


class Notice(Base):
    """One message to one unit.

    `post`: it only carries a task out of the house to whoever's duty it is, and stands on no desk, for the task does;
    None: it is the unit's. `caused_by_id`: whose act it tells of; he need not hear of it.
    """

    __tablename__ = "notice"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    case: Mapped[str] = mapped_column(String(40), index=True)
    subject: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(300))  # what it is, and the name of its case of up to 200
    body: Mapped[str] = mapped_column(Text)
    channel: Mapped[Channel]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("kept_file.id"))
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    post: Mapped[PostKind | None]
    caused_by_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    unit: Mapped[Unit] = relationship()


class PersonalNotice(Base):
    """One message to one person about his own account; a unit's colleagues never see it.

    `address`: where it is mailed, as it was then: a former address must hear of its own end. "": nowhere.
    `inside`: whether his desk shows it; what proves that a mailbox is his does not stand there.
    """

    __tablename__ = "personal_notice"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(String(200), default="")
    inside: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    officer: Mapped[Officer] = relationship()
