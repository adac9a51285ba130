"""Which round and reply a person may see; everything else is unknown to him, not forbidden.

A unit never learns that another unit's reply exists: a foreign key and a wrong one give the same answer.
"""

from sqlalchemy import select

from workflow.consultation.model import Reply, Round
from workflow.desk import Desk
from workflow.errors import Unknown
from workflow.people import PostKind

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
