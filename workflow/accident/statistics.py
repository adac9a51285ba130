"""How timely the measures ordered after accidents are: by the unit that has to carry them out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from workflow.accident.board import PRESSING
from workflow.accident.custody import is_seen
from workflow.accident.model import Accident, Measure, MeasureExtension
from workflow.clock import day_of
from workflow.desk import Desk
from workflow.people import Unit


@dataclass(frozen=True)
class UnitTimeliness:
    """`in_time`, `late`, `running` and `overdue` are its measures, each once; `extended` count among them."""

    unit: str
    ordered: int
    in_time: int  # closed, passed on or before the day
    late: int  # closed, passed after it
    running: int
    overdue: int
    extended: int


def timeliness(desk: Desk, year: int | None) -> list[UnitTimeliness]:
    """Of the cases that the officer may see; `year`: in which they were ordered, None for all. By unit, in its order."""
    find = (
        select(Measure, Unit.short_name)
        .join(Unit, Unit.id == Measure.unit_id)
        .join(Accident, Accident.id == Measure.accident_id)
        .where(Measure.ordered_at.is_not(None), is_seen(desk))
        .order_by(Unit.id, Measure.id)
    )
    extended = set(desk.session.scalars(select(MeasureExtension.measure_id).where(MeasureExtension.granted.is_(True))))
    by_unit: dict[str, list[Measure]] = {}
    for measure, unit in desk.session.execute(find):
        if year is None or (measure.ordered_at and day_of(measure.ordered_at).year == year):
            by_unit.setdefault(unit, []).append(measure)
    return [_unit(unit, measures, extended, desk.today) for unit, measures in by_unit.items()]


def _unit(unit: str, measures: Sequence[Measure], extended: set[int], today: date) -> UnitTimeliness:
    closed = [measure for measure in measures if measure.closed_at]
    in_time = sum(_passed_in_time(measure) for measure in closed)
    overdue = sum(_is_overdue(measure, today) for measure in measures if not measure.closed_at)
    return UnitTimeliness(
        unit, len(measures), in_time, len(closed) - in_time, len(measures) - len(closed) - overdue, overdue,
        sum(measure.id in extended for measure in measures),
    )  # fmt: skip


def _passed_in_time(measure: Measure) -> bool:
    done = measure.passed_at or measure.closed_at
    return measure.due_on is None or done is None or day_of(done) <= measure.due_on


def _is_overdue(measure: Measure, today: date) -> bool:
    return measure.stage in PRESSING and measure.due_on is not None and measure.due_on < today
