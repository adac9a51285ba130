"""How many units stand how, counted by the database."""

from collections import Counter

from sqlalchemy import func, select

from workflow.consultation.model import Reply, Round, Standing, StandingKind
from workflow.desk import Desk


def standings(desk: Desk, round_: Round) -> Counter[StandingKind]:
    """As it is known now; OPEN while nothing is on record."""
    of_round = select(Reply.id).where(Reply.round_id == round_.id)
    latest = select(func.max(Standing.id)).where(Standing.reply_id.in_(of_round)).group_by(Standing.reply_id)
    found = select(Standing.kind, func.count()).where(Standing.id.in_(latest)).group_by(Standing.kind)
    counted = Counter({row.kind: row[1] for row in desk.session.execute(found)})
    sent = desk.session.scalar(select(func.count()).where(Reply.round_id == round_.id)) or 0
    counted[StandingKind.OPEN] += sent - counted.total()
    return counted
