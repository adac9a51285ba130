"""Which measures a person may see: the people of a case see all of its, a unit its own, and nobody a draft.

A unit never learns that another unit's measure exists: a foreign key and a wrong one give the same answer.
"""

from sqlalchemy import select

from workflow.accident.custody import ACTING
from workflow.accident.model import Measure
from workflow.desk import Desk
from workflow.errors import Unknown


def measure_of_all(desk: Desk, key: str) -> Measure:
    """An ordered measure, for its unit and for the office, the government and the team of its case."""
    measure = _ordered(desk, key)
    if not (is_own(desk, measure) or sees_case(desk, measure)):
        raise Unknown()
    return measure


def measure_of_unit(desk: Desk, key: str) -> Measure:
    """An ordered measure, for the people of its own unit."""
    measure = _ordered(desk, key)
    if not is_own(desk, measure):
        raise Unknown()
    return measure


def measure_of_office(desk: Desk, key: str) -> Measure:
    """An ordered measure, for the office that follows it up."""
    measure = _ordered(desk, key)
    if not desk.holds(measure.accident.lead_unit_id, *ACTING):
        raise Unknown()
    return measure


def is_own(desk: Desk, measure: Measure) -> bool:
    return measure.unit_id is not None and desk.holds(measure.unit_id, *ACTING)


def sees_case(desk: Desk, measure: Measure) -> bool:
    """Is this one of the people of the case itself?"""
    accident = measure.accident
    units = (accident.lead_unit_id, accident.government_id, accident.team_unit_id)
    return any(unit is not None and desk.holds(unit, *ACTING) for unit in units)


def _ordered(desk: Desk, key: str) -> Measure:
    found = desk.session.scalar(select(Measure).where(Measure.key == key, Measure.ordered_at.is_not(None)))
    if found is None:
        raise Unknown()
    return found
