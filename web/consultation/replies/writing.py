"""What a unit's clerk does: receive, send for signing, declare and send, take back, send late."""

from collections import Counter

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from web.accounts.confirming import confirmed
from web.consultation import access
from web.consultation.replies.about import about, read_messages
from web.consultation.replies.blueprint import blueprint
from web.consultation.replies.showing import show
from web.frame.answers import done
from web.frame.desk import read_desk, write_desk
from web.frame.forms import again
from workflow.consultation import custody
from workflow.consultation.actions import answering, receiving, writing


@blueprint.get("/write")
def write(key: str) -> ResponseReturnValue:
    read_messages(key)
    with read_desk() as desk:
        reply = access.reply_of_unit(desk, key)
        shown = about(desk, reply)
        if not shown["can"].write:
            return redirect(url_for("replies.show", key=key))
        counts = Counter(comment.clause.position for comment in reply.written if comment.clause)
        form = custody.blank_form(desk, reply)
        return render_template("consultation/replies/write.html", **shown, form=form, counts=counts)


@blueprint.post("/receive")
def acknowledge(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        receiving.receive(desk, access.reply_of_unit(desk, key))
    return done("已签收。请对照征求意见稿填写意见；没有意见的，点“无意见”。", "replies.write", key=key)


@blueprint.post("/write")
@again(write)
def send(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        reply = access.reply_of_unit(desk, key)
        answering.send_for_signing(desk, reply, request.form.get("version", type=int), _declared())
    return done("回函已送主要领导签批。领导退回的，会回到您的待办。", "replies.show", key=key)


@blueprint.post("/send-no-objection")
@again(write)
def send_no_objection(key: str) -> ResponseReturnValue:
    """Both at once, for the unit that has nothing to say: most of the eighty."""
    with write_desk() as desk:
        reply = access.reply_of_unit(desk, key)
        writing.declare_no_objection(desk, reply)
        answering.send_for_signing(desk, reply, request.form.get("version", type=int))
    return done("已声明无意见，并送主要领导签批。", "replies.show", key=key)


@blueprint.post("/withdraw")
@again(show)
@confirmed
def withdraw(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        answering.withdraw(desk, access.reply_of_unit(desk, key), request.form.get("reason", ""))
    return done("已撤回，原回函不再计入。请在截止前重新报送，否则按未报送登记。", "replies.show", key=key)


@blueprint.post("/late")
@again(write)
@confirmed
def send_late(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        answering.send_late(desk, access.reply_of_unit(desk, key), _declared())
    return done("已作为逾期来文报送。是否采用，由区安委办决定并说明理由。", "replies.show", key=key)


def _declared() -> bool | None:
    """Whether the page said 无意见; None where it said nothing about it."""
    said = request.form.get("declared")
    return None if said is None else said == "yes"
