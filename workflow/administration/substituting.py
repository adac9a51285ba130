"""委托代办: whoever is away names who acts in his post, or the security administrator does it for him."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import or_, select

from workflow.administration.appointing import in_words
from workflow.administration.record import Record, is_, must_be
from workflow.administration.separation import hold, must_fit, must_not_propose_and_confirm
from workflow.clock import day_in_words
from workflow.desk import Desk
from workflow.errors import AlreadyDone, Incomplete, NotYours, Refusal
from workflow.people import ADMINISTRATORS, POSTS, Officer, Post, PostKind, Substitution, UnitKind, mail


def entrust(desk: Desk, post: Post, substitute: Officer, since: date, until: date, reason: str) -> Substitution:
    """From one day to another, both included; it can be revoked at any time."""
    if post.officer_id != desk.officer_id:
        must_be(desk, PostKind.SECURITY)
    _must_be_entrustable(post)
    hold(desk, post.officer, substitute)
    _must_be_a_period(desk, post, since, until)
    _must_be_free(desk, post, substitute, since, until)
    made = Substitution(
        post=post, substitute=substitute, since=since, until=until, reason=reason.strip(),
        made_at=desk.now, made_by_id=desk.officer_id,
    )  # fmt: skip
    desk.session.add(made)
    desk.session.flush()
    _note(desk, "entrust", made)
    return made


def revoke(desk: Desk, made: Substitution) -> None:
    """By either of the two, or by the security administrator; what was done until now stays done."""
    if desk.officer_id not in (made.post.officer_id, made.substitute_id) and not is_(desk, PostKind.SECURITY):
        raise NotYours("委托由委托人、受托人或者安全管理员撤销，请联系其中一位。")
    if made.is_over(desk.today):
        raise AlreadyDone("这项委托已经撤销或者到期，不必再撤销。")
    made.revoked_at, made.revoked_by_id = desk.now, desk.officer_id
    _note(desk, "revoke_substitution", made)


def concerning(desk: Desk) -> Sequence[Substitution]:
    """Those that the officer gave or took, the latest first; the security administrator sees all."""
    mine = or_(Substitution.substitute_id == desk.officer_id, Post.officer_id == desk.officer_id)
    found = select(Substitution).join(Post).order_by(Substitution.id.desc())
    return desk.session.scalars(found if is_(desk, PostKind.SECURITY) else found.where(mine)).all()


def unmailed(desk: Desk, substitutions: Iterable[Substitution]) -> set[Substitution]:
    """Those whose substitute no notice reaches by mail, so that the principal gets it as before (outbox.packing)."""
    if not mail.goes_out(desk.session):
        return set()
    return {made for made in substitutions if not made.is_over(desk.today) and not made.substitute.mailbox}


def can_entrust(desk: Desk) -> list[Post]:
    """The officer's own posts that another may stand in for."""
    posts = desk.officer.posts_on(desk.today) if desk.officer else []
    return [post for post in posts if post.kind not in ADMINISTRATORS and post.unit.kind is not UnitKind.TEAM]


def candidates(desk: Desk, post: Post) -> list[Officer]:
    """Colleagues of the same unit; somebody from elsewhere is named by the security administrator."""
    colleagues = dict.fromkeys(each.officer for each in post.unit.posts if each.held_on(desk.today))
    return [one for one in colleagues if one.id != post.officer_id and one.active]


def _must_be_entrustable(post: Post) -> None:
    if post.kind in ADMINISTRATORS:
        raise Refusal(f"{POSTS[post.kind]}的岗位不能委托他人代办，请由另一位同岗人员办理，或者先办理交接。")
    if post.unit.kind is UnitKind.TEAM:
        raise Refusal(
            "调查组成员须由本人回避声明、本人签名（条例第30条），不能委托他人代办。人员变动的，请在案件中调整。"
        )


def _must_be_a_period(desk: Desk, post: Post, since: date, until: date) -> None:
    wrong = {}
    if since < desk.today:
        wrong["since"] = "起始日期不能早于今天，委托从设定之日起才有效。"
    if until < since:
        wrong["until"] = "截止日期早于起始日期，请核对。"
    elif post.until is not None and post.until < until:
        wrong["until"] = f"委托人的岗位到{day_in_words(post.until)}为止，委托不能晚于这一天。"
    if wrong:
        raise Incomplete(wrong)


def _must_be_free(desk: Desk, post: Post, substitute: Officer, since: date, until: date) -> None:
    if substitute.id == post.officer_id:
        raise Incomplete({"substitute": "不能委托给本人，请选择另一位人员。"})
    if not substitute.active:
        raise Incomplete({"substitute": f"{substitute.name}的账号已经停用，请另选人员。"})
    if any(each.overlaps(since, until) for each in post.substitutions):
        raise Incomplete({"substitute": "这个岗位在这段时间已有人代办，请先撤销原委托，再重新设定。"})
    if any(each.overlaps(since, until) for own in substitute.posts for each in own.substitutions):
        raise Incomplete(
            {"substitute": f"{substitute.name}这段时间已委托他人代办，不能再受托：委托不能转托。请另选人员。"}
        )
    if any(each.overlaps(since, until) for each in post.officer.substitutions):
        raise Incomplete(
            {"substitute": f"{post.officer.name}这段时间正代他人办理，不能再委托出去。请先撤销其受托事项。"}
        )
    must_fit(substitute, post.kind, since, until)
    must_not_propose_and_confirm(substitute, post.unit_id, post.kind, since, until)


def _note(desk: Desk, verb: str, made: Substitution) -> None:
    desk.note(
        verb, Record("substitution", made.id), unit_id=made.post.unit_id, principal=made.principal.name,
        substitute=made.substitute.name, post=in_words(made.post), since=day_in_words(made.since),
        until=day_in_words(made.until),
    )  # fmt: skip
