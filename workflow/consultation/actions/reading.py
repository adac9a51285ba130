"""阅知: somebody of the unit has its messages on the screen."""

from sqlalchemy import select

from workflow.consultation import paperwork
from workflow.consultation.actions.receiving import open_notice
from workflow.consultation.model import Reply
from workflow.desk import Desk
from workflow.notices import Notice


def unproven(desk: Desk, reply: Reply) -> bool:
    """Would a look at the page be the first proof that the unit was reached?"""
    return not any(d.is_proof for d in reply.deliveries) and reply.round.is_in_time(desk.now)


def unread(desk: Desk, reply: Reply) -> frozenset[str]:
    """The kinds of messages that nobody of the unit has had on the screen yet."""
    return frozenset(notice.kind for notice in _unread(desk, reply))


def read_messages(desk: Desk, reply: Reply) -> None:
    """The unit's messages about this reply are read; the first time that proves their delivery."""
    for notice in _unread(desk, reply):
        notice.opened_at, notice.opened_by_id = desk.now, desk.officer_id
    paperwork.hand_out_form(desk, reply)
    open_notice(desk, reply)


def _unread(desk: Desk, reply: Reply) -> list[Notice]:
    about = (
        Notice.unit_id == reply.unit_id,
        Notice.subject == reply.subject,
        Notice.opened_at.is_(None),
        Notice.post.is_(None),
    )
    return list(desk.session.scalars(select(Notice).where(*about)))
