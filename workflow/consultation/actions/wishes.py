"""What somebody wants changed, however it came in: typed, on a form, on paper."""

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.consultation.model import Clause, Comment, Letter, Reply
from workflow.store import public_key


@dataclass(frozen=True)
class Wish:
    """What somebody wants changed: one line of a comment, however it came in."""

    clause: Clause | None
    original: str = ""
    proposed: str = ""
    reason: str = ""


def comments_from(reply: Reply, wishes: Sequence[Wish], letter: Letter | None = None) -> list[Comment]:
    return [
        Comment(
            key=public_key(), reply_id=reply.id, letter_id=letter.id if letter else None, position=position,
            clause_id=wish.clause.id if wish.clause else None,
            original=wish.original, proposed=wish.proposed, reason=wish.reason,
        )
        for position, wish in enumerate(wishes, 1)
    ]  # fmt: skip
