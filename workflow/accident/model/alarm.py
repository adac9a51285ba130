"""时限提醒: the rehearsal of a case, kept — what the system will say by itself, and when; afterwards, when it did."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from workflow.store import Base, RowId


class Alarm(Base):
    """One thing the system will say. `kind` is a key of rules.alarms; `about` names a measure or other part, or ""."""

    __tablename__ = "accident_alarm"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    accident_id: Mapped[int | None] = mapped_column(ForeignKey("accident.id"), index=True)
    measure_id: Mapped[int | None] = mapped_column(ForeignKey("accident_measure.id"), index=True)
    evaluation_id: Mapped[int | None] = mapped_column(ForeignKey("accident_evaluation.id"), index=True)
    supervision_id: Mapped[int | None] = mapped_column(ForeignKey("accident_supervision.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    says: Mapped[str] = mapped_column(Text, default="")  # the sentence, fixed when it is planned
    due: Mapped[datetime]
    planned_at: Mapped[datetime]
    raised_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]  # the facts moved, or what it warns of has been done

    @property
    def is_pending(self) -> bool:
        return self.raised_at is None and self.dropped_at is None


class Watched:
    """What accidents, measures, evaluations and supervisions share: alarms of their own, of which one is the next."""

    alarms: Mapped[list[Alarm]]

    @property
    def next_alarm(self) -> datetime | None:
        return min((alarm.due for alarm in self.alarms if alarm.is_pending), default=None)


class PartOfACase(Watched):
    """A measure, an evaluation, a supervision: with an instance of its own, within the case of its accident."""

    accident_id: Mapped[int]

    @property
    def case(self) -> str:
        return f"accident:{self.accident_id}"
