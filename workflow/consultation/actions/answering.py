"""签字、盖章、报送: the words freeze into a letter, which is signed, sealed and submitted, taken back, or sent late."""

from collections.abc import Sequence

from sqlalchemy.orm.attributes import set_committed_value

from workflow.clock import moment_in_words
from workflow.consultation import attesting, paperwork
from workflow.consultation.actions.guards import (
    must_be_as_declared,
    must_be_current,
    must_not_be_revoked,
    take_in_time,
)
from workflow.consultation.actions.wishes import Wish, comments_from
from workflow.consultation.model import (
    Handwriting,
    Letter,
    LetterChannel,
    Reply,
    RoundStage,
    Standing,
    StandingKind,
    VoidKind,
)
from workflow.desk import Desk
from workflow.errors import AlreadyDone, Incomplete, Stale, TooLate
from workflow.files import KeptFile
from workflow.official import write_official
from workflow.people import Officer, PostKind, is_held
from workflow.store import public_key

OPINION = "同意，请按程序报送。"


def send_for_signing(
    desk: Desk, reply: Reply, version: int | None = None, declared: bool | None = None
) -> Letter:  # fmt: skip
    """送签: the words freeze into a letter, for the leader to read. `version`: of the draft the clerk looked at;
    `declared`: whether he saw 无意见 declared."""
    desk.must_hold(reply.unit_id, PostKind.CLERK)
    taken = take_in_time(desk, reply, "write")
    must_be_current(reply, version)
    must_be_as_declared(reply, declared)
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
    write_official(desk.session, letter)
    set_committed_value(reply, "letters", [*reply.letters, letter])
    desk.session.add_all(comments_from(reply, wishes, letter))
    desk.session.flush()
    return letter


def return_to_clerk(desk: Desk, reply: Reply, reason: str, seen: str | None = None) -> None:
    """The leader sends the letter back with a reason. `seen`: key of the letter on the screen."""
    desk.must_hold(reply.unit_id, PostKind.LEADER)
    taken = take_in_time(desk, reply, "sign")
    _current(reply, seen).make_void(VoidKind.RETURNED_BY_LEADER, desk.officer_id, _required(reason), desk.now)
    desk.note("return_to_clerk", reply, unit_id=reply.unit_id, reason=reason.strip())
    desk.complete(taken)


def sign(
    desk: Desk, reply: Reply, opinion: str = OPINION, seen: str | None = None, drawn: KeptFile | None = None
) -> None:
    """签字: opinion, name, full date; `drawn`: his handwriting. A unit without a seal keeper submits in the same step."""
    desk.must_hold(reply.unit_id, PostKind.LEADER)
    taken = take_in_time(desk, reply, "sign")
    letter, officer = _current(reply, seen), _officer(desk)
    letter.sign(officer, opinion.strip() or OPINION, desk.now, desk.signature)
    if drawn is not None:
        letter.handwriting = Handwriting(reply_id=reply.id, file_id=drawn.id, written_at=desk.now, file=drawn)
    attesting.leader_signs(desk, reply, letter)
    desk.note("sign", reply, unit_id=reply.unit_id, opinion=letter.opinion, letter=letter.number)
    if not is_held(desk.session, reply.unit_id, PostKind.SEAL_KEEPER, desk.today):
        _seal_and_submit(desk, reply, letter)
    desk.complete(taken)


def seal(desk: Desk, reply: Reply, seen: str | None = None) -> None:
    """用印并报送: one click, so that no sealed letter can be forgotten on a desk.

    Where the unit's last keeper has gone since the signature, the step is the leader's (`FALLS_TO`).
    """
    desk.must_hold(reply.unit_id, PostKind.SEAL_KEEPER)
    taken = take_in_time(desk, reply, "seal")
    _seal_and_submit(desk, reply, _current(reply, seen))
    desk.complete(taken)


def return_unsealed(desk: Desk, reply: Reply, reason: str, seen: str | None = None) -> None:
    """The seal keeper, or the leader in his place, does not seal and sends the letter back with a reason."""
    desk.must_hold(reply.unit_id, PostKind.SEAL_KEEPER)
    taken = take_in_time(desk, reply, "seal")
    by = VoidKind.RETURNED_BY_LEADER if desk.post is PostKind.LEADER else VoidKind.RETURNED_BY_KEEPER
    _current(reply, seen).make_void(by, desk.officer_id, _required(reason), desk.now)
    desk.note("return_unsealed", reply, unit_id=reply.unit_id, reason=reason.strip())
    desk.complete(taken)


def _seal_and_submit(desk: Desk, reply: Reply, letter: Letter) -> None:
    letter.seal(_officer(desk), desk.now)
    letter.submitted_at = desk.now
    with desk.session.no_autoflush:  # the letter is written once, with its file
        drawn = desk.files.read(letter.handwriting.file) if letter.handwriting else None
        paper = paperwork.reply_letter(reply, letter, drawn)
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


def send_late(desk: Desk, reply: Reply, declared: bool | None = None) -> Letter:
    """逾期来文: what the unit has ready after the deadline; whether it is used, the office decides and records."""
    desk.must_hold(reply.unit_id, PostKind.CLERK, PostKind.LEADER)
    must_not_be_revoked(reply.round)
    if reply.round.stage is RoundStage.ARCHIVED:
        raise Stale("本轮征求意见已经归档，不再接收来文。如确有重要意见，请电话联系区安委办。")
    desk.lock([reply])
    if not reply.is_overdue:
        raise Stale("本单位的回复尚未登记为逾期，不能按逾期来文报送。请刷新后查看当前状态。")
    pending = reply.letter
    if pending is not None and pending.void is None and pending.submitted_at is None:
        letter = pending
    else:
        must_be_as_declared(reply, declared)
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
