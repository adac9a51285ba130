"""What is true of a round after every single thing that happens to it, and what may never change again."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from tests.makers import Stage
from workflow.consultation import rules
from workflow.consultation.model import Decision, Reply, Round, StandingKind
from workflow.consultation.model import Stage as Where
from workflow.consultation.process import REPLY
from workflow.consultation.said import comments_of
from workflow.desk import Desk
from workflow.engine.checkup import examine
from workflow.engine.rows import instances, moments, tasks
from workflow.journal import JournalLine

ANSWERED = (StandingKind.WITH_COMMENTS, StandingKind.NO_OBJECTION)
AT_WORK: dict[Where, set[str]] = {  # a unit's stage -> what then lies on a desk
    Where.AWAITING_SIGNATURE: {"sign"},
    Where.AWAITING_SEAL: {"seal"},
    Where.SUBMITTED: {"check"},
    Where.SILENT: set(),
    Where.UNDELIVERED: set(),
}


@dataclass(frozen=True)
class Record:
    """What has been written down: only ever more of it."""

    journal: list[Any]
    standings: list[Any]
    letters: list[Any]
    trail: list[Any]
    versions: list[Any]


def record(database: Any) -> Record:
    """Read past the ORM, by the driver's own connection: this is done after every single operation."""
    return Record(
        database.execute("select id, verb, at, subject, officer_id, details from journal_line order by id").fetchall(),
        database.execute("select * from standing order by id").fetchall(),
        database.execute("select id, number, draft_id, no_objection, written_at from letter order by id").fetchall(),
        database.execute("select * from engine_trail order by id").fetchall(),
        database.execute("select sum(version), count(*) from engine_instance").fetchall(),
    )


def must_only_grow(before: Record, after: Record) -> None:
    assert after.journal[: len(before.journal)] == before.journal, "a line of the journal was changed"
    assert after.standings[: len(before.standings)] == before.standings, "a legal status was changed"
    assert after.letters[: len(before.letters)] == before.letters, "the words of a letter were changed"
    assert after.trail[: len(before.trail)] == before.trail, "the way of a case was changed"
    assert after.versions >= before.versions, "a case went back"


def must_hold(stage: Stage) -> None:
    """All invariants."""
    with stage.look() as (desk, round_):
        _must_be_well(desk)
        lying = _tasks(desk)
        replies = REPLY.load(desk.session, [reply.id for reply in round_.replies])
        for reply in replies:
            _must_make_sense(reply, lying.get(("reply", reply.id), []))
        _figures_must_add_up(round_, replies)
        _must_end_once(desk, round_)


def _must_be_well(desk: Desk) -> None:
    """Overdue alone is no fault here: nobody may have swept yet."""
    findings = [finding for finding in examine(desk, desk.engine).findings if finding.what != "overdue"]
    assert findings == []


def _tasks(desk: Desk) -> dict[tuple[str, int], list[str]]:
    found: dict[tuple[str, int], list[str]] = {}
    rows = select(instances.c.process, instances.c.subject_id, tasks.c.step).join(tasks)
    for process, subject, step in desk.session.execute(rows):
        found.setdefault((process, subject), []).append(step)
    return found


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
    final = ("close", "close_silent", "confirm", "release", "conclude", "archive")
    lines = select(JournalLine.verb, JournalLine.subject).where(JournalLine.verb.in_(final))
    ends = Counter(tuple(line) for line in desk.session.execute(lines))
    assert all(times == 1 for times in ends.values()), f"ended twice: {ends}"
    ended = select(instances.c.id).where(instances.c.completed_at.is_not(None))
    for table in (tasks, moments):
        left = desk.session.scalars(select(table.c.id).where(table.c.instance_id.in_(ended))).all()
        assert left == [], "something is left of a case that has ended"
    for decision in desk.session.scalars(select(Decision).where(Decision.confirmed_at.is_not(None))):
        assert decision.confirmed_by_id != decision.proposed_by_id
    if round_.archived_at is not None:
        open_ = select(instances.c.id).where(instances.c.completed_at.is_(None), instances.c.process == "reply")
        mine = open_.where(instances.c.subject_id.in_([reply.id for reply in round_.replies]))
        assert desk.session.scalars(mine).all() == [], "a reply is open in an archived round"
