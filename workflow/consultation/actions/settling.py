"""How a unit stands, written down: from when it is true, since when it is known, and what gives way to it.

What came in time counts however late it is registered, even when the figures have been confirmed. Papers that have not
left the house are made anew beside the old ones; of those that have left, journal and archive say what was corrected.
"""

from workflow.consultation import paperwork, words
from workflow.consultation.actions.deciding import coordinations
from workflow.consultation.model import Letter, Reply, Standing, StandingKind, VoidKind
from workflow.consultation.rules import standing_of
from workflow.desk import Desk


def settle(desk: Desk, reply: Reply, letter: Letter, why: str) -> None:
    """Write down how the unit stands from the moment its letter was received, and that it is known from now on."""
    assert letter.submitted_at is not None
    kind = StandingKind.NO_OBJECTION if letter.no_objection else StandingKind.WITH_COMMENTS
    reply.standings.append(
        Standing(
            kind=kind, true_at=letter.submitted_at, known_at=desk.now, letter_id=letter.id,
            recorded_by_id=desk.officer_id, why=why,
        )
    )  # fmt: skip


def supersede_earlier(desk: Desk, reply: Reply, letter: Letter, reason: str) -> None:
    """The last complete reply counts: whatever the unit had under way or submitted gives way to this one."""
    for earlier in reply.letters:
        if earlier is not letter and earlier.void is None and not earlier.late:
            earlier.make_void(VoidKind.SUPERSEDED, desk.officer_id, reason, desk.now)


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
