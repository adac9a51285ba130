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
from workflow.notices import Notice
from workflow.outbox.carriers import Carrier, NobodyKnows, NotTaken
from workflow.outbox.composing import Message, compose
from workflow.outbox.packing import no_news, pack
from workflow.outbox.rows import Content, Parcel, State, Way
from workflow.people import Officer, mail
from workflow.store import public_key


@dataclass(frozen=True)
class PostOffice:
    """What an installation has set up: its carriers, and the address of its site for the messages."""

    carriers: tuple[Carrier, ...] = ()
    site: str = ""

    @property
    def mails(self) -> bool:
        return any(carrier.way is Way.MAIL for carrier in self.carriers)


Overtaken = Callable[[Desk, Notice], bool]  # whether what a notice asks for was done or taken back since
OpenDesk = Callable[[], AbstractContextManager[Desk]]  # a new writing transaction

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))  # before the next attempt
LOST_AFTER = timedelta(minutes=15)  # far longer than any carrier's patience
OVERTAKEN = "发出之前事项已经办理、延期或撤销，或者收件人已不在岗，不再发出。"
LOST = "已交付发送，但未收到结果；为避免重复发送，不再自动重发。"


def never(_desk: Desk, _notice: Notice) -> bool:
    """Whatever was told stays news."""
    return False


def dispatch(
    open_desk: OpenDesk, post_office: PostOffice, tell: Callable[[Desk], None] = no_news,
    overtaken: Overtaken = never, goes_on: Callable[[], bool] = lambda: True,
) -> int:  # fmt: skip
    """Pack what is new and send what is due, one after the other while `goes_on`; returns how many parcels were taken.
    `tell`: see `pack`."""
    by_way = {carrier.way: carrier for carrier in post_office.carriers}
    if not by_way:
        return 0
    with open_desk() as desk:
        _mark_lost(desk)
        if post_office.mails:
            mail.write_down(desk.session, desk.now)
        pack(desk, list(by_way), tell)
    taken = 0
    while goes_on() and (claimed := _claim(open_desk, list(by_way), post_office.site, overtaken)) is not None:
        parcel_id, message = claimed
        taken += _deliver(open_desk, by_way, parcel_id, message)
    return taken


def _claim(
    open_desk: OpenDesk, ways: Sequence[Way], site: str, overtaken: Overtaken
) -> tuple[int, Message] | None:  # fmt: skip
    """The next parcel, marked as handed over before it is; two workers never get the same one."""
    with open_desk() as desk:
        while (parcel := _next_due(desk, ways)) is not None:
            _leave_out(desk, parcel, [each for each in parcel.contents if _is_no_news(desk, each, overtaken)])
            if parcel.state is State.WAITING:
                parcel.state, parcel.handed_over_at = State.SENDING, desk.now
                parcel.attempts += 1
                return parcel.id, compose(parcel, site)
        return None


def _next_due(desk: Desk, ways: Sequence[Way]) -> Parcel | None:
    due = (
        select(Parcel)
        .where(Parcel.state == State.WAITING, Parcel.not_before <= desk.now, Parcel.way.in_(ways))
        .order_by(Parcel.not_before, Parcel.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return desk.session.scalars(due).first()


def _is_no_news(desk: Desk, content: Content, overtaken: Overtaken) -> bool:
    """A digest waits for the morning, and what a server did not take for hours."""
    notice, officer = content.notice, content.parcel.officer
    return not _acts_for(desk, officer, notice.unit_id) or overtaken(desk, notice)


def _acts_for(desk: Desk, officer: Officer, unit_id: int) -> bool:
    return officer.active and any(post.unit_id == unit_id for post in officer.acting_in(desk.today))


def _leave_out(desk: Desk, parcel: Parcel, no_news: Sequence[Content]) -> None:
    """It stays on record that these did not go out; the others of a digest do."""
    if not no_news:
        return
    dropped = parcel
    if len(no_news) < len(parcel.contents):
        dropped = Parcel(
            message_id=public_key(), way=parcel.way, officer_id=parcel.officer_id, address=parcel.address,
            created_at=parcel.created_at, not_before=parcel.not_before,
        )  # fmt: skip
        desk.session.add(dropped)
        for content in no_news:
            content.parcel = dropped
    _end(dropped, State.DROPPED, OVERTAKEN)
    desk.session.flush()


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
