"""岗位: given, and handed over with everything that lies open."""

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from web.accounts.confirming import confirmed
from web.administration import blueprint
from web.administration.accounts import officer
from web.administration.finding import one
from web.frame.answers import done
from web.frame.desk import read_desk, write_desk
from web.frame.fields import Fields
from web.frame.forms import again
from workflow.administration import handing_over
from workflow.administration.appointing import appoint, in_words
from workflow.administration.handing_over import Handover
from workflow.administration.record import must_be
from workflow.desk import Desk
from workflow.errors import Incomplete, NotYours
from workflow.people import FALLS_TO, POSTS, Officer, Post, PostKind, Unit


@blueprint.post("/administration/officers/<key>/posts")
@again(officer)
@confirmed
def give_post(key: str) -> ResponseReturnValue:
    fields = Fields()
    kind = fields.choice("kind", PostKind, "请选择岗位。")
    since = fields.day("since", "请填写起始日期。")
    until = fields.day_if_given("until", "截止日期填写有误，请重新选择；长期有效的不填。")
    fields.require("unit", bool(fields.text("unit")), "请选择单位。")
    fields.must_be_right()
    with write_desk() as desk:
        must_be(desk, PostKind.SECURITY)
        appoint(desk, one(desk, Officer, key), one(desk, Unit, fields.text("unit")), kind, since, until)
    return done("岗位已安排，从起始日期起生效。", "administration.officer", key=key)


@blueprint.get("/administration/posts/<key>/handover")
def handover(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        must_be(desk, PostKind.SECURITY)
        post = one(desk, Post, key)
        planned = handing_over.latest(desk, post)
        return render_template(
            "administration/handover.html", post=post, title=in_words(post), things=handing_over.open_things(desk, post),
            planned=planned, remaining=handing_over.remaining(post, desk.today, planned),
            heirs=handing_over.heirs(post, desk.today), posts=POSTS, falls_to=FALLS_TO, today=desk.today,
        )  # fmt: skip


@blueprint.post("/administration/posts/<key>/handover")
@again(handover)
@confirmed
def hand_over(key: str) -> ResponseReturnValue:
    fields = Fields()
    last_day = fields.day("last_day", "请填写最后在岗日。")
    seen = fields.count("seen", "请刷新页面后重新核对待办清单。")
    fields.require("listed", fields.flag("listed"), "请核对待办清单后勾选确认。")
    fields.must_be_right()
    with write_desk() as desk:
        must_be(desk, PostKind.SECURITY)
        post, successor = one(desk, Post, key), named(desk, fields.text("successor"))
        made = handing_over.hand_over(desk, post, last_day, successor, seen)
        told, leaving = _what_follows(made), post.officer.key
    return done(told, "administration.officer", key=leaving)


def _what_follows(made: Handover) -> str:
    if made.successor is not None:
        return "交接已登记。接任人从次日起在岗，登录后在“委托和交接”中核对确认清单。"
    next_ones = handing_over.remaining(made.post, made.last_day) or handing_over.heirs(made.post, made.last_day)
    names = "、".join(one.name for one in next_ones)
    return f"交接已登记，不设接任人。{f'从次日起，待办由{names}接着办理。' if names else ''}"


@blueprint.get("/handovers/<key>")
def taking_over(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        must_be_successor(desk, made := one(desk, Handover, key))
        return render_template(
            "administration/taking_over.html", made=made, title=in_words(made.post),
            is_replaced=handing_over.is_replaced(desk, made),
        )  # fmt: skip


@blueprint.post("/handovers/<key>")
def take_over(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        handing_over.take_over(desk, one(desk, Handover, key))
    return done("交接清单已确认。", "administration.substitutes")


def must_be_successor(desk: Desk, made: Handover) -> None:
    if made.successor_id != desk.officer_id:
        raise NotYours("交接清单由接任人本人核对确认。")


def named(desk: Desk, login: str) -> Officer | None:
    """By login; without one there is no successor."""
    if not login:
        return None
    found = desk.session.scalar(select(Officer).where(Officer.login == login))
    if found is None:
        raise Incomplete({"successor": f"没有账号“{login}”，请核对；新来的人员请先由系统管理员开设账号。"})
    return found
