"""What one person can do with a reply right now: the buttons of its page. The actions ask for themselves again."""

from dataclasses import dataclass

from workflow.consultation.model import Reply
from workflow.desk import Desk
from workflow.people import PostKind

_STEPS = {
    "receive": PostKind.CLERK,
    "write": PostKind.CLERK,
    "sign": PostKind.LEADER,
    "seal": PostKind.SEAL_KEEPER,
}


@dataclass(frozen=True)
class Possible:
    """`steps`: the unit's steps that lie on this person's desk; `write` also serves a letter after the deadline."""

    steps: frozenset[str]
    write: bool
    withdraw: bool
    send_late: bool


def possible(desk: Desk, reply: Reply) -> Possible:
    """For the officer at the desk, at this moment."""
    steps = _steps(desk, reply)
    is_clerk = desk.holds(reply.unit_id, PostKind.CLERK)
    speaks = is_clerk or desk.holds(reply.unit_id, PostKind.LEADER)
    late = reply.is_overdue and reply.round.archived_at is None
    return Possible(
        steps=steps,
        write="write" in steps or (is_clerk and late),
        withdraw=speaks and _may_be_withdrawn(desk, reply),
        send_late=speaks and late,
    )


def _steps(desk: Desk, reply: Reply) -> frozenset[str]:
    """After the deadline none, even when the system has not yet written down that it passed."""
    if not reply.round.is_in_time(desk.now):
        return frozenset()
    mine = {step for step, post in _STEPS.items() if desk.holds(reply.unit_id, post)}
    return frozenset(mine & desk.open_steps(reply))


def _may_be_withdrawn(desk: Desk, reply: Reply) -> bool:
    return reply.valid_letter is not None and reply.round.is_in_time(desk.now) and desk.hears(reply, "withdraw")
