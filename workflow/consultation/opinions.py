"""签批意见: what a leader usually writes, and what he himself wrote under earlier letters."""

from collections.abc import Sequence

from sqlalchemy import func, select

from workflow.consultation.actions.answering import OPINION
from workflow.consultation.model import Letter
from workflow.desk import Desk

USUAL = (OPINION, "同意。", "同意报送。")
MOST_OWN = 3


def offered(desk: Desk) -> Sequence[str]:
    """The usual phrases, then the person's own ones, the latest first; he may always write another."""
    own = (
        select(Letter.opinion)
        .where(Letter.signed_by_id == desk.officer_id, Letter.opinion.not_in((*USUAL, "")))
        .group_by(Letter.opinion)
        .order_by(func.max(Letter.signed_at).desc())
        .limit(MOST_OWN)
    )
    return (*USUAL, *desk.session.scalars(own))
