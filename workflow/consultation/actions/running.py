"""征求意见期间: remind, extend before the deadline, correct the draft; and what the system does by itself."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Table, select
from sqlalchemy.orm.attributes import instance_dict

from workflow.bulk import among, next_ids
from workflow.clock import moment_in_words
from workflow.consultation import board, papers, paperwork, rules, words
from workflow.consultation.model import (
    Comment,
    Delivery,
    Draft,
    Extension,
    PlannedEvent,
    PlannedKind,
    Reminder,
    Reply,
    Round,
    RoundStage,
    Standing,
    StandingKind,
)
from workflow.desk import Desk
from workflow.documents.reading import read_draft
from workflow.errors import AlreadyDone, Incomplete, Stale, TooLate
from workflow.files import WORD
from workflow.notices import Channel, Notice
from workflow.numbers import take_number
from workflow.official import insert_official
from workflow.people import PostKind
from workflow.store import chunks, public_key

STANDINGS = cast(Table, Standing.__table__)
A_CLICK = timedelta(minutes=1)  # the same words again so soon are a double click

# -- by hand


def remind(desk: Desk, reply: Reply, channel: Channel, result: str) -> None:
    """催办 by hand: a letter is made, the channel and its result recorded."""
    _must_be_clerk(desk, reply.round)
    desk.lock([reply])
    reply.round.must_be(RoundStage.COLLECTING)
    if not reply.round.is_in_time(desk.now):
        raise TooLate("截止时间已过，不再催办。该单位的状态以截止登记为准。")
    if reply.has_answered:
        raise Stale("该单位已经报送，不必催办。")
    if not result.strip():
        raise Incomplete({"result": "请写明催办情况，如接听人和答复。"})
    if any(_is_the_same(desk, earlier, channel, result) for earlier in reply.reminders):
        raise AlreadyDone("这次催办刚刚已经记录，不必重复记录。")
    kept = paperwork.keep(desk, reply.round, paperwork.reminder(reply, desk.now, desk.calendar), reply.unit.name, reply)
    _remind(desk, reply, channel, result.strip(), kept.id)
    desk.note("remind_by_hand", reply, unit_id=reply.unit_id, channel=words.CHANNELS[channel], result=result.strip())


def _is_the_same(desk: Desk, earlier: Reminder, channel: Channel, result: str) -> bool:
    """A second click is no second call."""
    same = (earlier.sent_by_id, earlier.channel, earlier.result) == (desk.officer_id, channel, result.strip())
    return same and desk.now - earlier.at < A_CLICK


def remind_several(desk: Desk, round_: Round, keys: Collection[str], channel: Channel, result: str) -> int:
    """The same for several units at once; who has answered meanwhile is left in peace. Returns how many were reminded."""
    _must_be_clerk(desk, round_)
    silent = [reply for reply in round_.replies if reply.key in keys and not reply.has_answered]
    for reply in silent:
        remind(desk, reply, channel, result)
    return len(silent)


def extend(desk: Desk, round_: Round, new_deadline: datetime, reason: str) -> Extension:
    """延期: issued by the head before the old deadline; it reaches all, and every pending moment moves."""
    desk.must_hold(round_.lead_unit_id, PostKind.LEADER)
    desk.lock([round_])
    desk.lock(round_.replies)
    old, new_deadline = round_.last_moment, new_deadline.replace(second=0, microsecond=0)
    if not _may_still_be_extended(desk, round_):
        raise TooLate("延期须在原截止时间之前签发，现在已不能延期。可再次发起征求意见。")
    if new_deadline <= old:
        raise Incomplete({"deadline": "延期后的截止时间应晚于原截止时间。"})
    if new_deadline > desk.now + rules.LONGEST_PERIOD:
        raise Incomplete({"deadline": "延期后的截止时间在一年以后，请核对年份。"})
    if not reason.strip():
        raise Incomplete({"reason": "请写明延期理由，将写入延期通知。"})
    number = take_number(desk.session, round_.lead_unit.number_code, desk.today.year)
    extension = Extension(
        old_deadline=old, new_deadline=new_deadline, reason=reason.strip(),
        doc_number=str(number), issued_at=desk.now, issued_by_id=desk.officer_id,
    )  # fmt: skip
    round_.extensions.append(extension)
    round_.deadline = extension.new_deadline
    _plan_again(desk, round_)
    desk.reschedule([round_])
    desk.reschedule(round_.replies)
    paperwork.keep(desk, round_, paperwork.extension(round_, extension))
    _tell_all(desk, round_, "extension", f"延期至{moment_in_words(round_.last_moment)}")
    desk.note("extend", round_, deadline=moment_in_words(round_.last_moment), reason=reason.strip())
    return extension


def _may_still_be_extended(desk: Desk, round_: Round) -> bool:
    """Before the deadline, and nobody has been registered as overdue: the sweep may have been quicker."""
    open_ = round_.stage is RoundStage.COLLECTING and round_.is_in_time(desk.now)
    return open_ and not any(reply.is_overdue for reply in round_.replies)


def _plan_again(desk: Desk, round_: Round) -> None:
    """The rehearsal from here on: what is still pending is dropped and planned anew."""
    for event in round_.plan:
        if event.is_pending:
            event.dropped_at = desk.now
    ahead = rules.reminders(desk.now, round_.last_moment, round_.remind_days, desk.calendar)
    closing = rules.Planned(round_.last_moment, PlannedKind.CLOSE)
    round_.plan.extend(PlannedEvent(kind=p.kind, due=p.due, planned_at=desk.now) for p in (*ahead, closing))
    desk.session.flush()
    desk.session.expire(round_, ["reminders_planned"])


def replace_draft(desk: Desk, round_: Round, data: bytes, name: str, correction: str) -> Draft:
    """更正: a new version; units that have replied are asked to confirm, and their earlier reply stands until then."""
    _must_be_clerk(desk, round_)
    desk.lock([round_])
    desk.lock(round_.replies)
    round_.must_be(RoundStage.COLLECTING)
    if not round_.is_in_time(desk.now):
        raise TooLate("截止时间已过，不能更正征求意见稿。可再次发起征求意见。")
    if not correction.strip():
        raise Incomplete({"correction": "请写明更正了什么、为什么更正，将写入更正通知。"})
    outline = read_draft(data, name)
    before = round_.current_draft
    kept = desk.keep(data, name, WORD)
    if kept.sha256 == before.file.sha256:
        raise AlreadyDone("这份文件就是现行的征求意见稿，没有变化，不必更正。请检查是否选错了文件。")
    draft = Draft(
        round_id=round_.id, version=before.version + 1, title=outline.title, file_id=kept.id,
        made_at=desk.now, correction=correction.strip(),
    )  # fmt: skip
    draft.take_structure(outline)
    desk.session.add(draft)
    desk.session.flush()
    desk.session.expire(round_, ["drafts"])
    paperwork.keep(desk, round_, paperwork.replacement(round_, _changes(before, draft), desk.now))
    for reply in round_.replies:
        paperwork.renew_form(desk, reply)
        _move_to_new_draft(reply, draft)
    _tell_all(desk, round_, "replacement", "征求意见稿已更正，请对照新稿办理")
    desk.note("replace_draft", round_, version=draft.version, correction=correction.strip())
    reopen(desk, round_.replies)
    return draft


def _changes(before: Draft, after: Draft) -> list[papers.Change]:
    old, new = _parts(before), _parts(after)
    labels = list(dict.fromkeys([*old, *new]))
    return [
        papers.Change(label, old.get(label, "（无）"), new.get(label, "（删去）"))
        for label in labels
        if old.get(label) != new.get(label)
    ]


def _parts(draft: Draft) -> dict[str, str]:
    """What may have been corrected, by its name: a clause's title is words of the draft like its text."""
    found = {}
    for clause in draft.clauses:
        if clause.title:
            found[f"{clause.label}条题"] = clause.title
        found[clause.label] = clause.text
    return found


def _move_to_new_draft(reply: Reply, draft: Draft) -> None:
    """Comments being written follow their clause into the new version; nothing typed is lost."""
    for comment in reply.written:
        comment.clause = draft.clause_labelled(comment.clause.label) if comment.clause else None


def reopen(desk: Desk, replies: Sequence[Reply]) -> None:
    """Ask again those whose reply has been accepted; one that waits for its check is asked when it has been checked."""
    answered = [reply for reply in replies if reply.has_answered and desk.hears(reply, "reopen")]
    for reply in answered:
        _lay_out_again(desk, reply)
        desk.note("reopen", reply, unit_id=reply.unit_id)
    desk.tell(answered, "reopen")


def _lay_out_again(desk: Desk, reply: Reply) -> None:
    """What a unit said on paper lies ready to be confirmed, as what it typed does anyway."""
    letter = reply.valid_letter
    if letter is None or reply.written:
        return
    reply.declares_no_objection = letter.no_objection
    draft = reply.round.current_draft
    desk.session.add_all(
        Comment(
            key=public_key(), reply_id=reply.id, letter_id=None, position=said.position,
            clause=draft.clause_labelled(said.clause.label) if said.clause else None,
            original=said.original, proposed=said.proposed, reason=said.reason,
        )
        for said in letter.comments
    )  # fmt: skip


# -- by itself


def remind_silent(desk: Desk, rounds: Sequence[Round]) -> None:
    """Operation `remind_silent_units`: who has not submitted is reminded; after a downtime once, not once a date."""
    for round_ in rounds:
        due = [e for e in round_.reminders_planned if e.is_pending and e.due <= desk.now]
        if not round_.is_in_time(desk.now):  # slept through: nobody is asked to hurry for what has passed
            for event in due:
                event.dropped_at = desk.now
                desk.note("miss_reminder", round_, due=event.due)
            continue
        silent = [reply for reply in round_.replies if not reply.has_answered]
        for reply in silent:
            _remind(desk, reply, Channel.SYSTEM, "已发送至该单位待办", None)
        for event in due:
            event.done_at = desk.now
            desk.note("remind", round_, due=event.due, count=len(silent))


def _remind(desk: Desk, reply: Reply, channel: Channel, result: str, file_id: int | None) -> None:
    round_ = reply.round
    reply.reminders.append(
        Reminder(at=desk.now, sent_by_id=desk.officer_id, channel=channel, result=result, file_id=file_id)
    )
    desk.session.add(
        Notice(
            unit_id=reply.unit_id, case=round_.case, subject=reply.subject,
            kind="urging" if desk.officer_id else "reminder",
            title=f"请尽快报送：{paperwork.notice_title(round_)}",
            body=f"截止时间为{moment_in_words(round_.last_moment)}，你单位尚未报送。",
            channel=channel, file_id=file_id, created_at=desk.now, sent_at=desk.now,
        )
    )  # fmt: skip


def close_silent(desk: Desk, replies: Sequence[Reply]) -> None:
    """Operation `close_silent_replies`: no valid reply. Silent only where delivery is proven; nothing is signed."""
    reached = _reached(desk, replies)
    ids = next_ids(desk.session, STANDINGS, len(replies))
    rows = [_closed(desk, id_, reply, reply.id in reached) for id_, reply in zip(ids, replies, strict=True)]
    insert_official(desk.session, STANDINGS, rows)
    with desk.by_itself():  # also where a check after the deadline has brought it about
        for reply, row in zip(replies, rows, strict=True):
            if "standings" in instance_dict(reply):
                desk.session.expire(reply, ["standings"])
            standing = words.STANDINGS[row["kind"]]
            desk.note("close_silent", reply, unit_id=reply.unit_id, due=reply.round.deadline, standing=standing)


def _reached(desk: Desk, replies: Sequence[Reply]) -> set[int]:
    """The replies whose units were proven to be reached in time, for all of them at once."""
    rounds = {reply.id: reply.round for reply in replies}
    proofs = select(Delivery.reply_id, Delivery.at).where(Delivery.is_proof)
    return {
        row.reply_id
        for some in chunks(list(rounds))
        for row in desk.session.execute(proofs.where(among(desk.session, Delivery.reply_id, some)))
        if rounds[row.reply_id].is_in_time(row.at)
    }


def _closed(desk: Desk, id_: int, reply: Reply, reached: bool) -> dict[str, Any]:
    kind = StandingKind.SILENT if reached else StandingKind.UNDELIVERED
    return {
        "id": id_, "reply_id": reply.id, "kind": kind, "true_at": reply.round.last_moment, "known_at": desk.now,
        "letter_id": None, "recorded_by_id": None, "why": kind.value,
    }  # fmt: skip


def close(desk: Desk, rounds: Sequence[Round]) -> None:
    """Operation `close_round`: the deadline has passed; its figures go into the journal."""
    for round_ in rounds:
        round_.closed_at = desk.now
        closing = (PlannedEvent.round_id == round_.id, PlannedEvent.kind == PlannedKind.CLOSE)
        for event in desk.session.scalars(select(PlannedEvent).where(*closing)):
            if event.is_pending:
                event.done_at = desk.now
        found = board.standings(desk, round_)
        desk.note(
            "close", round_, due=round_.deadline,
            open=found[StandingKind.OPEN], with_comments=found[StandingKind.WITH_COMMENTS],
            no_objection=found[StandingKind.NO_OBJECTION], silent=found[StandingKind.SILENT],
            undelivered=found[StandingKind.UNDELIVERED],
        )  # fmt: skip


def _tell_all(desk: Desk, round_: Round, kind: str, body: str) -> None:
    desk.session.add_all(
        Notice(
            unit_id=reply.unit_id, case=round_.case, subject=reply.subject, kind=kind,
            title=paperwork.notice_title(round_), body=body, channel=Channel.SYSTEM,
            created_at=desk.now, sent_at=desk.now,
        )
        for reply in round_.replies
    )  # fmt: skip


def _must_be_clerk(desk: Desk, round_: Round) -> None:
    desk.must_hold(round_.lead_unit_id, PostKind.CLERK)
