"""撤销一轮: the head takes a round back as a whole, before its decisions are confirmed; every unit is told why."""

from workflow.consultation import paperwork
from workflow.consultation.model import Round, RoundRevocation, RoundStage
from workflow.desk import Desk
from workflow.errors import Incomplete, Stale
from workflow.notices import Channel, Notice
from workflow.numbers import take_number
from workflow.people import PostKind

REVOCABLE = (RoundStage.COLLECTING, RoundStage.SUMMARISING, RoundStage.CONFIRMING)


def revoke(desk: Desk, round_: Round, reason: str) -> RoundRevocation:
    """Nobody has to answer any more, nothing that was answered counts, and silence means nothing. Files stay kept."""
    desk.must_hold(round_.lead_unit_id, PostKind.LEADER)
    desk.lock([round_])
    desk.lock(round_.replies)
    round_.must_be(*REVOCABLE)
    if not reason.strip():
        raise Incomplete({"reason": "请写明撤销的理由，将写入撤销通知，告知全部单位。"})
    _must_hear_of_it(desk, round_)
    desk.tell(round_.replies, "revoke")  # what fell due before happens first: replies, then the round that counts them
    desk.tell([round_], "revoke")
    revocation = _put_down(desk, round_, reason.strip())
    paperwork.keep(desk, round_, paperwork.revocation(round_, revocation))
    _tell_units(desk, round_, revocation)
    desk.note("revoke", round_, number=revocation.doc_number, reason=revocation.reason)
    return revocation


def _must_hear_of_it(desk: Desk, round_: Round) -> None:
    """A case that began under a diagram without this way out keeps to that diagram."""
    if not (desk.hears(round_, "revoke") and all(desk.hears(reply, "revoke") for reply in round_.replies)):
        raise Stale("本轮按原来的流程办理，没有撤销这一步。请办到截止，在办结时说明，或者与系统管理员联系。")


def _put_down(desk: Desk, round_: Round, reason: str) -> RoundRevocation:
    number = take_number(desk.session, round_.lead_unit.number_code, desk.today.year)
    revocation = RoundRevocation(
        round_id=round_.id, reason=reason, doc_number=str(number), issued_at=desk.now, issued_by_id=desk.officer_id
    )
    desk.session.add(revocation)
    for event in round_.plan:
        if event.is_pending:
            event.dropped_at = desk.now
    desk.session.flush()
    desk.session.expire(round_, ["revocation"])
    return revocation


def _tell_units(desk: Desk, round_: Round, revocation: RoundRevocation) -> None:
    desk.session.add_all(
        Notice(
            unit_id=reply.unit_id, case=round_.case, subject=reply.subject, kind="revocation",
            title=f"已撤销：{paperwork.notice_title(round_)}",
            body=f"本轮征求意见已经撤销，不必再报送，没有报送的不视为无意见。理由：{revocation.reason}",
            channel=Channel.SYSTEM, created_at=desk.now, sent_at=desk.now,
        )
        for reply in round_.replies
    )  # fmt: skip
