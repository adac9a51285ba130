"""Posts: given by the security administrator, who gives none to himself. They end by a hand-over."""

from datetime import date

from workflow.administration.record import Record, must_be
from workflow.administration.separation import hold, must_fit
from workflow.clock import day_in_words
from workflow.desk import Desk
from workflow.errors import Incomplete, Refusal
from workflow.people import ADMINISTRATORS, POSTS, Officer, Post, PostKind, Unit, UnitKind


def appoint(desk: Desk, officer: Officer, unit: Unit, kind: PostKind, since: date, until: date | None = None) -> Post:
    """任岗: from that day on; without an end it lasts until it is handed over."""
    must_be(desk, PostKind.SECURITY)
    hold(desk, officer)
    _must_be_possible(desk, officer, since, until)
    must_be_a_post_of(unit, kind)
    if any(p.unit_id == unit.id and p.kind is kind and p.overlaps(since, until) for p in officer.posts):
        raise Incomplete({"kind": f"{officer.name}这段时间已经是{unit.short_name}{POSTS[kind]}，不必重复安排。"})
    must_fit(officer, kind, since, until)
    return give(desk, officer, unit, kind, since, until)


def give(desk: Desk, officer: Officer, unit: Unit, kind: PostKind, since: date, until: date | None) -> Post:
    """The row and its line, when everything has been asked. One that was taken back before it began is given again."""
    post = next((p for p in officer.posts if (p.unit_id, p.kind, p.since) == (unit.id, kind, since)), None)
    if post is None:
        post = Post(officer=officer, unit=unit, kind=kind, since=since)
        desk.session.add(post)
    post.until = until
    desk.session.flush()
    desk.note(
        "appoint", Record("officer", officer.id), unit_id=unit.id, name=officer.name, post=in_words(post),
        since=day_in_words(since), until=day_in_words(until) if until else "",
    )  # fmt: skip
    return post


def in_words(post: Post) -> str:
    """区教育局经办人"""
    return f"{post.unit.short_name}{POSTS[post.kind]}"


def must_be_a_post_of(unit: Unit, kind: PostKind) -> None:
    if unit.kind is UnitKind.TEAM:
        raise Refusal("调查组的人员由区人民政府任命、在案件中调整，不在这里安排。请从“事故处理”进入该案件办理。")
    if kind in ADMINISTRATORS and unit.kind is not UnitKind.OFFICE:
        raise Incomplete({"kind": f"{POSTS[kind]}设在区安委办，不设在{unit.short_name}。请改选单位或岗位。"})


def _must_be_possible(desk: Desk, officer: Officer, since: date, until: date | None) -> None:
    if officer.id == desk.officer_id:
        raise Refusal("不能给自己安排岗位，请由另一位安全管理员办理。")
    if not officer.active:
        raise Refusal(f"{officer.name}的账号已经停用，请先由系统管理员启用账号。")
    if since < desk.today:
        raise Incomplete({"since": "起始日期不能早于今天，岗位从安排之日起才有效。"})
    if until is not None and until < since:
        raise Incomplete({"until": "截止日期早于起始日期，请核对。"})
