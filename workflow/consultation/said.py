"""What was said in a round and counts: the comments of valid letters, and of late ones the office uses."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from workflow.consultation.model import Comment, Decision, Letter, Reply, Round
from workflow.desk import Desk


def gather(desk: Desk, round_: Round) -> None:
    """Everything said in the round, at once: what asks for it afterwards finds it there, however much it is."""
    said = selectinload(Round.replies)
    letters = said.selectinload(Reply.letters)
    comments = letters.selectinload(Letter.comments)
    about = (
        said.joinedload(Reply.unit),
        said.selectinload(Reply.standings),
        comments.joinedload(Comment.clause),
        comments.selectinload(Comment.decisions).joinedload(Decision.proposed_by),
    )
    desk.session.scalars(select(Round).where(Round.id == round_.id).options(said, letters, comments, *about)).one()


def said_in(round_: Round) -> list[tuple[Reply, Comment]]:
    """Every comment that needs a decision, with its reply."""
    return [(reply, comment) for reply in round_.replies for letter in heard(reply) for comment in letter.comments]


def comments_of(round_: Round) -> list[Comment]:
    return [comment for _, comment in said_in(round_)]


def heard(reply: Reply) -> list[Letter]:
    """The last complete letter counts; a late one only when the office decided so."""
    valid = [reply.valid_letter] if reply.valid_letter else []
    return valid + used_late(reply)


def used_late(reply: Reply) -> list[Letter]:
    return [letter for letter in reply.late_letters if letter.late_used]
