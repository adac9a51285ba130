"""办理: a unit receives, writes, signs, seals and submits; and takes back what it wants to change."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import delete

from workflow.clock import moment_in_words
from workflow.consultation import attesting, paperwork
from workflow.consultation.model import (
    Clause,
    Comment,
    Delivery,
    Letter,
    LetterChannel,
    Reply,
    RoundStage,
    Standing,
    StandingKind,
    VoidKind,
)
from workflow.desk import Desk
from workflow.documents.forms import read_form
from workflow.engine.verbs import Taken
from workflow.errors import AlreadyDone, Incomplete, Refusal, Stale, TooLate
from workflow.notices import Channel
from workflow.people import Officer, PostKind
from workflow.store import public_key

OPINION = "同意，请按程序报送。"
LONGEST = 5_000  # characters of one field, as in the Word form


@dataclass(frozen=True)
class Wish:
    """What somebody wants changed: one line of a comment, however it came in."""

    clause: Clause | None
    original: str = ""
    proposed: str = ""
    reason: str = ""


def open_notice(desk: Desk, reply: Reply) -> None:
    """An officer of the unit has the notice on the screen: from now on delivery is proven (once)."""
    desk.must_hold(reply.unit_id, PostKind.CLERK, PostKind.LEADER, PostKind.SEAL_KEEPER)
    if any(d.is_proof for d in reply.deliveries) or not reply.round.is_in_time(desk.now):
        return
    _prove_delivery(desk, reply, "单位人员已在系统内打开通知")
    desk.note("open_notice", reply, unit_id=reply.unit_id)


def receive(desk: Desk, reply: Reply) -> None:
    """签收, with its time."""
    desk.must_hold(reply.unit_id, PostKind.CLERK)
    taken = _take(desk, reply, "receive")
    reply.received_at, reply.received_by_id = desk.now, desk.officer_id
    _prove_delivery(desk, reply, f"{desk.officer.name if desk.officer else ''}签收")
    desk.note("receive", reply, unit_id=reply.unit_id)
    desk.complete(taken)


def _prove_delivery(desk: Desk, reply: Reply, result: str) -> None:
    reply.deliveries.append(
        Delivery(
            channel=Channel.SYSTEM, at=desk.now, recorded_at=desk.now, recorded_by_id=desk.officer_id,
            is_proof=True, result=result,
        )
    )  # fmt: skip


# -- writing; saved as it is typed


def save_comment(desk: Desk, reply: Reply, key: str | None, wish: Wish) -> Comment:
    """Save one comment (a new one without `key`), at any time while the unit may still write."""
    _may_write(desk, reply)
    _must_be_a_clause_of_the_draft(reply, wish.clause)
    _must_fit(wish)
    comment = _written(reply, key) if key else _new_comment(desk, reply)
    comment.clause_id = wish.clause.id if wish.clause else None
    comment.original, comment.proposed, comment.reason = wish.original, wish.proposed, wish.reason
    reply.declares_no_objection, reply.saved_at = False, desk.now
    desk.session.flush()
    desk.session.expire(reply, ["written"])
    return comment


def begin_comment(desk: Desk, reply: Reply, version: int, position: int | None) -> Comment:
    """An empty comment beside a clause (by its place in the version on the screen), its words quoted; None: 全文."""
    draft = reply.round.current_draft
    _must_be_current(reply, version)
    clause = None if position is None else next((c for c in draft.clauses if c.position == position), None)
    if clause is None and position is not None:
        raise Stale("征求意见稿中没有这一条，可能已经调整。请刷新后对照现在的文稿提出意见。")
    return save_comment(desk, reply, None, Wish(clause, clause.text if clause else ""))


def change_comment(desk: Desk, reply: Reply, key: str, seen: Collection[str] = (), **words: str) -> Comment:
    """Some words of a comment (`original`, `proposed`, `reason`), as they are typed; the others stay.

    `seen`: what the writer's page took for saved; when it was something else, a colleague has written there.
    """
    _may_write(desk, reply)
    comment = _written(reply, key)
    for name, text in words.items():
        _must_be_what_was_seen(getattr(comment, name), {*seen, text} if seen else ())
    kept = {name: getattr(comment, name) for name in ("original", "proposed", "reason")}
    return save_comment(desk, reply, key, Wish(comment.clause, **{**kept, **words}))


def _must_be_what_was_seen(kept: str, seen: Collection[str]) -> None:
    if seen and kept not in seen:
        raise Stale("同事刚刚改动了这一处。您填写的内容没有丢失，请先复制，刷新后对照现在的内容再改。")


def remove_comment(desk: Desk, reply: Reply, key: str) -> None:
    _may_write(desk, reply)
    desk.session.delete(_written(reply, key))
    reply.saved_at = desk.now
    desk.session.flush()
    desk.session.expire(reply, ["written"])


def declare_no_objection(desk: Desk, reply: Reply, declared: bool = True) -> None:
    """无意见, with one click; the comments already typed are kept but not sent."""
    _may_write(desk, reply)
    reply.declares_no_objection, reply.saved_at = declared, desk.now


def import_form(desk: Desk, reply: Reply, data: bytes, name: str) -> int:
    """Take over the rows of a filled 反馈单, all or none; returns how many.

    Incomplete names every wrong row; a form of another unit, round or version is refused.
    """
    _may_write(desk, reply)
    form = read_form(data, name)
    _must_be_the_form_of(reply, form.form_code)
    draft = reply.round.current_draft
    clauses = {row.row: draft.clause_labelled(row.clause) for row in form.rows}
    unknown = {
        f"第{row.row}行": f"第{row.row}行：征求意见稿中没有“{row.clause}”这一条，请照反馈单所列条款填写。"
        for row in form.rows
        if clauses[row.row] is None and row.clause.strip() != "全文"
    }
    if unknown:
        raise Incomplete(unknown, "反馈单未导入，请改正以下各行后重新上传：" + "".join(unknown.values()))
    _replace_written(desk, reply, [Wish(clauses[r.row], r.original, r.proposed, r.reason) for r in form.rows])
    reply.declares_no_objection = bool(form.declares_no_objection) and not form.rows
    return len(form.rows)


def _must_be_the_form_of(reply: Reply, code: str) -> None:
    if code == paperwork.form_code(reply):
        return
    if code.rpartition("-")[0] == reply.key:
        raise Stale("这份反馈单对应的是更正前的征求意见稿。请下载最新的反馈单，把意见移过去后再上传。")
    raise Refusal("这份反馈单不是本单位本轮的（表单编号不符），没有导入。请从本页下载本单位的反馈单填写。")


def _replace_written(desk: Desk, reply: Reply, wishes: Sequence[Wish]) -> None:
    desk.session.execute(delete(Comment).where(Comment.reply_id == reply.id, Comment.letter_id.is_(None)))
    desk.session.add_all(_comments(reply, wishes))
    reply.saved_at = desk.now
    desk.session.flush()
    desk.session.expire(reply, ["written"])


def _comments(reply: Reply, wishes: Sequence[Wish], letter: Letter | None = None) -> list[Comment]:
    return [
        Comment(
            key=public_key(), reply_id=reply.id, letter_id=letter.id if letter else None, position=position,
            clause_id=wish.clause.id if wish.clause else None,
            original=wish.original, proposed=wish.proposed, reason=wish.reason,
        )
        for position, wish in enumerate(wishes, 1)
    ]  # fmt: skip


def _new_comment(desk: Desk, reply: Reply) -> Comment:
    position = max((comment.position for comment in reply.written), default=0) + 1
    comment = Comment(key=public_key(), reply_id=reply.id, letter_id=None, position=position)
    desk.session.add(comment)
    return comment


def _written(reply: Reply, key: str) -> Comment:
    found = next((comment for comment in reply.written if comment.key == key), None)
    if found is None:
        raise Stale("这条意见已经删除或已随回函送签，请刷新后核对。您刚才填写的内容仍在页面上，可复制保存。")
    return found


# What becomes of words typed after the deadline: has the unit answered?
_WRITING_IS_OVER = {
    True: "截止时间已过，已报送的回函按期有效，意见不能再改动。如需更正，请来文说明。",
    False: "截止时间已过，系统正在作截止登记。请稍候刷新，登记后可以继续填写，作为逾期来文报送。",
}


def _may_write(desk: Desk, reply: Reply) -> None:
    """Writing is free while the case lies on the clerk's desk; after the deadline it may serve a late letter."""
    desk.must_hold(reply.unit_id, PostKind.CLERK)
    if reply.round.archived_at is not None:
        raise Stale("本轮征求意见已经归档，不能再填写。如确有重要意见，请电话联系区安委办。")
    if "write" in desk.open_steps(reply) or reply.is_overdue:
        return
    if not reply.round.is_in_time(desk.now):
        raise TooLate(_WRITING_IS_OVER[reply.has_answered])
    if "receive" in desk.open_steps(reply):
        raise Stale("请先签收通知，再填写意见。")
    raise Stale("回函已送签或已报送，意见暂不能改动。需要修改的，请先请领导退回，或在截止前撤回。")


def _must_be_a_clause_of_the_draft(reply: Reply, clause: Clause | None) -> None:
    if clause is not None and clause.draft_id != reply.round.current_draft.id:
        raise Stale("征求意见稿已经更正，这一条属于旧稿。您填写的内容没有丢失，请刷新后对照新稿提出意见。")


def _must_be_current(reply: Reply, version: int | None) -> None:
    """`version`: of the draft that was on the screen; None when nobody looked at one."""
    if version is not None and version != reply.round.current_draft.version:
        raise Stale("征求意见稿已经更正，这一页显示的是旧稿。已填写的意见都在，请刷新后对照新稿核对。")


def _must_fit(wish: Wish) -> None:
    fields = {"original": wish.original, "proposed": wish.proposed, "reason": wish.reason}
    long = {
        name: f"这一栏超过 {LONGEST} 字，请精简或分成几条。" for name, text in fields.items() if len(text) > LONGEST
    }
    if long:
        raise Incomplete(long)


# -- signing and sealing


def send_for_signing(desk: Desk, reply: Reply, version: int | None = None) -> Letter:
    """送签: the words freeze into a letter, for the leader to read. `version`: of the draft the clerk looked at."""
    desk.must_hold(reply.unit_id, PostKind.CLERK)
    taken = _take(desk, reply, "write")
    _must_be_current(reply, version)
    wishes = _wishes(reply)
    letter = _new_letter(desk, reply, wishes, LetterChannel.ONLINE)
    desk.note("send_for_signing", reply, unit_id=reply.unit_id, number=letter.number)
    desk.complete(taken)
    return letter


def _wishes(reply: Reply) -> list[Wish]:
    if reply.declares_no_objection:
        return []
    said = [comment for comment in reply.written if not comment.is_blank]
    if not said:
        raise Incomplete({"comments": "还没有填写意见。没有意见的，请点“无意见”后再送签。"})
    return [Wish(comment.clause, comment.original, comment.proposed, comment.reason) for comment in said]


def _new_letter(desk: Desk, reply: Reply, wishes: Sequence[Wish], channel: LetterChannel) -> Letter:
    letter = Letter(
        key=public_key(), reply_id=reply.id, number=len(reply.letters) + 1, channel=channel, late=False,
        draft_id=reply.round.current_draft.id, no_objection=not wishes,
        written_at=desk.now, written_by_id=desk.officer_id,
    )  # fmt: skip
    reply.letters.append(letter)
    desk.session.flush()
    desk.session.add_all(_comments(reply, wishes, letter))
    desk.session.flush()
    desk.session.expire(letter, ["comments"])
    return letter


def return_to_clerk(desk: Desk, reply: Reply, reason: str, seen: str | None = None) -> None:
    """The leader sends the letter back with a reason. `seen`: key of the letter on the screen."""
    desk.must_hold(reply.unit_id, PostKind.LEADER)
    taken = _take(desk, reply, "sign")
    _current(reply, seen).make_void(VoidKind.RETURNED_BY_LEADER, desk.officer_id, _required(reason), desk.now)
    desk.note("return_to_clerk", reply, unit_id=reply.unit_id, reason=reason.strip())
    desk.complete(taken)


def sign(desk: Desk, reply: Reply, opinion: str = OPINION, seen: str | None = None) -> None:
    """签字: opinion, name, full date. A unit without a seal keeper seals and submits in the same step."""
    desk.must_hold(reply.unit_id, PostKind.LEADER)
    taken = _take(desk, reply, "sign")
    letter, officer = _current(reply, seen), _officer(desk)
    letter.sign(officer, opinion.strip() or OPINION, desk.now, desk.signature)
    attesting.leader_signs(desk, reply, letter)
    desk.note("sign", reply, unit_id=reply.unit_id, opinion=letter.opinion, letter=letter.number)
    if not reply.unit.has_seal_keeper(desk.today):
        _seal_and_submit(desk, reply, letter)
    desk.complete(taken)


def seal(desk: Desk, reply: Reply, seen: str | None = None) -> None:
    """用印并报送: one click, so that no sealed letter can be forgotten on a desk."""
    desk.must_hold(reply.unit_id, PostKind.SEAL_KEEPER)
    taken = _take(desk, reply, "seal")
    _seal_and_submit(desk, reply, _current(reply, seen))
    desk.complete(taken)


def return_unsealed(desk: Desk, reply: Reply, reason: str, seen: str | None = None) -> None:
    """The seal keeper does not seal and sends the letter back with a reason."""
    desk.must_hold(reply.unit_id, PostKind.SEAL_KEEPER)
    taken = _take(desk, reply, "seal")
    _current(reply, seen).make_void(VoidKind.RETURNED_BY_KEEPER, desk.officer_id, _required(reason), desk.now)
    desk.note("return_unsealed", reply, unit_id=reply.unit_id, reason=reason.strip())
    desk.complete(taken)


def _seal_and_submit(desk: Desk, reply: Reply, letter: Letter) -> None:
    letter.seal(_officer(desk), desk.now)
    letter.submitted_at = desk.now
    paper = paperwork.reply_letter(reply, letter)
    letter.file_id = paperwork.keep(desk, reply.round, paper, reply.unit.name, reply, letter).id
    desk.note("seal", reply, unit_id=reply.unit_id, letter=letter.number)
    received = moment_in_words(desk.now, seconds=True)
    desk.note("submit", reply, unit_id=reply.unit_id, letter=letter.number, received=received)


def withdraw(desk: Desk, reply: Reply, reason: str = "") -> None:
    """撤回, before the deadline: the letter no longer counts; what was written lies open again."""
    desk.must_hold(reply.unit_id, PostKind.CLERK, PostKind.LEADER)
    desk.lock([reply])
    letter = reply.valid_letter
    if not reply.round.is_in_time(desk.now):
        raise TooLate("截止时间已过，不能撤回。已报送的回函按期有效；如需更正，请来文说明。")
    if letter is None:
        raise AlreadyDone("没有可以撤回的回函，可能刚刚已经撤回。请刷新后查看。")
    if not desk.hears(reply, "withdraw"):
        raise Stale("本单位正在重新办理，原回函暂时有效，不必撤回。请直接办理新的回函，报送后以新的为准。")
    for complete in [each for each in reply.letters if each.is_complete]:
        complete.make_void(VoidKind.WITHDRAWN, desk.officer_id, reason.strip(), desk.now)
    if reply.standing is not None:
        reply.standings.append(
            Standing(
                kind=StandingKind.OPEN, true_at=desk.now, known_at=desk.now, letter_id=letter.id,
                recorded_by_id=desk.officer_id, why="withdrawn",
            )
        )  # fmt: skip
    desk.note("withdraw", reply, unit_id=reply.unit_id, reason=reason.strip() or "重新办理")
    desk.tell([reply], "withdraw")


def send_late(desk: Desk, reply: Reply) -> Letter:
    """逾期来文: what the unit has ready after the deadline; whether it is used, the office decides and records."""
    desk.must_hold(reply.unit_id, PostKind.CLERK, PostKind.LEADER)
    if reply.round.stage is RoundStage.ARCHIVED:
        raise Stale("本轮征求意见已经归档，不再接收来文。如确有重要意见，请电话联系区安委办。")
    desk.lock([reply])
    if not reply.is_overdue:
        raise Stale("本单位的回复尚未登记为逾期，不能按逾期来文报送。请刷新后查看当前状态。")
    pending = reply.letter
    if pending is not None and pending.void is None and pending.submitted_at is None:
        letter = pending
    else:
        wishes = _wishes(reply)
        _must_say_something_new(reply, wishes)
        letter = _new_letter(desk, reply, wishes, LetterChannel.ONLINE)
    letter.late, letter.submitted_at = True, desk.now
    received = moment_in_words(desk.now, seconds=True)
    desk.note("send_late", reply, unit_id=reply.unit_id, letter=letter.number, received=received)
    desk.tell([reply], "paper")
    return letter


def _must_say_something_new(reply: Reply, wishes: Sequence[Wish]) -> None:
    """A second click is no second letter."""
    for earlier in reply.late_letters[-1:]:
        if [Wish(c.clause, c.original, c.proposed, c.reason) for c in earlier.comments] == list(wishes):
            raise AlreadyDone("这份逾期来文已经报送，不必重复报送。内容有变化的，请修改后再报送。")


def _take(desk: Desk, reply: Reply, step: str) -> Taken:
    """The unit's task; when the deadline has closed it, the refusal says so, and what remains possible."""
    try:
        return desk.take(reply, step)
    except AlreadyDone:
        if reply.has_answered or not (reply.is_overdue or desk.now >= reply.round.closes_at):
            raise
        raise TooLate(
            f"截止时间为{moment_in_words(reply.round.last_moment)}，系统收到您的操作时已过截止时间，未能按期报送。"
            "已填写的内容都已保存，可作为逾期来文报送，由区安委办决定是否采用。"
        ) from None


def _current(reply: Reply, seen: str | None) -> Letter:
    """The letter in hand; nobody signs or seals another one than he has read."""
    letter = reply.letter
    if letter is None or seen not in (None, letter.key):
        raise Stale("回函已经换成新的一稿，这一页显示的是旧稿。请刷新，看过新稿后再办理。")
    return letter


def _officer(desk: Desk) -> Officer:
    assert desk.officer is not None  # must_hold has seen the person's post
    return desk.officer


def _required(reason: str) -> str:
    if not reason.strip():
        raise Incomplete({"reason": "请写明退回理由，便于经办人修改。"})
    return reason.strip()
