"""Kept files: content-addressed, written once, never changed.

A file is named by the SHA-256 of its bytes, so the same bytes are kept once and any change would be seen.
"""

import hashlib
from datetime import datetime
from pathlib import Path

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from workflow.errors import EngineFault
from workflow.official import official, write_official
from workflow.places import Folder, Place
from workflow.store import Base, RowId, public_key

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@official()
class KeptFile(Base):
    """The record of one kept file: its name as people know it, and its hash."""

    __tablename__ = "kept_file"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True, default=public_key)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(120))
    size: Mapped[int]
    kept_at: Mapped[datetime]


@official()
class ClearedFile(Base):
    """The bytes of a kept file need not be kept any longer; its record stays. Only for what can be made anew."""

    __tablename__ = "cleared_file"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("kept_file.id"), unique=True)
    cleared_at: Mapped[datetime]


CLEARED = select(ClearedFile.file_id)
HELD = select(KeptFile.sha256).where(KeptFile.id.not_in(CLEARED)).distinct()  # whose bytes must be there


class Files:
    """Kept files, wherever their bytes lie."""

    def __init__(self, place: Place | Path) -> None:
        """A path is a folder."""
        self.place = Folder(place) if isinstance(place, Path) else place

    def keep(self, session: Session, data: bytes, name: str, media_type: str, now: datetime) -> KeptFile:
        """Add their record, and put the bytes where they are safe.

        In this order: whoever removes bytes that nobody holds any more (errands.clearing) keeps everybody from writing
        records meanwhile. What he removed is put anew; what has its record he leaves.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        kept = KeptFile(sha256=sha256, name=name, media_type=media_type, size=len(data), kept_at=now)
        write_official(session, kept)
        self.place.put(sha256, data)
        return kept

    def read(self, kept: KeptFile) -> bytes:
        """The bytes; EngineFault when they are not those that were kept."""
        return self.content(kept.sha256)

    def content(self, sha256: str) -> bytes:
        """The same by the hash alone."""
        data = self.find(sha256)
        if data is None:
            raise EngineFault(f"kept file {sha256} is gone")
        if hashlib.sha256(data).hexdigest() != sha256:
            raise EngineFault(f"kept file {sha256} has been altered where it lies")
        return data

    def find(self, sha256: str) -> bytes | None:
        """The bytes that lie under that name, whatever they are; None when there are none."""
        return self.place.fetch(sha256)

    def put(self, sha256: str, data: bytes) -> None:
        """Bytes that come back from a backup, whose record comes back by itself."""
        if hashlib.sha256(data).hexdigest() != sha256:
            raise EngineFault(f"the bytes brought back are not those of {sha256}")
        self.place.put(sha256, data)
