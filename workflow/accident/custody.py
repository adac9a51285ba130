"""Who may see an accident case and have its files: the office, the government, the team; a unit what concerns it."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, literal, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from workflow.accident.model import Accident, Appraisal, CasePaper, Evidence, Measure, Proof
from workflow.desk import Desk
from workflow.errors import Unknown
from workflow.people import PostKind

ACTING = (PostKind.CLERK, PostKind.LEADER)


def is_seen(desk: Desk) -> ColumnElement[bool]:
    """Which cases the officer may see: those that his unit leads, answers for, or investigates as a team."""
    units = _units(desk)
    return or_(
        Accident.lead_unit_id.in_(units), Accident.government_id.in_(units), Accident.team_unit_id.in_(units)
    )  # fmt: skip


def case_for(desk: Desk, key: str) -> Accident:
    """The case, for whoever may see it; a foreign one and one that does not exist are the same Unknown."""
    accident = desk.session.scalar(select(Accident).where(Accident.key == key, is_seen(desk)))
    if accident is None:
        raise Unknown()
    return accident


def _units(desk: Desk) -> set[int]:
    return {unit_id for unit_id, kind in desk.posts if kind in ACTING}


def may_have(desk: Desk, file_id: int) -> bool:
    """Is the officer among those who see the case of the file, or of the unit that it was sent to or came from?"""
    queries = [*_of_cases(desk, file_id), *_of_own_measures(desk, file_id)]
    return desk.session.execute(union_all(*queries).limit(1)).first() is not None


def _of_cases(desk: Desk, file_id: int) -> Iterator[Select[Any]]:
    """Of a case that may be seen: its papers, appraisals, evidence and the proofs of its measures."""
    seen = select(Accident.id).where(is_seen(desk))
    for table in (CasePaper, Appraisal, Evidence):
        of_case: InstrumentedAttribute[int] = table.accident_id
        yield select(table.id).where(table.file_id == file_id, of_case.in_(seen))
    measures = select(Measure.id).where(Measure.accident_id.in_(seen))
    yield select(Proof.id).where(Proof.file_id == file_id, Proof.measure_id.in_(measures))


def _of_own_measures(desk: Desk, file_id: int) -> Iterator[Select[Any]]:
    """What a unit was sent about a measure of its own, and what it sent itself."""
    own = Measure.unit_id.in_(_units(desk))
    about = select(literal("measure:") + cast(Measure.id, String)).where(own)
    yield select(CasePaper.id).where(CasePaper.file_id == file_id, CasePaper.about.in_(about))
    yield select(Proof.id).where(Proof.file_id == file_id, Proof.measure_id.in_(select(Measure.id).where(own)))
