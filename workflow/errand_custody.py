"""Who may see an errand and have its result: the clerk and the head of the office whose case it is about.

A case stands in an errand by its name in the journal ("round:12"); it is found from the cases of the office.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, String, cast, literal, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, selectinload

from workflow.accident.model import Accident
from workflow.consultation.model import Round
from workflow.desk import Desk
from workflow.errands import Errand
from workflow.errors import Unknown
from workflow.people import PostKind

OFFICE = (PostKind.CLERK, PostKind.LEADER)
MOST = 200  # lines of a list


def office_of(desk: Desk, key: str) -> int | None:
    """The unit that leads the case of this errand; None when there is no such errand. One question either way."""
    about = select(Errand.case).where(Errand.key == key).scalar_subquery()
    rounds = select(Round.lead_unit_id).where(_named("round:", Round.id) == about)
    accidents = select(Accident.lead_unit_id).where(_named("accident:", Accident.id) == about)
    return desk.session.scalar(union_all(rounds, accidents).limit(1))


def errand_for(desk: Desk, key: str) -> Errand:
    """The errand, for whoever may see it; a foreign one and one that does not exist are the same Unknown."""
    found = desk.session.scalar(select(Errand).where(Errand.key == key, _is_of(_units(desk))))
    if found is None:
        raise Unknown()
    return found


def may_have(desk: Desk, file_id: int) -> bool:
    """Is it the result of an errand of the officer's office?"""
    found = select(Errand.id).where(Errand.file_id == file_id, _is_of(_units(desk))).limit(1)
    return desk.session.scalar(found) is not None


def own(desk: Desk) -> Sequence[Errand]:
    """What the officer began, the latest first; what is no longer his office's is no longer his."""
    mine = select(Errand).where(Errand.officer_id == desk.officer_id, _is_of(_units(desk)))
    latest = mine.order_by(Errand.id.desc()).limit(MOST).options(selectinload(Errand.file))
    return desk.session.scalars(latest).all()


def _units(desk: Desk) -> set[int]:
    return {unit_id for unit_id, kind in desk.posts if kind in OFFICE}


def _is_of(units: set[int]) -> ColumnElement[bool]:
    rounds = select(_named("round:", Round.id)).where(Round.lead_unit_id.in_(units))
    accidents = select(_named("accident:", Accident.id)).where(Accident.lead_unit_id.in_(units))
    return or_(Errand.case.in_(rounds), Errand.case.in_(accidents))


def _named(prefix: str, id_: InstrumentedAttribute[int]) -> Any:
    return literal(prefix) + cast(id_, String)
