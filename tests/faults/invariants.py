"""What must be true when the storm is over. Each check yields a sentence for everything that is not as it must be; the
sentences name units by their reply's public key.
"""

import io
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tests.faults.ledger import Acknowledged, Ledger
from tests.faults.mailbox import Letter as Mail
from tests.faults.town import rounds
from workflow.consultation import rules
from workflow.consultation.model import Letter, PlannedEvent, PlannedKind, Reply, Round, StandingKind, VoidKind
from workflow.consultation.said import comments_of
from workflow.desk import Desk
from workflow.engine.checkup import examine
from workflow.engine.rows import instances, moments, trail
from workflow.files import KeptFile
from workflow.journal import JournalLine
from workflow.outbox.rows import Parcel, State
from workflow.verifying import verify

CLOSED_UNANSWERED = (StandingKind.SILENT, StandingKind.UNDELIVERED)


@dataclass(frozen=True)
class Traces:
    """What is looked at: the installation, what people were told, what the mail server took, the folder of files."""

    desk: Desk
    ledger: Ledger
    mail: Sequence[Mail]
    files: Path


def what_is_wrong(traces: Traces) -> list[str]:
    return [f"{name}: {sentence}" for name, check in CHECKS.items() for sentence in check(traces)]


# -- every acknowledged reply is there


def lost_replies(traces: Traces) -> Iterator[str]:
    by_key = {reply.key: reply for reply in _replies(traces.desk)}
    for said in traces.ledger.acknowledged:
        if not _IS_THERE[said.what](by_key[said.reply], said):
            yield f"{said.what} of {said.reply} was acknowledged at {said.at:%H:%M:%S.%f} and is not there"


def _has_letter(reply: Reply, said: Acknowledged, fact: str) -> bool:
    return any(letter.key == said.detail and getattr(letter, fact) is not None for letter in reply.letters)


def _has_comment(reply: Reply, said: Acknowledged) -> bool:
    key, _, words = said.detail.partition(" ")
    in_letters = any(comment.proposed == words for letter in reply.letters for comment in letter.comments)
    return in_letters or any(comment.key == key and comment.proposed == words for comment in reply.written)


def _stands(reply: Reply, said: Acknowledged) -> bool:
    """Submitted, and since then voided only by what the unit itself did."""
    return _has_letter(reply, said, "submitted_at")


_IS_THERE: dict[str, Callable[[Reply, Acknowledged], bool]] = {
    "receive": lambda reply, _: reply.received_at is not None,
    "no objection": lambda reply, _: reply.declares_no_objection or any(each.no_objection for each in reply.letters),
    "comment": _has_comment,
    "send": lambda reply, _: bool(reply.letters),
    "sign": lambda reply, said: _has_letter(reply, said, "signed_at"),
    "submit": _stands,
    "withdraw": lambda reply, _: any(letter.void is not None for letter in reply.letters),
}


# -- exactly one final state a unit


def more_or_less_than_one_state(traces: Traces) -> Iterator[str]:
    told = Counter(said.reply for said in traces.ledger.of("withdraw"))
    submitted = Counter({(said.reply, said.detail) for said in traces.ledger.of("submit")})
    for reply in _replies(traces.desk):
        yield from _of_one_reply(reply)
        answered = sum(times for (key, _), times in submitted.items() if key == reply.key)
        taken_back = sum(letter.void is VoidKind.WITHDRAWN for letter in reply.letters)
        if answered > taken_back and reply.valid_letter is None:
            yield f"{reply.key} has submitted {answered} letters, taken back {taken_back}, and counts as silent"
        if taken_back > told[reply.key] + traces.ledger.unanswered["withdraw", reply.key]:
            yield f"{reply.key} has {taken_back} letters taken back, and nobody did so more than {told[reply.key]} times"
    for round_ in _closed(traces.desk):
        counts = rules.count(round_.replies, comments_of(round_))
        total = counts.with_comments + counts.no_objection + counts.silent + counts.undelivered + counts.open
        if total != len(round_.replies):
            yield f"round {round_.id} counts {total} of {len(round_.replies)} units"


def turned_away_in_time(traces: Traces) -> Iterator[str]:
    for key, at in traces.ledger.misled_at.items():
        yield f"{key} was told at {at:%H:%M:%S.%f} that the deadline is over"
    for reply in _replies(traces.desk):
        for standing in reply.standings:
            if standing.kind in CLOSED_UNANSWERED and standing.known_at < reply.round.closes_at:
                yield f"{reply.key} was closed at {standing.known_at}, before its deadline"


def _of_one_reply(reply: Reply) -> Iterator[str]:
    complete = [letter for letter in reply.letters if letter.is_complete]
    unanswered = [standing for standing in reply.standings if standing.kind in CLOSED_UNANSWERED]
    if len(complete) > 1:
        yield f"{reply.key} has {len(complete)} letters that count"
    if len(unanswered) > 1:
        yield f"{reply.key} was closed {len(unanswered)} times"
    if reply.round.closed_at is not None and bool(complete) == bool(unanswered):
        yield f"{reply.key} has {len(complete)} letters that count and was closed {len(unanswered)} times"
    late = [letter for letter in complete if not reply.round.is_in_time(_submitted(letter))]
    if late:
        yield f"{reply.key} counts with a letter that came at {_submitted(late[0])}"
    numbers = [letter.number for letter in reply.letters]
    if numbers != list(range(1, len(numbers) + 1)):
        yield f"{reply.key} has the letters {numbers}"


# -- every moment fired exactly once


def moments_not_fired_once(traces: Traces) -> Iterator[str]:
    desk = traces.desk
    waiting = (
        select(instances.c.process, instances.c.subject_id, moments.c.at)
        .join(instances)
        .where(moments.c.due <= desk.now)
    )
    for row in desk.session.execute(waiting):
        yield f"{row.at} of {row.process} {row.subject_id} is due and has not fired"
    yield from _fired_twice(desk)
    yield from _told_twice(desk)
    for event in desk.session.scalars(select(PlannedEvent).where(PlannedEvent.due <= desk.now)):
        if event.is_pending and event.kind is not PlannedKind.DELIVER:
            yield f"{event.kind} of round {event.round_id}, due {event.due}, has not happened"


def _fired_twice(desk: Desk) -> Iterator[str]:
    """A deadline once in the life of a case; a reminder once for each of its dates."""
    fired = Counter(map(tuple, desk.session.execute(select(trail.c.instance_id, trail.c.event))))
    for (instance, event), times in fired.items():
        if event.startswith("fire") and "remind" not in event and times > 1:
            yield f"{event} of instance {instance} fired {times} times"


def _told_twice(desk: Desk) -> Iterator[str]:
    once = ("close", "close_silent", "remind", "miss_reminder")
    lines = select(JournalLine.verb, JournalLine.subject, JournalLine.due).where(JournalLine.verb.in_(once))
    for (verb, subject, due), times in Counter(map(tuple, desk.session.execute(lines))).items():
        if times > 1:
            yield f"{verb} of {subject}, due {due}, happened {times} times"
    for round_ in _closed(desk):
        closed = select(JournalLine.id).where(JournalLine.verb == "close", JournalLine.subject == round_.subject)
        if len(desk.session.scalars(closed).all()) != 1:
            yield f"round {round_.id} is closed, and the journal does not say so once"


# -- every paper whole


def broken_papers(traces: Traces) -> Iterator[str]:
    contents = {kept.sha256: kept for kept in traces.desk.session.scalars(select(KeptFile))}
    for sha256, kept in contents.items():
        data = traces.desk.files.find(sha256)
        if data is None or len(data) != kept.size:
            yield f"{kept.name} ({sha256[:12]}) is missing or cut off"
        elif kept.name.endswith(".docx") and _damaged(data):
            yield f"{kept.name} ({sha256[:12]}) cannot be opened"
    for reply in _replies(traces.desk):
        for letter in reply.letters:
            if letter.submitted_at is not None and letter.file_id is None and not letter.late:
                yield f"{reply.key} has submitted letter {letter.number} without its paper"


def _damaged(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as paper:
            return paper.testzip() is not None
    except zipfile.BadZipFile:
        return True


def rubbish(traces: Traces) -> Iterator[str]:
    """Half-written files that nobody will ever take away; a killed writer may leave its one."""
    named = {path.name for path in traces.files.rglob("*") if path.is_file()}
    unknown = [name for name in named if len(name) != 64 and name != "ballast"]
    if len(unknown) > MOST_RUBBISH:
        yield f"{len(unknown)} files that nothing names lie in the folder of kept files"


MOST_RUBBISH = 40  # one for each kill at most


# -- no mail twice


def mail_twice(traces: Traces) -> Iterator[str]:
    for (to, id_), times in Counter((mail.to, mail.id) for mail in traces.mail).items():
        if times > 1:
            yield f"{to} got {id_} {times} times"
    for (to, title, text), times in Counter((mail.to, mail.subject, mail.text) for mail in traces.mail).items():
        if times > 1:
            yield f"{to} got the same words {times} times: {title} ({len(text)} characters)"
    taken = {mail.id for mail in traces.mail}
    for parcel in traces.desk.session.scalars(select(Parcel).options(selectinload(Parcel.contents))):
        arrived = any(parcel.message_id in id_ for id_ in taken)
        if parcel.state is State.SENT and not arrived:
            yield f"parcel {parcel.id} to {parcel.address} is said to be sent and never arrived"
        if parcel.state in (State.WAITING, State.FAILED) and arrived:
            yield f"parcel {parcel.id} to {parcel.address} is {parcel.state} and has arrived"
        if parcel.state is State.FAILED:
            yield f"parcel {parcel.id} to {parcel.address} was given up: {parcel.result}"


# -- chain, and nothing lost


def broken_chain(traces: Traces) -> Iterator[str]:
    for fault in verify(traces.desk).faults:
        yield f"{fault.what} {fault.why}"


def lost_cases(traces: Traces) -> Iterator[str]:
    for finding in examine(traces.desk, traces.desk.engine).findings:
        yield f"{finding.process} {finding.subject_id}: {finding.what} ({finding.detail})"


CHECKS: dict[str, Callable[[Traces], Iterable[str]]] = {
    "every acknowledged reply is there": lost_replies,
    "exactly one final state a unit": more_or_less_than_one_state,
    "nobody turned away in time": turned_away_in_time,
    "every moment fired exactly once": moments_not_fired_once,
    "every paper whole": broken_papers,
    "no rubbish among the kept files": rubbish,
    "no mail twice": mail_twice,
    "journal chain intact": broken_chain,
    "never lost": lost_cases,
}


def _replies(desk: Desk) -> Sequence[Reply]:
    about = selectinload(Reply.letters).selectinload(Letter.comments), selectinload(Reply.standings)
    return desk.session.scalars(select(Reply).order_by(Reply.id).options(*about)).all()


def _closed(desk: Desk) -> list[Round]:
    return [round_ for round_ in rounds(desk) if round_.closed_at is not None]


def _submitted(letter: Letter) -> datetime:
    assert letter.submitted_at is not None
    return letter.submitted_at
