"""What must hold before anybody acts in a round, and what is said when it does not."""

from collections.abc import Sequence

from workflow.clock import moment_in_words
from workflow.consultation import words
from workflow.consultation.model import Reply, Round, RoundStage
from workflow.consultation.model.round import WHERE_IT_STANDS
from workflow.desk import Desk
from workflow.engine.verbs import Taken
from workflow.errors import AlreadyDone, Incomplete, Stale, TooLate
from workflow.people import PostKind


def take_in_time(desk: Desk, reply: Reply, step: str) -> Taken:
    """The unit's task; when the deadline has closed it, the refusal says so, and what remains possible."""
    try:
        return desk.take(reply, step)
    except AlreadyDone:
        must_not_be_revoked(reply.round)
        if reply.has_answered or not (reply.is_overdue or desk.now >= reply.round.closes_at):
            raise
        raise TooLate(
            f"截止时间为{moment_in_words(reply.round.last_moment)}，系统收到您的操作时已过截止时间，未能按期报送。"
            "已填写的内容都已保存，可作为逾期来文报送，由区安委办决定是否采用。"
        ) from None


def must_be_current(reply: Reply, version: int | None) -> None:
    """`version`: of the draft that was on the screen; None when nobody looked at one."""
    if version is not None and version != reply.round.current_draft.version:
        raise Stale("征求意见稿已经更正，这一页显示的是旧稿。已填写的意见都在，请刷新后对照新稿核对。")


def must_be_as_declared(reply: Reply, declared: bool | None) -> None:
    """`declared`: whether the page that was sent off said 无意见; None when nobody looked at one.

    A colleague may have declared it since, or a word typed on the same page may have taken it back.
    """
    if declared is not None and declared != reply.declares_no_objection:
        now = "已经声明无意见，填写的意见不再报送" if reply.declares_no_objection else "已经改为报送意见"
        raise Stale(f"您打开本页之后，回函{now}，这次没有送出。已填写的意见都在，请刷新后核对再送。")


def must_not_be_revoked(round_: Round) -> None:
    """What comes after the revocation is told so, and not that somebody has done it already."""
    if round_.revocation is not None:
        raise Stale(f"{WHERE_IT_STANDS[RoundStage.REVOKED]}。请打开撤销通知查看；需要再次征求意见的，会另行通知。")


def must_be_running(round_: Round, what: str) -> None:
    """Issued, and neither revoked nor archived."""
    must_not_be_revoked(round_)
    if round_.stage in (RoundStage.DRAFTING, RoundStage.APPROVING):
        raise Stale(f"本轮尚未发出，不能{what}。")
    if round_.stage is RoundStage.ARCHIVED:
        raise Stale(f"本轮已经归档，只供查阅，不能再{what}。")


def must_be_office(desk: Desk, round_: Round) -> None:
    desk.must_hold(round_.lead_unit_id, PostKind.CLERK)


def must_name_defects(codes: Sequence[str], note: str) -> list[str]:
    """What the unit is asked to put right, in words."""
    reasons = [words.DEFECTS[code] for code in codes if code in words.DEFECTS and code != "other"]
    if note.strip():
        reasons.append(note.strip())
    if not reasons:
        raise Incomplete({"defects": "请选择或写明需要补正的事项，单位将据此补正。"})
    return reasons
