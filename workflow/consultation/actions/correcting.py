"""更正登记结果: what came in time counts however late it is registered, even when the figures have been confirmed.

Papers that have not left the house are made anew beside the old ones; of those that have left, the journal and the
archive say what was corrected afterwards.
"""

from workflow.consultation import paperwork, words
from workflow.consultation.actions.deciding import coordinations
from workflow.consultation.model import Reply
from workflow.consultation.rules import standing_of
from workflow.desk import Desk


def standing_changed(desk: Desk, reply: Reply) -> None:
    """To be called after the reply's new legal status is on record; before the decisions are confirmed it is no news."""
    round_ = reply.round
    if round_.confirmed_at is None:
        return
    now_known = words.STANDINGS[standing_of(reply)]
    if round_.concluded_at is None:
        paperwork.keep_figures(desk, round_, coordinations(desk, round_))
        desk.note("renew_figures", round_, unit=reply.unit.name, standing=now_known)
    if round_.released_at is not None:
        desk.note("correct_released", round_, unit=reply.unit.name, standing=now_known)
