"""What an installation may decide for itself and change: one row a choice."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from workflow.store import Base


class Setting(Base):
    """A choice of this installation that people may change: name -> value."""

    __tablename__ = "setting"
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = mapped_column(String(400))
    changed_at: Mapped[datetime]
