"""签发: the head sends back or issues; then the system numbers, makes the papers and reaches every unit."""

from collections.abc import Sequence

from sqlalchemy import select

from workflow.clock import day_of, moment_in_words
from workflow.consultation import attesting, paperwork, rules
from workflow.consultation.actions.drafting import whats_missing
from workflow.consultation.model import Delivery, PlannedEvent, PlannedKind, Reply, Round, RoundStage
from workflow.desk import Desk
from workflow.errors import Incomplete
from workflow.notices import Channel, Notice
from workflow.numbers import take_number
from workflow.people import PostKind, Unit, UnitGroup


def send_back(desk: Desk, round_: Round, reason: str) -> None:
    """The head returns the draft notice to the clerk."""
    _may_approve(desk, round_)
    taken = desk.take(round_, "approve")
    if not reason.strip():
        raise Incomplete({"reason": "请写明退回理由，便于经办人修改。"})
    round_.sent_to_head_at, round_.sent_back_reason = None, reason.strip()
    desk.note("send_back", round_, reason=reason.strip())
    desk.complete(taken)


def issue(desk: Desk, round_: Round, opinion: str = "同意发出。") -> None:
    """签发: from here on the round belongs to the units."""
    _may_approve(desk, round_)
    taken = desk.take(round_, "approve")
    missing = whats_missing(desk, round_)
    if missing:
        raise Incomplete(missing, "现在不能签发：" + "".join(missing.values()) + "可退回经办人补充。")
    round_.issued_at, round_.issued_by_id, round_.issue_opinion = desk.now, desk.officer_id, opinion.strip()
    attesting.head_signs_notice(desk, round_)
    desk.complete(taken)


def _may_approve(desk: Desk, round_: Round) -> None:
    desk.must_hold(round_.lead_unit_id, PostKind.LEADER)
    round_.must_be(RoundStage.APPROVING)


def distribute(desk: Desk, rounds: Sequence[Round]) -> None:
    """Operation `distribute_round`: number, notice, one reply a unit with its blank form, delivery, the kept plan."""
    for round_ in rounds:
        _number(desk, round_)
        _plan(desk, round_)
        replies = _open_replies(desk, round_)
        notice = paperwork.keep(desk, round_, paperwork.notice(round_, day_of(desk.now)))
        for reply in replies:
            _deliver(desk, reply, notice.id)
        desk.start(replies)


def _number(desk: Desk, round_: Round) -> None:
    round_.doc_number = str(take_number(desk.session, round_.lead_unit.number_code, desk.today.year))
    desk.note("issue", round_, number=round_.doc_number, deadline=moment_in_words(round_.last_moment))


def _plan(desk: Desk, round_: Round) -> None:
    planned = rules.rehearse(desk.now, round_.last_moment, round_.remind_days, round_.unit_ids, desk.calendar)
    round_.plan.extend(PlannedEvent(kind=p.kind, due=p.due, unit_id=p.unit_id, planned_at=desk.now) for p in planned)


def _open_replies(desk: Desk, round_: Round) -> list[Reply]:
    units = {unit.id: unit for unit in desk.session.query(Unit).where(Unit.id.in_(round_.unit_ids))}
    groups = _groups(desk, round_)
    replies = [
        Reply(
            round_id=round_.id, unit_id=unit_id, position=position, unit=units[unit_id],
            group_name=groups.get(unit_id, ""),
        )
        for position, unit_id in enumerate(round_.unit_ids, 1)
    ]  # fmt: skip
    round_.replies.extend(replies)
    desk.session.flush()
    return replies


def _groups(desk: Desk, round_: Round) -> dict[int, str]:
    """Unit -> the first of the round's groups that it belongs to, as the groups are now."""
    found = {group.name: group for group in desk.session.scalars(select(UnitGroup).order_by(UnitGroup.position))}
    named = [found[name] for name in round_.group_names if name in found]
    return {unit.id: group.name for group in reversed(named) for unit in group.units}


def _deliver(desk: Desk, reply: Reply, notice_id: int) -> None:
    round_ = reply.round
    form = paperwork.comment_form(reply)
    paperwork.keep(desk, round_, form, reply.unit.name, reply)
    desk.session.add(
        Notice(
            unit_id=reply.unit_id, case=round_.case, subject=reply.subject, kind="notice",
            title=paperwork.notice_title(round_), body=f"请于{moment_in_words(form.deadline)}前反馈书面意见。",
            channel=Channel.SYSTEM, file_id=notice_id, created_at=desk.now, sent_at=desk.now,
        )
    )  # fmt: skip
    reply.deliveries.append(
        Delivery(
            channel=Channel.SYSTEM, at=desk.now, recorded_at=desk.now, recorded_by_id=None,
            is_proof=False, result="已发送至该单位待办，尚待签收",
        )
    )  # fmt: skip
    _done(round_, PlannedKind.DELIVER, reply.unit_id, desk)
    desk.note("deliver", reply, unit_id=reply.unit_id, due=round_.issued_at, unit=reply.unit.name)


def _done(round_: Round, kind: PlannedKind, unit_id: int | None, desk: Desk) -> None:
    for event in round_.plan:
        if event.kind is kind and event.unit_id == unit_id and event.is_pending:
            event.done_at = desk.now
