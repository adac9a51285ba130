"""Parcels on their way: each is claimed, handed over, and its result written, in transactions of their own.

Nothing goes out twice: a parcel is marked before it is handed over; when the answer is lost with the process, it is
not offered again but shown as unknown, and the next notice or a telephone call does the rest.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update

from workflow.desk import Desk
from workflow.outbox.carriers import Carrier, NobodyKnows, NotTaken
from workflow.outbox.composing import Message, compose
from workflow.outbox.packing import pack
from workflow.outbox.rows import Parcel, State, Way


@dataclass(frozen=True)
class PostOffice:
    """What an installation has set up: its carriers, and the address of its site for the messages."""

    carriers: tuple[Carrier, ...] = ()
    site: str = ""

    @property
    def mails(self) -> bool:
        return any(carrier.way is Way.MAIL for carrier in self.carriers)


OpenDesk = Callable[[], AbstractContextManager[Desk]]  # a new writing transaction

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))  # before the next attempt
LOST_AFTER = timedelta(minutes=15)  # far longer than any carrier's patience
LOST = "已交付发送，但未收到结果；为避免重复发送，不再自动重发。"


def dispatch(open_desk: OpenDesk, post_office: PostOffice) -> int:
    """Pack what is new and send what is due; returns how many parcels were taken."""
    by_way = {carrier.way: carrier for carrier in post_office.carriers}
    if not by_way:
        return 0
    with open_desk() as desk:
        _mark_lost(desk)
        pack(desk, list(by_way))
    taken = 0
    while (claimed := _claim(open_desk, list(by_way), post_office.site)) is not None:
        parcel_id, message = claimed
        taken += _deliver(open_desk, by_way, parcel_id, message)
    return taken


def _claim(open_desk: OpenDesk, ways: Sequence[Way], site: str) -> tuple[int, Message] | None:
    """The next parcel, marked as handed over before it is; two workers never get the same one."""
    with open_desk() as desk:
        due = (
            select(Parcel)
            .where(Parcel.state == State.WAITING, Parcel.not_before <= desk.now, Parcel.way.in_(ways))
            .order_by(Parcel.not_before, Parcel.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        parcel = desk.session.scalars(due).first()
        if parcel is None:
            return None
        parcel.state, parcel.handed_over_at = State.SENDING, desk.now
        parcel.attempts += 1
        return parcel.id, compose(parcel, site)


def _deliver(open_desk: OpenDesk, carriers: Mapping[Way, Carrier], parcel_id: int, message: Message) -> int:
    try:
        answer = carriers[message.way].send(message)
    except NotTaken as refused:
        with open_desk() as desk:
            _not_taken(desk, desk.session.get_one(Parcel, parcel_id), refused)
        return 0
    except NobodyKnows:
        with open_desk() as desk:
            _end(desk.session.get_one(Parcel, parcel_id), State.UNKNOWN, LOST)
        return 0
    with open_desk() as desk:
        _end(desk.session.get_one(Parcel, parcel_id), State.SENT, answer)
    return 1


def _not_taken(desk: Desk, parcel: Parcel, refused: NotTaken) -> None:
    if not refused.again or parcel.attempts > len(PAUSES):
        _end(parcel, State.FAILED, refused.answer)
        return
    parcel.state, parcel.result = State.WAITING, refused.answer
    parcel.not_before = desk.now + PAUSES[parcel.attempts - 1]


def _end(parcel: Parcel, state: State, result: str) -> None:
    parcel.state, parcel.result = state, result


def _mark_lost(desk: Desk) -> None:
    lost = update(Parcel).where(Parcel.state == State.SENDING, Parcel.handed_over_at < desk.now - LOST_AFTER)
    desk.session.execute(lost.values(state=State.UNKNOWN, result=LOST))
