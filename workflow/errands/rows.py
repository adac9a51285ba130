"""The rows: one errand each."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from workflow.files import ClearedFile, KeptFile
from workflow.people import Officer
from workflow.store import Base, RowId, public_key


class State(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


LABELS: Mapping[State, str] = {
    State.WAITING: "排队中",
    State.RUNNING: "办理中",
    State.DONE: "已办好",
    State.FAILED: "没有办成",
}
ENDED = frozenset({State.DONE, State.FAILED})


class Errand(Base):
    """`done` of `total` parts are ready; `said` is a sentence for whoever began it, `fault` is for technical support.

    `attempt` counts how often a worker has taken it: who holds an earlier attempt writes nothing any more.
    """

    __tablename__ = "errand"
    __table_args__ = (Index("ix_errand_state", "state", "not_before"),)
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True, default=public_key)
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    case: Mapped[str] = mapped_column(String(40), index=True)
    arguments: Mapped[dict[str, Any]]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"), index=True)  # None: the system
    state: Mapped[State] = mapped_column(default=State.WAITING)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)  # 0: nobody knows yet
    said: Mapped[str] = mapped_column(Text, default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("kept_file.id"))
    fault: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    worker: Mapped[str] = mapped_column(String(120), default="")
    attempt: Mapped[int] = mapped_column(default=0)
    officer: Mapped[Officer | None] = relationship()
    file: Mapped[KeptFile | None] = relationship()
    cleared: Mapped[ClearedFile | None] = relationship(  # its result is not kept any longer
        primaryjoin=lambda: foreign(Errand.file_id) == ClearedFile.file_id, viewonly=True, lazy="selectin"
    )

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED

    @property
    def label(self) -> str:
        return LABELS[self.state]

    @property
    def percent(self) -> int | None:
        """How far it is; None where nobody knows."""
        return 100 * self.done // self.total if self.total else None
