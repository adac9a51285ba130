"""Which round, reply and accident case a person may see; everything else is unknown to him, not forbidden.

A unit never learns that another unit's reply exists: a foreign key and a wrong one give the same answer.
"""

from sqlalchemy import select

from workflow.accident.custody import case_for
from workflow.accident.model import Accident
from workflow.consultation.model import Reply, Round
from workflow.desk import Desk
from workflow.errors import NotYours, Unknown
from workflow.people import PostKind, Unit, UnitKind

_ANY_OF_A_UNIT = (PostKind.CLERK, PostKind.LEADER, PostKind.SEAL_KEEPER)


def round_of_office(desk: Desk, key: str) -> Round:
    """A round, for the clerk or head of the unit that leads it."""
    round_ = desk.session.scalar(select(Round).where(Round.key == key))
    if round_ is None or not desk.holds(round_.lead_unit_id, PostKind.CLERK, PostKind.LEADER):
        raise Unknown()
    return round_


def reply_of_office(desk: Desk, key: str) -> Reply:
    """A reply, for the office that asked for it."""
    reply = desk.session.scalar(select(Reply).where(Reply.key == key))
    if reply is None or not desk.holds(reply.round.lead_unit_id, PostKind.CLERK, PostKind.LEADER):
        raise Unknown()
    return reply


def reply_of_unit(desk: Desk, key: str) -> Reply:
    """A reply, for the people of its own unit."""
    reply = desk.session.scalar(select(Reply).where(Reply.key == key))
    if reply is None or not desk.holds(reply.unit_id, *_ANY_OF_A_UNIT):
        raise Unknown()
    return reply


def reply_of_both(desk: Desk, key: str) -> Reply:
    """A reply, for the people of its unit and for the office that asked for it."""
    reply = desk.session.scalar(select(Reply).where(Reply.key == key))
    if reply is None or not (
        desk.holds(reply.unit_id, *_ANY_OF_A_UNIT)
        or desk.holds(reply.round.lead_unit_id, PostKind.CLERK, PostKind.LEADER)
    ):
        raise Unknown()
    return reply


def accident(desk: Desk, key: str) -> Accident:
    """An accident case, for its office, its government and its team."""
    return case_for(desk, key)


def must_administer(desk: Desk) -> None:
    """Pages about the system itself are for its administrators, whichever unit's post they hold."""
    posts = desk.officer.posts_on(desk.today) if desk.officer else []
    if not any(post.kind is PostKind.ADMINISTRATOR for post in posts):
        raise NotYours()


def lead_unit(desk: Desk) -> Unit:
    """The office that the person works in; for others its pages do not exist."""
    found = desk.session.scalars(select(Unit).where(Unit.kind == UnitKind.OFFICE)).all()
    own = next((unit for unit in found if desk.holds(unit.id, PostKind.CLERK, PostKind.LEADER)), None)
    if own is None:
        raise Unknown()
    return own
