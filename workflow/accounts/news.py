"""What a person is told about his own account: on his desk, and by mail where he has an address."""

from collections.abc import Sequence

from sqlalchemy import func, select

from workflow.accounts import words
from workflow.desk import Desk
from workflow.notices import PersonalNotice
from workflow.people import Officer

MOST = 5  # on one page


def tell(
    desk: Desk, officer: Officer, kind: str, *, address: str | None = None, inside: bool = True, **of: str
) -> None:
    """`kind`: of words.NEWS. `address`: where to instead of his own."""
    title, body = words.NEWS[kind]
    own = officer.email if address is None else address
    told = PersonalNotice(
        officer_id=officer.id, title=title, body=body.format(**of), address=own, inside=inside, created_at=desk.now
    )
    desk.session.add(told)


def latest(desk: Desk) -> Sequence[PersonalNotice]:
    """His own, the newest first."""
    own = select(PersonalNotice).where(PersonalNotice.officer_id == desk.officer_id, PersonalNotice.inside)
    return desk.session.scalars(own.order_by(PersonalNotice.id.desc()).limit(MOST)).all()


def is_news(desk: Desk) -> bool:
    """Is there anything to write down when the page is opened? Without it no page view writes."""
    unread = PersonalNotice.officer_id == desk.officer_id, PersonalNotice.inside, PersonalNotice.read_at.is_(None)
    return bool(desk.session.scalar(select(func.count()).select_from(PersonalNotice).where(*unread)))


def read(desk: Desk) -> None:
    for notice in latest(desk):
        notice.read_at = notice.read_at or desk.now
