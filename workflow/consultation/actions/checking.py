"""形式审查: the office accepts a reply or returns it, and decides whether a late one is used."""

from collections.abc import Sequence

from workflow.consultation import paperwork, words
from workflow.consultation.actions import running
from workflow.consultation.actions.guards import must_be_office, must_name_defects
from workflow.consultation.actions.returning import return_for_correction
from workflow.consultation.actions.settling import settle, supersede_earlier
from workflow.consultation.model import Letter, Reply, RoundStage
from workflow.desk import Desk
from workflow.engine.verbs import Taken
from workflow.errors import AlreadyDone, Incomplete, Stale


def accept(desk: Desk, reply: Reply, shown: str | None = None) -> None:
    """接收: signed, sealed, in time, on the version in force when it came. `shown`: key of the letter looked at."""
    taken = _take_check(desk, reply)
    letter = _submitted(reply, shown)
    _must_be_about_the_draft_of_its_day(desk, reply, letter)
    assert desk.officer is not None
    supersede_earlier(desk, reply, letter, "已接收新的回函")
    letter.accept(desk.officer, desk.now)
    settle(desk, reply, letter, "accepted")
    desk.note("accept", reply, unit_id=reply.unit_id, letter=letter.number)
    desk.complete(taken)
    if reply.needs_reconfirmation and reply.round.is_in_time(desk.now):
        running.reopen(desk, [reply])


def reject(desk: Desk, reply: Reply, defects: Sequence[str], note: str = "", shown: str | None = None) -> None:
    """退回补正. `defects`: codes of words.DEFECTS. Until the deadline the unit may correct; then it is overdue."""
    taken = _take_check(desk, reply)
    reasons = must_name_defects(defects, note)
    letter = _submitted(reply, shown)
    return_for_correction(desk, reply, letter, reasons)
    desk.note("reject", reply, unit_id=reply.unit_id, letter=letter.number, reason="；".join(reasons))
    desk.complete(taken)


def _take_check(desk: Desk, reply: Reply) -> Taken:
    must_be_office(desk, reply.round)
    return desk.take(reply, "check")


def _submitted(reply: Reply, shown: str | None) -> Letter:
    letter = reply.valid_letter
    if letter is not None and shown not in (None, letter.key):
        raise Stale("该单位刚刚重新报送了回函，您看到的是前一份。请刷新后核对最新一份再办理。")
    if letter is None:
        raise AlreadyDone("这份回函已经撤回或处理，请刷新后查看最新情况。")
    return letter


def _must_be_about_the_draft_of_its_day(desk: Desk, reply: Reply, letter: Letter) -> None:
    """A letter that was there before the correction stands until the unit confirms it; one sent afterwards does not."""
    if not reply.is_outdated(letter):
        return
    assert letter.submitted_at is not None
    in_force = reply.round.draft_at(letter.submitted_at)
    raise Stale(
        f"这份回函针对{paperwork.version(letter.draft)}，报送时征求意见稿已更正为{paperwork.version(in_force)}，不能接收。"
        f"请以“{words.DEFECTS['wrong_version']}”为由退回补正，{_after_return(desk, reply)}"
    )


def _after_return(desk: Desk, reply: Reply) -> str:
    if reply.round.is_in_time(desk.now):
        return "该单位截止前可以对照新稿重新报送。"
    return "截止时间已过，该单位此前另有有效回函的以前一份为准，没有的登记为逾期。"


def use_late(desk: Desk, reply: Reply, letter: Letter, use: bool, reason: str) -> None:
    """Whether a late letter is taken into account: the office decides, and says why."""
    must_be_office(desk, reply.round)
    desk.lock([reply.round])
    reply.round.must_be(RoundStage.SUMMARISING)
    if not letter.late:
        raise Stale("这份回函按期有效，不必另行决定是否采用。")
    if not reason.strip():
        raise Incomplete({"late_reason": "请写明采用或不采用的理由。"})
    letter.late_used, letter.late_reason = use, reason.strip()
    desk.note("use_late", reply, unit_id=reply.unit_id, use="采用" if use else "不采用", reason=reason.strip())
