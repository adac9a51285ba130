"""整改措施一览: where each ordered measure stands, how late it is, and how far it has been followed up."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from workflow.accident.model import Accident, Escalation, Measure, MeasureStage
from workflow.desk import Desk

# the unit's time runs; once reported as done, a measure waits for the office
PRESSING = (MeasureStage.ANSWERING, MeasureStage.CARRYING_OUT)


@dataclass(frozen=True)
class Row:
    """One measure on the board. `days_left`: below 0 it is late by so many; None while no time runs against the unit."""

    measure: Measure
    unit: str
    stage: MeasureStage
    escalation: Escalation | None
    days_left: int | None

    @property
    def is_late(self) -> bool:
        return self.days_left is not None and self.days_left < 0


@dataclass(frozen=True)
class Figures:
    """The figures above the board; `stages` add up to `ordered`, the others count among them."""

    ordered: int
    stages: Counter[MeasureStage]
    late: int
    extended: int
    redone: int


def rows_of_case(desk: Desk, accident: Accident) -> list[Row]:
    """The measures of a case in the order of their numbers."""
    return _rows(desk, _ordered().where(Measure.accident_id == accident.id))


def rows_of_units(desk: Desk, unit_ids: Sequence[int]) -> list[Row]:
    """Every measure ordered from these units, whatever the case; what is still open first, by its day."""
    found = _rows(desk, _ordered().where(Measure.unit_id.in_(unit_ids)))
    return sorted(found, key=lambda row: (row.stage is MeasureStage.CLOSED, row.measure.due_on or date.max))


def row(measure: Measure, today: date) -> Row:
    """One measure as it stands on that day."""
    unit = measure.unit.short_name if measure.unit else ""
    return Row(measure, unit, measure.stage, measure.escalation, days_left(measure, today))


def days_left(measure: Measure, today: date) -> int | None:
    """Natural days to the due day, which itself still counts; see `Row`."""
    if measure.due_on is None or measure.stage not in PRESSING:
        return None
    return (measure.due_on - today).days


def urgency(row: Row) -> tuple[bool, date, int]:
    """By lateness: what is late the longest, then by the days left; what waits for the office or is closed at the end."""
    return row.days_left is None, row.measure.due_on or date.max, row.measure.number


def figures(found: Sequence[Row]) -> Figures:
    return Figures(
        ordered=len(found),
        stages=Counter(row.stage for row in found),
        late=sum(row.is_late for row in found),
        extended=sum(any(asked.granted for asked in row.measure.extensions) for row in found),
        redone=sum(row.measure.pass_number > 1 for row in found),
    )


def _ordered() -> Select[Measure]:
    about = (joinedload(Measure.unit), joinedload(Measure.accident), selectinload(Measure.extensions))
    return select(Measure).where(Measure.ordered_at.is_not(None)).order_by(Measure.number, Measure.id).options(*about)


def _rows(desk: Desk, find: Select[Measure]) -> list[Row]:
    return [row(measure, desk.today) for measure in desk.session.scalars(find)]
