"""Pages that belong to an office, whichever of its cases: its own, and those about the system itself."""

from sqlalchemy import select

from workflow.desk import Desk
from workflow.errors import NotYours, Unknown
from workflow.people import PostKind, Unit, UnitKind


def must_administer(desk: Desk, kind: PostKind = PostKind.ADMINISTRATOR) -> None:
    """Pages about the system itself are for its administrators, whichever unit's post they hold."""
    posts = desk.officer.posts_on(desk.today) if desk.officer else []
    if not any(post.kind is kind for post in posts):
        raise NotYours()


def lead_unit(desk: Desk) -> Unit:
    """The office that the person works in; for others its pages do not exist."""
    return _office(desk, PostKind.CLERK, PostKind.LEADER)


def ruled_office(desk: Desk) -> Unit:
    """The office whose rules the person works by, or keeps."""
    return _office(desk, PostKind.CLERK, PostKind.LEADER, PostKind.SECURITY)


def _office(desk: Desk, *kinds: PostKind) -> Unit:
    found = desk.session.scalars(select(Unit).where(Unit.kind == UnitKind.OFFICE)).all()
    own = next((unit for unit in found if desk.holds(unit.id, *kinds)), None)
    if own is None:
        raise Unknown()
    return own
