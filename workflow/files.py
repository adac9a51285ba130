"""Kept files: content-addressed, written once, never changed.

A file is named by the SHA-256 of its bytes, so the same bytes are kept once and any change would be seen.
"""

import hashlib
import os
import tempfile
from datetime import datetime
from pathlib import Path

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from workflow.errors import EngineFault
from workflow.official import official
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


class Files:
    """A folder of kept files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, session: Session, data: bytes, name: str, media_type: str, now: datetime) -> KeptFile:
        """Write the bytes (safely on disk before this returns) and add their record."""
        sha256 = hashlib.sha256(data).hexdigest()
        self._write(sha256, data)
        kept = KeptFile(sha256=sha256, name=name, media_type=media_type, size=len(data), kept_at=now)
        session.add(kept)
        session.flush()
        return kept

    def read(self, kept: KeptFile) -> bytes:
        """The bytes; EngineFault when they are not those that were kept."""
        return self.content(kept.sha256)

    def content(self, sha256: str) -> bytes:
        """The same by the hash alone."""
        data = self._path(sha256).read_bytes()
        if hashlib.sha256(data).hexdigest() != sha256:
            raise EngineFault(f"kept file {sha256} has been altered on disk")
        return data

    def find(self, sha256: str) -> bytes | None:
        """The bytes that lie under that name, whatever they are; None when there are none."""
        path = self._path(sha256)
        return path.read_bytes() if path.is_file() else None

    def put(self, sha256: str, data: bytes) -> None:
        """Bytes that come back from a backup, whose record comes back by itself."""
        if hashlib.sha256(data).hexdigest() != sha256:
            raise EngineFault(f"the bytes brought back are not those of {sha256}")
        self._write(sha256, data)

    def _path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256

    def _write(self, sha256: str, data: bytes) -> None:
        path = self._path(sha256)
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
