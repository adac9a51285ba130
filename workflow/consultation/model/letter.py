"""回函: what a unit says, once its clerk has sent it for signature. Its words never change afterwards.

A letter that is returned, withdrawn or replaced is voided by another fact and stays; the next one gets a new number.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.consultation.model import stages
from workflow.consultation.model.decision import Decision
from workflow.consultation.model.draft import Clause, Draft
from workflow.consultation.model.stages import VoidKind
from workflow.errors import AlreadyDone, Stale
from workflow.files import KeptFile
from workflow.official import official
from workflow.people import Officer
from workflow.store import Base, RowId


class LetterChannel(StrEnum):
    ONLINE = "online"  # 系统报送
    PAPER = "paper"  # 现场或邮寄的纸质件
    FAX = "fax"  # 传真


@official(
    once=(
        "signed_at",
        "signed_by_id",
        "signer_name",
        "opinion",
        "sealed_at",
        "sealed_by_id",
        "submitted_at",
        "accepted_at",
        "accepted_by_id",
        "file_id",
        "void",
        "void_at",
        "void_by_id",
        "void_reason",
    ),
    free=("late", "late_used", "late_reason"),
)
class Letter(Base):
    """One reply as it was sent for signature. Signed, sealed, submitted and accepted are four facts with four times."""

    __tablename__ = "letter"
    __table_args__ = (UniqueConstraint("reply_id", "number"),)
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    reply_id: Mapped[int] = mapped_column(ForeignKey("reply.id"), index=True)
    number: Mapped[int]
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"))
    no_objection: Mapped[bool]
    channel: Mapped[LetterChannel]
    late: Mapped[bool] = mapped_column(default=False)  # 逾期来文

    written_at: Mapped[datetime]
    written_by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    signed_at: Mapped[datetime | None]
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    signer_name: Mapped[str] = mapped_column(String(60), default="")
    opinion: Mapped[str] = mapped_column(Text, default="")
    sealed_at: Mapped[datetime | None]
    sealed_by_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    submitted_at: Mapped[datetime | None]  # the server took it in; on paper: the office received it
    accepted_at: Mapped[datetime | None]
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))

    paper_date: Mapped[date | None]  # 落款日期 of a paper or fax
    registered_at: Mapped[datetime | None]  # when the office wrote it down: the second time axis
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("kept_file.id"))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("kept_file.id"))

    void: Mapped[VoidKind | None]
    void_at: Mapped[datetime | None]
    void_by_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    void_reason: Mapped[str] = mapped_column(Text, default="")

    late_used: Mapped[bool | None]  # whether the office takes a late letter into account; it decides and records
    late_reason: Mapped[str] = mapped_column(Text, default="")

    draft: Mapped[Draft] = relationship()
    comments: Mapped[list["Comment"]] = relationship(order_by="Comment.position")
    written_by: Mapped[Officer] = relationship(foreign_keys=[written_by_id])
    signed_by: Mapped[Officer | None] = relationship(foreign_keys=[signed_by_id])
    sealed_by: Mapped[Officer | None] = relationship(foreign_keys=[sealed_by_id])
    accepted_by: Mapped[Officer | None] = relationship(foreign_keys=[accepted_by_id])
    scan: Mapped[KeptFile | None] = relationship(foreign_keys=[scan_id])
    file: Mapped[KeptFile | None] = relationship(foreign_keys=[file_id])
    handwriting: Mapped["Handwriting | None"] = relationship()

    @property
    def is_complete(self) -> bool:
        """Signed, sealed, submitted, and neither returned nor withdrawn nor late."""
        return stages.is_complete(self)

    @property
    def is_defective_paper(self) -> bool:
        """A paper or fax that was returned for correction when it was registered: it never was the unit's reply."""
        return stages.is_defective_paper(self)

    def sign(self, officer: Officer, opinion: str, at: datetime, name: str = "") -> None:
        """The leader agrees: opinion, name and full date (公文处理工作条例, art. 22). `name`: as it reads on paper."""
        self._must_stand()
        if self.signed_at is not None:
            raise AlreadyDone("这份回函已经签字，不必重复签字。")
        self.signed_at, self.signed_by_id, self.signer_name = at, officer.id, name or officer.name
        self.opinion = opinion

    def seal(self, officer: Officer, at: datetime) -> None:
        """Only what is signed may be sealed (印章管理规定, art. 25)."""
        self._must_stand()
        if self.signed_at is None:
            raise Stale("这份回函还没有主要领导签字，不能用印。请先请主要领导签批。")
        if self.sealed_at is not None:
            raise AlreadyDone("这份回函已经用印，不必重复用印。")
        self.sealed_at, self.sealed_by_id = at, officer.id

    def accept(self, officer: Officer, at: datetime) -> None:
        self._must_stand()
        self.accepted_at, self.accepted_by_id = at, officer.id

    def make_void(self, kind: VoidKind, officer_id: int | None, reason: str, at: datetime) -> None:
        self._must_stand()
        self.void, self.void_at, self.void_by_id, self.void_reason = kind, at, officer_id, reason

    def _must_stand(self) -> None:
        if self.void is not None:
            raise Stale("这份回函已经退回、撤回或被新的回函代替，请刷新后办理最新一份。")


def complete(letter: type[Letter]) -> tuple[ColumnElement[bool], ...]:
    """`is_complete` for the database."""
    made = (letter.signed_at.is_not(None), letter.sealed_at.is_not(None), letter.submitted_at.is_not(None))
    return *made, letter.void.is_(None), letter.late.is_(False)


@official()
class Handwriting(Base):
    """手写签名 under a letter, as a picture; a leader may also sign without one, by his name alone."""

    __tablename__ = "letter_handwriting"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), unique=True)
    reply_id: Mapped[int] = mapped_column(ForeignKey("reply.id"), index=True)  # whose record it is in the archive
    file_id: Mapped[int] = mapped_column(ForeignKey("kept_file.id"))
    written_at: Mapped[datetime]
    file: Mapped[KeptFile] = relationship()


@official(when="letter_id")
class Comment(Base):
    """一条意见. Without a letter it is being written; with one it is what the unit said."""

    __tablename__ = "comment"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    reply_id: Mapped[int] = mapped_column(ForeignKey("reply.id"), index=True)
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"), index=True)
    position: Mapped[int]
    clause_id: Mapped[int | None] = mapped_column(ForeignKey("clause.id"))  # None: on the draft as a whole
    original: Mapped[str] = mapped_column(Text, default="")
    proposed: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    clause: Mapped[Clause | None] = relationship()
    decisions: Mapped[list[Decision]] = relationship(order_by="Decision.id")

    @property
    def decision(self) -> Decision | None:
        return self.decisions[-1] if self.decisions else None

    @property
    def is_blank(self) -> bool:
        return not (self.proposed.strip() or self.reason.strip())
