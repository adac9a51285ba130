"""What was said in a round and counts: the comments of valid letters, and of late ones the office uses."""

from workflow.consultation.model import Comment, Letter, Reply, Round


def said_in(round_: Round) -> list[tuple[Reply, Comment]]:
    """Every comment that needs a decision, with its reply."""
    return [(reply, comment) for reply in round_.replies for letter in heard(reply) for comment in letter.comments]


def comments_of(round_: Round) -> list[Comment]:
    return [comment for _, comment in said_in(round_)]


def heard(reply: Reply) -> list[Letter]:
    """The last complete letter counts; a late one only when the office decided so."""
    valid = [reply.valid_letter] if reply.valid_letter else []
    return valid + [letter for letter in reply.late_letters if letter.late_used]
