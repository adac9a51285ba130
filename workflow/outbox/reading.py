"""What went out about a case, and what became of it: for the office that must prove whom it told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from workflow.desk import Desk
from workflow.notices import Notice
from workflow.outbox.rows import Content, Parcel, State, Way

WAYS: Mapping[Way, str] = {Way.MAIL: "邮件", Way.GATEWAY: "消息网关"}
STATES: Mapping[State, str] = {
    State.WAITING: "等待发送",
    State.SENDING: "正在发送",
    State.SENT: "已发出",
    State.FAILED: "没有发出",
    State.UNKNOWN: "结果不明",
    State.DROPPED: "不再发出",
}


@dataclass(frozen=True)
class Sent:
    """One notice to one person. `at`: when it was handed over, or else packed."""

    at: datetime
    title: str
    way: Way
    name: str
    address: str
    state: State
    result: str  # what the carrier answered


def sent_about(desk: Desk, subject: str) -> list[Sent]:
    """Newest first."""
    found = (
        select(Content)
        .join(Content.notice)
        .where(Notice.subject == subject, Notice.post.is_(None))  # what waits within the unit is the unit's affair
        .options(joinedload(Content.notice), joinedload(Content.parcel).joinedload(Parcel.officer))
        .order_by(Content.id.desc())
    )
    return [_sent(content) for content in desk.session.scalars(found)]


def _sent(content: Content) -> Sent:
    parcel = content.parcel
    return Sent(
        parcel.handed_over_at or parcel.created_at, content.notice.title, parcel.way, parcel.officer.name,
        parcel.address, parcel.state, parcel.result,
    )  # fmt: skip
