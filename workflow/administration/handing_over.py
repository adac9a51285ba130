"""交接: a post ends, what lies open is listed, a successor takes it over and says so.

Open things belong to the post, not to the person: nothing is moved, but nothing may be left on an empty desk.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.accounts import news
from workflow.administration.appointing import give, in_words
from workflow.administration.record import Record, must_be
from workflow.administration.separation import hold, must_fit
from workflow.clock import day_in_words
from workflow.desk import Desk
from workflow.engine import inbox
from workflow.errors import AlreadyDone, Incomplete, NotYours, Refusal, Stale
from workflow.people import ADMINISTRATORS, FALLS_TO, POSTS, Officer, Post, PostKind, UnitKind
from workflow.store import Base, RowId, public_key


class Handover(Base):
    """交接单: what lay open when a post changed hands, and when the successor said that he has it.

    A post may be handed over anew until its last day: the latest hand-over counts, the others remain and count no more.
    """

    __tablename__ = "handover"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True, default=public_key)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"), index=True)
    last_day: Mapped[date]
    things: Mapped[list[Any]]  # [[title, step], …]
    made_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    post: Mapped[Post] = relationship()
    successor: Mapped[Officer | None] = relationship()


@dataclass(frozen=True)
class Open:
    """One open thing on the desk of a post."""

    title: str
    step: str
    since: datetime


def open_things(desk: Desk, post: Post, last_day: date | None = None) -> list[Open]:
    """Also what falls to this post from one that nobody holds on the next day: it leaves with it. `last_day`: or today."""
    next_day = (last_day or desk.today) + timedelta(days=1)
    fallen = [kind for kind, heir in FALLS_TO.items() if heir is post.kind and not post.unit.holders(kind, next_day)]
    found = inbox.waiting(desk, desk.engine, [(post.unit_id, kind) for kind in (post.kind, *fallen)])
    return [Open(task.case.title, task.step, task.since) for task in found]


def latest(desk: Desk, post: Post) -> Handover | None:
    """The hand-over of that post that counts."""
    made = select(Handover).where(Handover.post_id == post.id).order_by(Handover.id.desc())
    return desk.session.scalars(made.limit(1)).first()


def is_replaced(desk: Desk, made: Handover) -> bool:
    return latest(desk, made.post) is not made


def remaining(post: Post, after: date, planned: Handover | None = None) -> list[Officer]:
    """Who else holds the same post once this one has ended. `planned`: whose successor is not counted yet."""
    promised = {post.officer_id, *(each.officer_id for each in _promised(planned))}
    return [one for one in post.unit.holders(post.kind, after + timedelta(days=1)) if one.id not in promised]


def heirs(post: Post, after: date) -> list[Officer]:
    """To whom the work falls once this post has ended and nobody else holds it: 主要领导 of 印章管理员, of others nobody."""
    heir = FALLS_TO.get(post.kind)
    return post.unit.holders(heir, after + timedelta(days=1)) if heir else []


def hand_over(desk: Desk, post: Post, last_day: date, successor: Officer | None, seen: int) -> Handover:
    """The post ends with that day, the successor's begins with the next. `seen`: how many open things were shown."""
    must_be(desk, PostKind.SECURITY)
    planned = latest(desk, post)
    hold(desk, post.officer, successor, planned.successor if planned else None)
    _must_be_ending(desk, post, last_day)
    before = latest(desk, post)  # asked again, now that nobody else hands the post over
    _must_be_new(before, last_day, successor)
    _must_fit_longer(post, last_day)
    things = open_things(desk, post)
    if len(things) != seen:
        raise Stale("待办事项在您打开本页之后有了变化，请核对下面的清单后再确认交接。")
    if before is not None:
        _take_back(desk, before, successor)
    if successor is None:
        _must_not_be_left_empty(post, last_day, open_things(desk, post, last_day))
    post.until = last_day
    if successor is not None:
        _succeed(desk, post, successor, last_day)
    made = Handover(
        post=post, successor=successor, last_day=last_day, made_at=desk.now,
        things=[[each.title, each.step] for each in things],
    )  # fmt: skip
    desk.session.add(made)
    desk.session.flush()
    desk.note(
        "hand_over", Record("handover", made.id), unit_id=post.unit_id, name=post.officer.name, post=in_words(post),
        last_day=day_in_words(last_day), successor=successor.name if successor else "（不设接任人）",
        count=len(things), things=made.things,
    )  # fmt: skip
    return made


def take_over(desk: Desk, made: Handover) -> None:
    """The successor has gone through the list."""
    if made.successor_id != desk.officer_id:
        raise NotYours("交接清单由接任人本人核对确认。")
    if made.taken_at is not None:
        raise AlreadyDone("这份交接清单已经确认过，不必重复确认。")
    if is_replaced(desk, made):
        raise AlreadyDone("这个岗位已经重新办理交接，原清单不必再确认。请从“委托和交接”核对有没有新的清单。")
    made.taken_at = desk.now
    desk.note(
        "take_over", Record("handover", made.id), unit_id=made.post.unit_id, post=in_words(made.post),
        count=len(made.things),
    )  # fmt: skip


def to_take_over(desk: Desk) -> Sequence[Handover]:
    """What the officer has still to confirm."""
    waits = Handover.successor_id == desk.officer_id, Handover.taken_at.is_(None)
    found = desk.session.scalars(select(Handover).where(*waits).order_by(Handover.id))
    return [each for each in found if not is_replaced(desk, each)]


def _must_be_ending(desk: Desk, post: Post, last_day: date) -> None:
    if post.unit.kind is UnitKind.TEAM:
        raise Refusal("调查组的人员变动在案件中办理，请从“事故处理”进入该案件。")
    if post.officer_id == desk.officer_id:
        raise Refusal("不能办理自己的岗位交接，请由另一位安全管理员办理。")
    if not post.held_on(desk.today):
        raise AlreadyDone("这个岗位已经到期或者还没有开始，不必办理交接。请刷新后核对。")
    if last_day < desk.today:
        raise Incomplete({"last_day": "最后在岗日不能早于今天，岗位已经办理的事项仍然有效。"})


def _must_be_new(before: Handover | None, last_day: date, successor: Officer | None) -> None:
    """A second click is no second hand-over."""
    if before is not None and (before.last_day, before.successor) == (last_day, successor):
        follows = "接任人登录后在“委托和交接”中核对确认清单。" if successor else ""
        raise AlreadyDone(f"这次交接已经登记，不必重复登记。{follows}")


def _must_fit_longer(post: Post, last_day: date) -> None:
    """Whoever stays beyond the day that was fixed may have been given something else for the time after it."""
    if post.until is not None and post.until < last_day:
        must_fit(post.officer, post.kind, post.until + timedelta(days=1), last_day)


def _take_back(desk: Desk, before: Handover, successor: Officer | None) -> None:
    """The post is handed over anew before its last day is over: whoever was to succeed has not begun, and does not."""
    for post in _promised(before):
        post.until = desk.today - timedelta(days=1)
    if before.successor is not None:
        for other in _others_to_the_same(desk, before):
            _give_after(desk, other.post, before.successor, other.last_day)
    named = before.successor.name if before.successor else "（不设接任人）"
    desk.note(
        "replace_handover", Record("handover", before.id), unit_id=before.post.unit_id, post=in_words(before.post),
        last_day=day_in_words(before.last_day), successor=named,
    )  # fmt: skip
    if before.successor is not None and before.successor is not successor:
        of = before.post
        news.tell(desk, before.successor, "handover_replaced", name=of.officer.name, post=in_words(of))


def _promised(planned: Handover | None) -> list[Post]:
    """What the successor was given with the hand-over; nothing where he holds the same post already."""
    if planned is None or planned.successor is None:
        return []
    of, begins = planned.post, planned.last_day + timedelta(days=1)
    return [p for p in planned.successor.posts if (p.unit_id, p.kind, p.since) == (of.unit_id, of.kind, begins)]


def _others_to_the_same(desk: Desk, before: Handover) -> list[Handover]:
    """By which other holders of the same post leave it to the same successor: he was given it once for all of them."""
    of, made = before.post, select(Handover).join(Post, Handover.post_id == Post.id).order_by(Handover.last_day)
    alike = Post.unit_id == of.unit_id, Post.kind == of.kind, Post.id != of.id
    ahead = Handover.successor_id == before.successor_id, Handover.last_day >= desk.today
    return [each for each in desk.session.scalars(made.where(*alike, *ahead)) if not is_replaced(desk, each)]


def _must_not_be_left_empty(post: Post, last_day: date, things: Sequence[Open]) -> None:
    if remaining(post, last_day) or heirs(post, last_day):
        return
    if things:
        raise Incomplete(
            {
                "successor": f"{in_words(post)}还有{len(things)}件待办，又没有其他在岗人员，交接后将无人办理。请指定接任人。"
            }
        )
    if post.kind in ADMINISTRATORS:
        raise Incomplete({"successor": f"{POSTS[post.kind]}只有这一位，交接后将无人管理。请指定接任人。"})


def _succeed(desk: Desk, post: Post, successor: Officer, last_day: date) -> None:
    if successor.id in (post.officer_id, desk.officer_id):
        raise Incomplete({"successor": "接任人不能是交出岗位的本人，也不能是办理交接的管理员。请另选人员。"})
    if not successor.active:
        raise Incomplete({"successor": f"{successor.name}的账号已经停用，请另选人员。"})
    _give_after(desk, post, successor, last_day)


def _give_after(desk: Desk, post: Post, successor: Officer, last_day: date) -> None:
    """From the next day on; nothing to whoever holds the same by then."""
    since = last_day + timedelta(days=1)
    if not any(p.unit_id == post.unit_id and p.kind is post.kind and p.held_on(since) for p in successor.posts):
        must_fit(successor, post.kind, since, None)
        give(desk, successor, post.unit, post.kind, since, None)
