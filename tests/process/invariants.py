"""What is true of a round after every single thing that happens to it, and what may never change again."""

from collections.abc import Sequence

from sqlalchemy import select

from tests.makers import Stage
from tests.sequences.invariants import must_be_well, must_happen_once, must_leave_nothing, open_subjects, tasks_of
from workflow.consultation import rules
from workflow.consultation.model import Decision, Reply, Round, StandingKind
from workflow.consultation.model import Stage as Where
from workflow.consultation.process import REPLY
from workflow.consultation.said import comments_of
from workflow.desk import Desk

ANSWERED = (StandingKind.WITH_COMMENTS, StandingKind.NO_OBJECTION)
AT_WORK: dict[Where, set[str]] = {  # a unit's stage -> what then lies on a desk
    Where.AWAITING_SIGNATURE: {"sign"},
    Where.AWAITING_SEAL: {"seal"},
    Where.SUBMITTED: {"check"},
    Where.SILENT: set(),
    Where.UNDELIVERED: set(),
    Where.REVOKED: set(),
}


WRITTEN_DOWN = {  # besides the journal and the way: what only grows
    "a legal status": "select * from standing order by id",
    "the words of a letter": "select id, number, draft_id, no_objection, written_at from letter order by id",
}


def must_hold(stage: Stage) -> None:
    """All invariants."""
    with stage.look() as (desk, round_):
        must_be_well(desk)
        lying = tasks_of(desk)
        replies = REPLY.load(desk.session, [reply.id for reply in round_.replies])
        for reply in replies:
            _must_make_sense(reply, lying.get(("reply", reply.id), []))
        _figures_must_add_up(round_, replies)
        _must_end_once(desk, round_)


def _must_make_sense(reply: Reply, lying: list[str]) -> None:
    assert len(lying) <= 1, f"two tasks at once: {lying}"
    must_lie = AT_WORK.get(reply.stage)
    assert must_lie is None or set(lying) == must_lie, f"{reply.stage} with {lying} on the desk"
    if reply.is_overdue:
        assert reply.valid_letter is None, "overdue in spite of a valid letter"
    if reply.standing is not None and reply.standing.kind in ANSWERED:
        assert reply.valid_letter is not None, "counted as answered without a valid letter"
    if reply.standing is not None and reply.standing.kind is StandingKind.SILENT:
        assert reply.proofs, "silent without proof of delivery"
    if reply.standing is not None and reply.standing.kind is StandingKind.UNDELIVERED:
        assert not reply.proofs, "undelivered in spite of proof"
    _letters_must_make_sense(reply)


def _letters_must_make_sense(reply: Reply) -> None:
    assert [letter.number for letter in reply.letters] == list(range(1, len(reply.letters) + 1))
    accepted = [letter for letter in reply.letters if letter.is_complete and letter.accepted_at is not None]
    unchecked = [letter for letter in reply.letters if letter.is_complete and letter.accepted_at is None]
    assert len(accepted) <= 1, "two accepted letters count"
    assert len(unchecked) <= 1, "two letters wait for their check"
    for letter in reply.letters:
        times = [at for at in (letter.signed_at, letter.sealed_at, letter.submitted_at) if at is not None]
        assert letter.late or times == sorted(times), "signed, sealed and submitted in the wrong order"
        assert not letter.is_complete or reply.round.is_in_time(times[-1]), "a letter counts that came too late"
    if reply.standing is not None and reply.standing.kind in ANSWERED and accepted:
        assert reply.standing.letter_id == accepted[0].id, "the status speaks of another letter"


def _figures_must_add_up(round_: Round, replies: Sequence[Reply]) -> None:
    comments = comments_of(round_)
    counts = rules.count(replies, comments)
    kinds = counts.with_comments + counts.no_objection + counts.silent + counts.undelivered + counts.open
    assert counts.sent == kinds == len(replies)
    assert len({comment.id for comment in comments}) == len(comments), "a comment counts twice"
    if round_.confirmed_at is not None:
        decided = counts.adopted + counts.partly + counts.declined + counts.explained
        assert decided == counts.comments, "confirmed with undecided comments"
        assert all(c.decision is not None and c.decision.confirmed_at is not None for c in comments)
        assert counts.open == 0


def _must_end_once(desk: Desk, round_: Round) -> None:
    must_happen_once(desk, ("close", "close_silent", "confirm", "release", "conclude", "archive", "revoke"))
    must_leave_nothing(desk)
    for decision in desk.session.scalars(select(Decision).where(Decision.confirmed_at.is_not(None))):
        assert decision.confirmed_by_id != decision.proposed_by_id
    mine = [reply.id for reply in round_.replies]
    if round_.archived_at is not None or round_.revocation is not None:
        assert open_subjects(desk, "reply", mine) == [], "a reply is open in a round that has ended"
    if round_.revocation is not None:
        assert round_.confirmed_at is None, "revoked although its decisions were confirmed"
        assert open_subjects(desk, "round", [round_.id]) == [], "a revoked round goes on"
