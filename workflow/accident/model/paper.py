"""文书: a document the system made for a case; kept, never made anew."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.files import KeptFile
from workflow.official import official
from workflow.store import Base, RowId


@official()
class CasePaper(Base):
    """`about` names the part it is about in the journal's way ("measure:3"), or ""."""

    __tablename__ = "accident_paper"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    accident_id: Mapped[int] = mapped_column(ForeignKey("accident.id"), index=True)
    about: Mapped[str] = mapped_column(String(40), default="")
    kind: Mapped[str] = mapped_column(String(40))
    file_id: Mapped[int] = mapped_column(ForeignKey("kept_file.id"))
    made_at: Mapped[datetime]
    file: Mapped[KeptFile] = relationship()
