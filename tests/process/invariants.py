"""What is true of a round after every single thing that happens to it, and what may never change again."""

import re
from collections.abc import Sequence

from sqlalchemy import select

from tests.makers import Stage
from tests.sequences.invariants import must_be_well, must_happen_once, must_leave_nothing, open_subjects, tasks_of
from workflow.consultation import board, paperwork, rules, statistics
from workflow.consultation.actions import deciding
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
        if round_.issued_at is not None:
            _pages_must_agree(desk, round_)
        if round_.confirmed_at is not None:
            _papers_must_agree(desk, round_)


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


def _pages_must_agree(desk: Desk, round_: Round) -> None:
    """Board, statistics and list of rounds, each of which counts in its own way."""
    comments = comments_of(round_)
    counts = rules.count(round_.replies, comments)
    shown = board.counted(desk, round_, board.Wanted()).figures
    assert shown == board.figures(board.rows(desk, round_))
    assert (shown.sent, shown.with_comments, shown.no_objection, shown.silent, shown.undelivered, shown.unsettled) == (
        counts.sent, counts.with_comments, counts.no_objection, counts.silent, counts.undelivered, counts.open,
    )  # fmt: skip
    assert shown.late == counts.late
    [of_round] = statistics.of_rounds(desk, [round_])
    assert {kind: of_round.standings[kind] for kind in ANSWERED} == dict(
        zip(ANSWERED, (counts.with_comments, counts.no_objection), strict=True)
    )
    assert of_round.open == counts.open
    assert of_round.in_time == board.progress(desk, [round_])[round_.id].answered
    about_clauses = [comment for comment in comments if comment.clause is not None]
    clauses = statistics.of_clauses(desk, round_)
    assert sum(clause.comments for clause in clauses) == len(about_clauses)
    assert sum(clause.undecided for clause in clauses) == sum(comment.decision is None for comment in about_clauses)


def _papers_must_agree(desk: Desk, round_: Round) -> None:
    """What would be told now; the report itself refuses figures that do not add up."""
    records = deciding.coordinations(desk, round_)
    report = paperwork.adoption_report(round_, records, desk.now)
    summary = paperwork.summary(round_, desk.now)
    answers = [paperwork.answer(reply, desk.now) for reply in round_.replies]
    assert sum(len(answer.lines) for answer in answers) == report.figures.comments
    assert (len(summary.silent_units), len(summary.undelivered_units)) == (
        report.figures.silent, report.figures.undelivered,
    )  # fmt: skip
    assert len(summary.no_objection_units) == report.figures.no_objection
    assert {row.number for row in report.not_adopted} <= {row.number for row in summary.rows}
    for answer in answers:
        told = [int(number) for number in re.findall(r"意见(\d+)条", answer.standing)]
        assert sum(told) == len(answer.lines), f"the answer says {answer.standing} and answers {len(answer.lines)}"


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
