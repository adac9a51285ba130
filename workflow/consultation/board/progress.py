"""How many units of a round have a valid reply."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import distinct, func, select

from workflow.consultation.model import Letter, Reply, Round
from workflow.consultation.model.letter import complete
from workflow.desk import Desk


@dataclass(frozen=True)
class Progress:
    """How many of a round's units have a valid reply."""

    answered: int = 0
    sent: int = 0


def progress(desk: Desk, rounds: Sequence[Round]) -> dict[int, Progress]:
    """Round id -> its progress, in two queries however many rounds there are."""
    ids = [round_.id for round_ in rounds]
    sent = select(Reply.round_id, func.count()).where(Reply.round_id.in_(ids)).group_by(Reply.round_id)
    came = (
        select(Reply.round_id, func.count(distinct(Reply.id)))
        .join(Letter, Letter.reply_id == Reply.id)
        .where(Reply.round_id.in_(ids), *complete(Letter))
        .group_by(Reply.round_id)
    )
    answered = {row[0]: row[1] for row in desk.session.execute(came)}
    return {round_id: Progress(answered.get(round_id, 0), count) for round_id, count in desk.session.execute(sent)}
