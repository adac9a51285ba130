"""委托和交接: who acts for me, for whom I act, what I have to take over. Everybody's own page."""

from dataclasses import dataclass
from datetime import date

from flask import render_template
from flask.typing import ResponseReturnValue

from web.accounts.confirming import confirmed
from web.administration import blueprint
from web.administration.finding import one, own_or_any_post, own_or_any_substitution
from web.administration.posts import named
from web.frame.answers import done
from web.frame.desk import read_desk, write_desk
from web.frame.fields import Fields
from web.frame.forms import again
from web.lists import Column, List, look_at
from workflow.administration import handing_over, substituting
from workflow.administration.appointing import in_words
from workflow.administration.record import is_
from workflow.desk import Desk
from workflow.errors import Incomplete
from workflow.people import Officer, Post, PostKind, Substitution

ENTRUSTED = "委托已设定，到起始日期生效，到期自动终止；双方都能在“委托和交接”中看到，也可以随时撤销。"
DEAF = "受托人没有登记办公邮箱，邮件通知仍发给委托人，请告知受托人登录查看待办，或者请系统管理员登记邮箱。"


@dataclass(frozen=True)
class Line:
    """`state`: in words, with its tone; `is_open`: it may still be revoked; `is_deaf`: no mail reaches the substitute."""

    made: Substitution
    state: str
    tone: str
    is_open: bool
    is_deaf: bool


SUBSTITUTIONS: List[Line] = List(
    "substitutions",
    "委托一览",
    "administration.substitutes",
    (
        Column("岗位", lambda line: in_words(line.made.post), "post"),
        Column("委托人", lambda line: line.made.principal.name, "principal"),
        Column("受托人", lambda line: line.made.substitute.name, "substitute"),
        Column("期限", lambda line: line.made.since, "since"),
        Column("到期", lambda line: line.made.until, on_page=False),
        Column("事由", lambda line: line.made.reason, on_page=False),
        Column("状态", lambda line: line.state, "state"),
    ),
)


@blueprint.get("/substitutes")
def substitutes() -> ResponseReturnValue:
    look = look_at(SUBSTITUTIONS)
    with read_desk() as desk:
        found = substituting.concerning(desk)
        deaf = substituting.unmailed(desk, found)
        return look.answer(
            [_line(made, desk.today, is_deaf=made in deaf) for made in found],
            "administration/substitutes.html", own=substituting.can_entrust(desk),
            to_take_over=handing_over.to_take_over(desk), in_words=in_words, officer=desk.officer,
        )  # fmt: skip


def _line(made: Substitution, today: date, *, is_deaf: bool) -> Line:
    return Line(made, *_state(made, today), is_open=not made.is_over(today), is_deaf=is_deaf)


def _state(made: Substitution, today: date) -> tuple[str, str]:
    if made.revoked_at:
        return "已撤销", "quiet"
    if made.is_over(today):
        return "已到期", "quiet"
    if made.since > today:
        return "尚未开始", "going"
    return ("代办中", "good") if made.stands_on(today) else ("委托人已不任该岗位", "quiet")


@blueprint.get("/substitutes/<key>")
def entrusting(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        post = own_or_any_post(desk, key)
        return render_template(
            "administration/entrust.html", post=post, title=in_words(post), today=desk.today,
            candidates=substituting.candidates(desk, post), is_any=is_(desk, PostKind.SECURITY),
        )  # fmt: skip


@blueprint.post("/substitutes/<key>")
@again(entrusting)
@confirmed
def entrust(key: str) -> ResponseReturnValue:
    fields = Fields()
    since, until = fields.day("since", "请填写起始日期。"), fields.day("until", "请填写截止日期，委托须有期限。")
    fields.must_be_right()
    with write_desk() as desk:
        post = own_or_any_post(desk, key)
        made = substituting.entrust(desk, post, _substitute(desk, post, fields), since, until, fields.text("reason"))
        is_deaf = bool(substituting.unmailed(desk, [made]))
    return done(f"{ENTRUSTED}{DEAF if is_deaf else ''}", "administration.substitutes")


@blueprint.post("/substitutes/<key>/revoke")
def revoke(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        substituting.revoke(desk, own_or_any_substitution(desk, key))
    return done("委托已撤销，从现在起由本人办理；此前代办的事项仍然有效。", "administration.substitutes")


def _substitute(desk: Desk, post: Post, fields: Fields) -> Officer:
    """One of the colleagues; the security administrator names anybody by his login."""
    if is_(desk, PostKind.SECURITY):
        found = named(desk, fields.text("substitute"))
    else:
        found = one(desk, Officer, fields.text("substitute")) if fields.text("substitute") else None
    if found is None:
        raise Incomplete({"substitute": "请选择受托人。"})
    if not is_(desk, PostKind.SECURITY) and found not in substituting.candidates(desk, post):
        raise Incomplete({"substitute": "受托人不在本单位，请由安全管理员设定。"})
    return found
