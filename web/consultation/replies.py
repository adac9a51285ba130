"""A unit's reply: receive it, send it for signing, sign, seal, take it back, send it late; and what became of it."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from web import tones
from web.accounts.confirming import confirmed
from web.consultation import access
from web.deadlines import countdown
from web.frame.answers import done
from web.frame.desk import read_desk, write_desk
from web.frame.forms import again
from workflow.consultation import custody, paperwork, words
from workflow.consultation.actions import answering, reading, receiving
from workflow.consultation.brief import brief
from workflow.consultation.model import Reply
from workflow.consultation.possible import Possible, possible
from workflow.consultation.said import heard
from workflow.consultation.why import events_of_reply
from workflow.desk import Desk

blueprint = Blueprint("replies", __name__, url_prefix="/reply/<key>")

# What a leader usually writes; he may write something else.
OPINIONS = tuple((words, words) for words in (answering.OPINION, "同意。", "同意，请抓紧报送。"))


# -- pages


@blueprint.get("")
@blueprint.get("/receive", endpoint="receive")
def show(key: str) -> ResponseReturnValue:
    _read_messages(key)
    with read_desk() as desk:
        reply = access.reply_of_unit(desk, key)
        return render_template("consultation/replies/show.html", **_about(desk, reply), **_history(desk, reply))


@blueprint.get("/draft")
def draft(key: str) -> ResponseReturnValue:
    _read_messages(key)
    with read_desk() as desk:
        return render_template("consultation/replies/draft.html", **_about(desk, access.reply_of_unit(desk, key)))


@blueprint.get("/write")
def write(key: str) -> ResponseReturnValue:
    _read_messages(key)
    with read_desk() as desk:
        reply = access.reply_of_unit(desk, key)
        about = _about(desk, reply)
        if not about["can"].write:
            return redirect(url_for("replies.show", key=key))
        return render_template("consultation/replies/write.html", **about, form=custody.blank_form(desk, reply))


@blueprint.get("/sign")
def sign(key: str) -> ResponseReturnValue:
    return _brief_page(key, "sign")


@blueprint.get("/seal")
def seal(key: str) -> ResponseReturnValue:
    return _brief_page(key, "seal")


def _brief_page(key: str, step: str) -> ResponseReturnValue:
    _read_messages(key)
    with read_desk() as desk:
        reply = access.reply_of_unit(desk, key)
        about = _about(desk, reply)
        if step not in about["can"].steps:
            return redirect(url_for("replies.show", key=key))
        sealed_apart = reply.unit.has_seal_keeper(desk.today)
        return render_template(
            f"consultation/replies/{step}.html",
            **about,
            brief=brief(reply),
            sealed_apart=sealed_apart,
            opinions=OPINIONS,
        )


def _read_messages(key: str) -> None:
    """The first look of the unit is a fact of its own, written before the page is shown."""
    with read_desk() as desk:
        is_news = reading.is_news(desk, access.reply_of_unit(desk, key))
    if is_news:
        with write_desk() as desk:
            reading.read_messages(desk, access.reply_of_unit(desk, key))


def _about(desk: Desk, reply: Reply) -> dict[str, Any]:
    """What every page of a reply shows."""
    can: Possible = possible(desk, reply)
    return {
        "reply": reply,
        "round": reply.round,
        "title": paperwork.bare(reply.round.title),
        "can": can,
        "stage": (words.STAGES[reply.stage], tones.REPLY_STAGES[reply.stage]),
        "next": words.NEXT[reply.stage],
        "until": countdown(desk, reply.round.deadline),
        "is_open": reply.round.is_in_time(desk.now),
        "to_read": custody.drafts_and_annexes(reply),
        "words": words,
        "tones": tones,
    }


def _history(desk: Desk, reply: Reply) -> dict[str, Any]:
    released = reply.round.released_at is not None
    return {
        "papers": custody.papers_for(desk, reply),
        "events": events_of_reply(desk, reply),
        "decided": [comment for letter in heard(reply) for comment in letter.comments] if released else [],
        "overdue": reply.is_overdue,
        "sealed_apart": reply.unit.has_seal_keeper(desk.today),
    }


# -- what people do


@blueprint.post("/receive")
def acknowledge(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        receiving.receive(desk, access.reply_of_unit(desk, key))
    return done("已签收。请对照征求意见稿填写意见；没有意见的，点“无意见”。", "replies.write", key=key)


@blueprint.post("/write")
@again(write)
def send(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        answering.send_for_signing(desk, access.reply_of_unit(desk, key), request.form.get("version", type=int))
    return done("回函已送主要领导签批。领导退回的，会回到您的待办。", "replies.show", key=key)


@blueprint.post("/sign")
@again(sign)
@confirmed
def agree(key: str) -> ResponseReturnValue:
    opinion = request.form.get("own_opinion", "").strip() or request.form.get("opinion", "")
    with write_desk() as desk:
        reply = access.reply_of_unit(desk, key)
        answering.sign(desk, reply, opinion, request.form.get("letter"))
        submitted = reply.valid_letter is not None and reply.valid_letter.key == request.form.get("letter")
    return done("已签批、用印并报送。" if submitted else "已签批，回函已转印章管理员用印。", "replies.show", key=key)


@blueprint.post("/return")
@again(sign)
def hand_back(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        reply = access.reply_of_unit(desk, key)
        answering.return_to_clerk(desk, reply, request.form.get("reason", ""), request.form.get("letter"))
    return done("已退回经办人修改。改好后会再送您签批。", "replies.show", key=key)


@blueprint.post("/seal")
@again(seal)
@confirmed
def submit(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        answering.seal(desk, access.reply_of_unit(desk, key), request.form.get("letter"))
    return done("已用印并报送，系统收到时间以本页所载为准。", "replies.show", key=key)


@blueprint.post("/unsealed")
@again(seal)
def refuse_seal(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        reply = access.reply_of_unit(desk, key)
        answering.return_unsealed(desk, reply, request.form.get("reason", ""), request.form.get("letter"))
    return done("未予用印，回函已退回经办人。", "replies.show", key=key)


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
        answering.send_late(desk, access.reply_of_unit(desk, key))
    return done("已作为逾期来文报送。是否采用，由安委办决定并说明理由。", "replies.show", key=key)
