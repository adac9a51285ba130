"""委托和交接: who acts for me, for whom I act, what I have to take over. Everybody's own page."""

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
from workflow.administration import handing_over, substituting
from workflow.administration.appointing import in_words
from workflow.administration.record import is_
from workflow.desk import Desk
from workflow.errors import Incomplete
from workflow.people import Officer, Post, PostKind


@blueprint.get("/substitutes")
def substitutes() -> ResponseReturnValue:
    with read_desk() as desk:
        return render_template(
            "administration/substitutes.html", made=substituting.concerning(desk), own=substituting.can_entrust(desk),
            to_take_over=handing_over.to_take_over(desk), today=desk.today, in_words=in_words, officer=desk.officer,
        )  # fmt: skip


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
        substituting.entrust(desk, post, _substitute(desk, post, fields), since, until, fields.text("reason"))
    return done(
        "委托已设定，到起始日期生效，到期自动终止；双方都能在“委托和交接”中看到，也可以随时撤销。",
        "administration.substitutes",
    )


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
