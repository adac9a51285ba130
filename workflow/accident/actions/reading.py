"""阅知: somebody whom a message about a case was sent to has it on the screen."""

from sqlalchemy import select

from workflow.desk import Desk, Subject
from workflow.notices import Notice


def is_news(desk: Desk, subject: Subject) -> bool:
    """Is there anything to write down when the page is opened? Without it no page view writes."""
    return bool(_unread(desk, subject))


def read_messages(desk: Desk, subject: Subject) -> None:
    """The messages to the officer's units are read: all of a case, or those about one part of it."""
    for notice in _unread(desk, subject):
        notice.opened_at, notice.opened_by_id = desk.now, desk.officer_id


def _unread(desk: Desk, subject: Subject) -> list[Notice]:
    units = {unit_id for unit_id, _ in desk.posts}
    is_case = subject.subject == subject.case
    about = Notice.case == subject.case if is_case else Notice.subject == subject.subject
    return list(
        desk.session.scalars(select(Notice).where(about, Notice.unit_id.in_(units), Notice.opened_at.is_(None)))
    )
