"""Which officers a notice goes to, and what goes together: reminders of one day are one message a person.

Runs in a transaction of its own after the notice was written, any number of times: what is packed is not packed again.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased, joinedload

from workflow.clock import at_time, day_of
from workflow.desk import Desk
from workflow.notices import Channel, Notice, PersonalNotice
from workflow.outbox.rows import Content, Parcel, PersonalContent, State, Way
from workflow.people import Officer, Post, PostKind, Substitution
from workflow.people.posts import stands_on
from workflow.people.substitutes import in_force_on
from workflow.store import is_alone, public_key

TOLD = (PostKind.CLERK, PostKind.LEADER)  # who hears of what concerns his unit
DIGESTED = "reminder"  # notices of this kind wait for each other
GATHERING = timedelta(minutes=10)  # reminders of several rounds fall due in the same minutes
MORNING = time(8, 30)
OLDEST = timedelta(days=2)  # what lay longer, while nobody had set up a carrier, is no news any more
AT_ONCE = 500
PACKING = 0x7061636B  # of the database's locks, the one for this


def no_news(_desk: Desk) -> None:
    """Nothing lies on a desk that must be told outside."""


def pack(desk: Desk, ways: Sequence[Way], tell: Callable[[Desk], None] = no_news) -> int:
    """Make parcels of the notices that have none yet; returns how many parcels were begun.

    `tell`: writes the notices that only leave the house, about what lies on somebody's desk and was not told yet.

    One packs, and another that comes in the meantime goes on to what is packed: two would pack the same.
    """
    if not ways or not is_alone(desk.session, PACKING):
        return 0
    tell(desk)
    before = {way: _waiting_digests(desk, way) for way in ways}
    made = 0
    for notice in _unpacked(desk, ways):
        for way in ways:
            for officer, address in _addressees(desk, notice, way):
                made += _put(desk, notice, way, officer, address, before[way])
    made += sum(_pack_personal(desk, way) for way in ways)
    desk.session.flush()
    return made


def _pack_personal(desk: Desk, way: Way) -> int:
    """What concerns a person's account goes to him alone, at once, and never together with anything else."""
    packed = exists().where(PersonalContent.notice_id == PersonalNotice.id, PersonalContent.way == way)
    for_way = PersonalNotice.address != "" if way is Way.MAIL else PersonalNotice.inside
    waiting = select(PersonalNotice).where(PersonalNotice.created_at > desk.now - OLDEST, for_way, ~packed)
    found = desk.session.scalars(waiting.order_by(PersonalNotice.id).limit(AT_ONCE)).all()
    for notice in found:
        parcel = Parcel(
            message_id=public_key(), way=way, officer_id=notice.officer_id, created_at=desk.now, not_before=desk.now,
            address=notice.address if way is Way.MAIL else notice.officer.login,
        )  # fmt: skip
        desk.session.add(PersonalContent(parcel=parcel, notice=notice, way=way))
    return len(found)


def _unpacked(desk: Desk, ways: Sequence[Way]) -> Sequence[Notice]:
    """Those that somebody hears: what reaches nobody stays unpacked, and must not stand before the others for days."""
    packed = exists().where(Content.notice_id == Notice.id)
    waiting = (
        select(Notice)
        .where(Notice.channel == Channel.SYSTEM, Notice.created_at > desk.now - OLDEST, ~packed, _reaches(desk, ways))
        .order_by(Notice.id)
        .options(joinedload(Notice.unit))
        .limit(AT_ONCE)
    )
    return desk.session.scalars(waiting).all()


def _reaches(desk: Desk, ways: Sequence[Way]) -> ColumnElement[bool]:
    """Whether the notice has an addressee, as `_addressees` says it of one notice; a test holds the two together."""
    return or_(*(_reaches_by(desk, way) for way in ways))


def _reaches_by(desk: Desk, way: Way) -> ColumnElement[bool]:
    day, stand_in = desk.today, aliased(Officer)
    on_duty = (
        Post.unit_id == Notice.unit_id,
        or_(Post.kind == Notice.post, and_(Notice.post.is_(None), Post.kind.in_(TOLD))),
        stands_on(day),
    )
    stands_in = (
        Notice.post.is_not(None),
        Substitution.post_id == Post.id,
        in_force_on(day),
    )
    hears = _has_address(Officer, way), Notice.caused_by_id.is_distinct_from(Officer.id)
    heard_for_him = exists().where(*stands_in, stand_in.id == Substitution.substitute_id, _has_address(stand_in, way))
    return or_(
        exists().where(*on_duty, Officer.id == Post.officer_id, *hears, ~heard_for_him.correlate(Post, Notice)),
        exists().where(*on_duty, *stands_in, Officer.id == Substitution.substitute_id, *hears),
    )


def _has_address(officer: type[Officer], way: Way) -> ColumnElement[bool]:
    """`_address` of a row."""
    return and_(officer.active, officer.email != "") if way is Way.MAIL else and_(officer.active)


def _addressees(desk: Desk, notice: Notice, way: Way) -> Iterator[tuple[Officer, str]]:
    """Each officer once, whichever posts he holds."""
    for officer in dict.fromkeys(_concerned(desk, notice, way)):
        address = _address(officer, way)
        if address and officer.id != notice.caused_by_id:
            yield officer, address


def _address(officer: Officer, way: Way) -> str:
    """Where he is reached, "" when he is not."""
    if way is Way.MAIL:
        return officer.mailbox
    return officer.login if officer.active else ""


def _concerned(desk: Desk, notice: Notice, way: Way) -> list[Officer]:
    if notice.post is not None:
        return notice.unit.in_charge(notice.post, desk.today, lambda officer: bool(_address(officer, way)))
    return [officer for kind in TOLD for officer in notice.unit.holders(kind, desk.today)]


def _put(desk: Desk, notice: Notice, way: Way, officer: Officer, address: str, digests: dict[int, Parcel]) -> int:
    content = Content(notice=notice, officer_id=officer.id, way=way)
    waiting = digests.get(officer.id)
    if notice.kind == DIGESTED and waiting is not None:
        waiting.contents.append(content)
        return 0
    parcel = Parcel(
        message_id=public_key(), way=way, officer_id=officer.id, address=address, is_digest=notice.kind == DIGESTED,
        created_at=desk.now, not_before=_not_before(desk, notice, way, officer),
    )  # fmt: skip
    parcel.contents.append(content)
    desk.session.add(parcel)
    if parcel.is_digest:
        digests[officer.id] = parcel
    return 1


def _not_before(desk: Desk, notice: Notice, way: Way, officer: Officer) -> datetime:
    """At once; reminders gather first, and after the day's digest they wait for the next morning's."""
    if notice.kind != DIGESTED:
        return desk.now
    begun = Parcel.handed_over_at.is_not(None)  # one that is offered again is the day's, too
    gone = select(Parcel.handed_over_at).where(
        Parcel.way == way, Parcel.officer_id == officer.id, Parcel.is_digest, begun
    )
    last = desk.session.scalar(gone.order_by(Parcel.id.desc()).limit(1))
    if last is None or day_of(last) != desk.today:
        return desk.now + GATHERING
    return at_time(desk.today + timedelta(days=1), MORNING)


def _waiting_digests(desk: Desk, way: Way) -> dict[int, Parcel]:
    """Officer -> his digest that has not been handed over yet, and is not while something is put into it."""
    waiting = select(Parcel).where(Parcel.way == way, Parcel.is_digest, Parcel.state == State.WAITING)
    untouched = waiting.where(Parcel.attempts == 0).with_for_update()
    return {parcel.officer_id: parcel for parcel in desk.session.scalars(untouched)}
