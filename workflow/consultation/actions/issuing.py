"""签发: the head sends back or issues; then the system numbers, makes the papers and reaches every unit."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, select
from sqlalchemy.orm.attributes import set_committed_value

from workflow.bulk import insert_many, next_ids
from workflow.clock import day_of, moment_in_words
from workflow.consultation import attesting, paperwork, rules
from workflow.consultation.actions.drafting import addressees, unit_names, whats_missing
from workflow.consultation.model import Delivery, PlannedEvent, PlannedKind, Reply, Round, RoundStage
from workflow.desk import Desk
from workflow.errors import Incomplete
from workflow.notices import Channel, Notice
from workflow.numbers import take_number
from workflow.official import insert_official
from workflow.people import PostKind, UnitGroup

REPLIES, DELIVERIES, NOTICES, PLAN = (cast(Table, model.__table__) for model in (Reply, Delivery, Notice, PlannedEvent))


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
    _must_be_complete(desk, round_)
    round_.issued_at, round_.issued_by_id, round_.issue_opinion = desk.now, desk.officer_id, opinion.strip()
    attesting.head_signs_notice(desk, round_)
    desk.complete(taken)


def must_be_ready(desk: Desk, round_: Round) -> None:
    """Refused as `issue` would refuse it now; nothing is done."""
    _may_approve(desk, round_)
    _must_be_complete(desk, round_)


def _must_be_complete(desk: Desk, round_: Round) -> None:
    missing = whats_missing(desk, round_)
    if missing:
        raise Incomplete(missing, "现在不能签发：" + "".join(missing.values()) + "可退回经办人补充。")


def _may_approve(desk: Desk, round_: Round) -> None:
    desk.must_hold(round_.lead_unit_id, PostKind.LEADER)
    round_.must_be(RoundStage.APPROVING)


def distribute(desk: Desk, rounds: Sequence[Round]) -> None:
    """Operation `distribute_round`: number, notice, one reply a unit, its delivery, the kept plan.

    All units at once: ten thousand are as many statements as ten. A unit's blank form is made when it comes to look.
    Whatever is asked of the database is asked first; it then takes rows in while the next are made up (`copying.py`).
    """
    for round_ in rounds:
        _number(desk, round_)
        names = unit_names(desk)
        round_.group_names = addressees(desk, round_, names)
        notice = paperwork.keep(desk, round_, paperwork.notice(round_, day_of(desk.now)))
        ids = next_ids(desk.session, DELIVERIES, len(round_.unit_ids))
        replies = _open_replies(desk, round_)
        _deliver(desk, round_, dict(zip(ids, replies, strict=True)), notice.id, names)
        _plan(desk, round_)


def _number(desk: Desk, round_: Round) -> None:
    round_.doc_number = str(take_number(desk.session, round_.lead_unit.number_code, desk.today.year))
    desk.note("issue", round_, number=round_.doc_number, deadline=moment_in_words(round_.last_moment))


def _plan(desk: Desk, round_: Round) -> None:
    """What was planned for this very moment has been done: the deliveries."""
    planned = rules.rehearse(desk.now, round_.last_moment, round_.remind_days, round_.unit_ids, desk.calendar)
    insert_many(
        desk.session,
        PLAN,
        [
            {
                "round_id": round_.id, "kind": p.kind, "due": p.due, "unit_id": p.unit_id, "planned_at": desk.now,
                "done_at": desk.now if p.kind is PlannedKind.DELIVER else None,
            }
            for p in planned
        ],
    )  # fmt: skip
    desk.session.expire(round_, ["plan", "reminders_planned"])


def _open_replies(desk: Desk, round_: Round) -> Sequence[Reply]:
    """As they are written: to read ten thousand back would only show what is known."""
    groups = _groups(desk, round_)
    ids = next_ids(desk.session, REPLIES, len(round_.unit_ids))
    rows = [
        {"id": id_, "round_id": round_.id, "unit_id": unit_id, "position": at, "group_name": groups.get(unit_id, "")}
        for at, (id_, unit_id) in enumerate(zip(ids, round_.unit_ids, strict=True), 1)
    ]
    insert_many(desk.session, REPLIES, rows)
    replies = [Reply(**row) for row in rows]
    for reply in replies:
        set_committed_value(reply, "round", round_)
    desk.start(replies)
    desk.session.expire(round_, ["replies"])
    return replies


def _groups(desk: Desk, round_: Round) -> dict[int, str]:
    """Unit -> the first of the round's groups that it belongs to, as the groups are now."""
    found = {group.name: group for group in desk.session.scalars(select(UnitGroup).order_by(UnitGroup.position))}
    named = [found[name] for name in round_.group_names if name in found]
    return {unit.id: group.name for group in reversed(named) for unit in group.units}


def _deliver(
    desk: Desk, round_: Round, replies: Mapping[int, Reply], notice_id: int, names: Mapping[int, str]
) -> None:  # fmt: skip
    """`replies`: by the numbers of their deliveries; `names`: of all units."""
    told = _told(desk, round_, notice_id)
    notices = [{"unit_id": reply.unit_id, "subject": reply.subject, **told} for reply in replies.values()]
    insert_many(desk.session, NOTICES, notices)
    delivered = {
        "channel": Channel.SYSTEM, "at": desk.now, "recorded_at": desk.now, "recorded_by_id": None,
        "is_proof": False, "result": "已发送至该单位待办，尚待签收",
    }  # fmt: skip
    rows = [{"id": id_, "reply_id": reply.id, **delivered} for id_, reply in replies.items()]
    insert_official(desk.session, DELIVERIES, rows)
    for reply in replies.values():
        desk.note("deliver", reply, unit_id=reply.unit_id, due=round_.issued_at, unit=names[reply.unit_id])


def _told(desk: Desk, round_: Round, notice_id: int) -> dict[str, Any]:
    return {
        "case": round_.case, "kind": "notice", "title": paperwork.notice_title(round_),
        "body": f"请于{moment_in_words(round_.last_moment)}前报送书面意见。",
        "channel": Channel.SYSTEM, "file_id": notice_id, "created_at": desk.now, "sent_at": desk.now,
    }  # fmt: skip
