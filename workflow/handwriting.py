"""手写签名: how somebody writes his name, kept when he wishes so, to be put under the next letter without writing again.

It is his own and no fact of any case: he may replace it or have it forgotten; letters that carry it keep their copy.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, delete
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.desk import Desk
from workflow.documents.uploads import Upload
from workflow.files import KeptFile
from workflow.store import Base


class KeptHandwriting(Base):
    """One picture a person."""

    __tablename__ = "kept_handwriting"
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), primary_key=True, autoincrement=False)
    file_id: Mapped[int] = mapped_column(ForeignKey("kept_file.id"))
    kept_at: Mapped[datetime]
    file: Mapped[KeptFile] = relationship()


def kept(desk: Desk) -> KeptFile | None:
    """The picture of the person at the desk."""
    found = desk.session.get(KeptHandwriting, desk.officer_id)
    return found.file if found else None


def take_in(desk: Desk, drawn: Upload, *, remember: bool) -> KeptFile:
    """What the person has just written; `remember`: also for the next time."""
    file = desk.take_in(drawn)
    if remember:
        desk.session.merge(KeptHandwriting(officer_id=desk.officer_id, file_id=file.id, kept_at=desk.now))
        desk.session.flush()
    return file


def forget(desk: Desk) -> None:
    desk.session.execute(delete(KeptHandwriting).where(KeptHandwriting.officer_id == desk.officer_id))
