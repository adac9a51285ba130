"""The posts of a team's members, from the day they join to the day they leave."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import select

from workflow.accident.model import Accident, Member, Role
from workflow.desk import Desk
from workflow.people import Post, PostKind

KINDS_OF_POSTS: Mapping[Role, tuple[PostKind, ...]] = {
    Role.LEADER: (PostKind.LEADER, PostKind.CLERK),
    Role.MEMBER: (PostKind.CLERK,),
    Role.EXPERT: (),
    Role.INVITED: (),
}


def take_up(desk: Desk, accident: Accident, member: Member) -> None:
    """The member's posts in the team from today on; one that ended today or yesterday goes on."""
    assert accident.team_unit_id is not None
    for kind in KINDS_OF_POSTS[member.role] if member.officer_id else ():
        held = [post for post in _posts(desk, accident, member) if post.kind is kind]
        again = next((post for post in held if post.since == desk.today or post.until is None), None)
        if again:
            again.until = None
        else:
            desk.session.add(
                Post(officer_id=member.officer_id, unit_id=accident.team_unit_id, kind=kind, since=desk.today)
            )
    desk.session.flush()


def end_posts(desk: Desk, accident: Accident, member: Member, *kinds: PostKind) -> None:
    """From this moment on: the last day is yesterday."""
    for post in _posts(desk, accident, member):
        if post.kind in kinds and post.until is None:
            post.until = desk.today - timedelta(1)


def _posts(desk: Desk, accident: Accident, member: Member) -> Sequence[Post]:
    if member.officer_id is None or accident.team_unit_id is None:
        return ()
    of_member = Post.officer_id == member.officer_id, Post.unit_id == accident.team_unit_id
    return desk.session.scalars(select(Post).where(*of_member)).all()
