"""签收: a unit opens or receives the notice; from then on delivery is proven."""

from workflow.consultation import paperwork
from workflow.consultation.actions.guards import take_in_time
from workflow.consultation.model import Delivery, Reply
from workflow.desk import Desk
from workflow.notices import Channel
from workflow.people import PostKind


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
    taken = take_in_time(desk, reply, "receive")
    reply.received_at, reply.received_by_id = desk.now, desk.officer_id
    _prove_delivery(desk, reply, f"{desk.officer.name if desk.officer else ''}签收")
    paperwork.hand_out_form(desk, reply)
    desk.note("receive", reply, unit_id=reply.unit_id)
    desk.complete(taken)


def _prove_delivery(desk: Desk, reply: Reply, result: str) -> None:
    reply.deliveries.append(
        Delivery(
            channel=Channel.SYSTEM, at=desk.now, recorded_at=desk.now, recorded_by_id=desk.officer_id,
            is_proof=True, result=result,
        )
    )  # fmt: skip
