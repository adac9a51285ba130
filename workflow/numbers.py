"""发文字号: taken one after another, without gaps and without doubles.

The counter's row stays locked until the transaction ends; one that fails gives its number back by rolling back.
"""

from dataclasses import dataclass

from sqlalchemy import String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from workflow.store import Base, RowId, insert_once


@dataclass(frozen=True)
class DocNumber:
    """机关代字〔年份〕序号号; the brackets are U+3014 and U+3015 (GB/T 9704-2012, 7.2.5)."""

    code: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.code}〔{self.year}〕{self.serial}号"


class NumberSeries(Base):
    __tablename__ = "number_series"
    __table_args__ = (UniqueConstraint("code", "year"),)
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    code: Mapped[str] = mapped_column(String(20))
    year: Mapped[int]
    last: Mapped[int] = mapped_column(default=0)


def take_number(session: Session, code: str, year: int) -> DocNumber:
    """The next number of that code and year."""
    insert_once(session, NumberSeries.__table__, code=code, year=year, last=0)
    find = select(NumberSeries).where(NumberSeries.code == code, NumberSeries.year == year)
    series = session.scalars(find.with_for_update().execution_options(populate_existing=True)).one()
    series.last += 1
    session.flush()
    return DocNumber(code, year, series.last)
