"""What a unit's leader and its keeper of the seal decide: sign or return, seal or return; the letter as it will leave."""

import base64
import binascii
import re

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from web.accounts.confirming import confirmed
from web.consultation import access
from web.consultation.replies.about import about, read_messages
from web.consultation.replies.blueprint import blueprint
from web.frame.answers import done
from web.frame.desk import read_desk, write_desk
from web.frame.fields import beside
from web.frame.forms import again
from web.frame.requests import from_htmx
from workflow import handwriting
from workflow.consultation import opinions, paperwork
from workflow.consultation.actions import answering
from workflow.consultation.brief import brief
from workflow.consultation.model import Letter, Reply
from workflow.desk import Desk
from workflow.documents import uploads
from workflow.documents.paper import word
from workflow.documents.preview import shown_in_page
from workflow.errors import Stale, Unreadable
from workflow.files import KeptFile

DRAWN, KEPT = "drawn", "kept"  # by hand: just now, or as kept from an earlier time
_PICTURE = re.compile(r"data:image/png;base64,([A-Za-z0-9+/=]+)")

# Why a letter goes back, in one tap; anything else is written.
RETURNS = ("理由和依据不充分，请补充后再报。", "请与有关科室核对后再报。", "表述不准确，请修改后再报。")
FORGOTTEN = "已删除保存的手写签名。已签批的回函不受影响。"
UNSEALED = ("签字人不是现任主要领导，请核对。", "回函内容有误，请核对后再报。")


@blueprint.get("/sign")
def sign(key: str) -> ResponseReturnValue:
    read_messages(key)
    return _brief_page(key, "sign", RETURNS)


@blueprint.get("/seal")
def seal(key: str) -> ResponseReturnValue:
    read_messages(key)
    return _brief_page(key, "seal", UNSEALED)


def _brief_page(key: str, step: str, returns: tuple[str, ...], forgotten: str = "") -> ResponseReturnValue:
    with read_desk() as desk:
        reply = access.reply_of_unit(desk, key)
        shown = about(desk, reply)
        if step not in shown["can"].steps:
            return redirect(url_for("replies.show", key=key))
        kept = handwriting.kept(desk)
        return render_template(
            f"consultation/replies/{step}.html",
            **shown,
            brief=brief(reply),
            sealed_apart=reply.unit.has_seal_keeper(desk.today),
            opinions=opinions.offered(desk),
            returns=returns,
            kept=_as_picture(desk, kept) if kept else "",
            forgotten=forgotten,
        )


def _as_picture(desk: Desk, file: KeptFile) -> str:
    return f"data:{file.media_type};base64,{base64.b64encode(desk.files.read(file)).decode()}"


@blueprint.get("/letter")
def letter(key: str) -> ResponseReturnValue:
    """The letter as it will leave: with the opinion that stands in the form, and the hand of whoever looks."""
    with read_desk() as desk:
        reply = access.reply_of_unit(desk, key)
        paper = paperwork.letter_to_be(desk, reply, _in_hand(reply), _opinion(), _hand(desk, reply))
        sheet = shown_in_page(word(paper))
        if from_htmx():
            return render_template("consultation/replies/sheet.html", sheet=sheet)
        return render_template("consultation/replies/letter.html", **about(desk, reply), sheet=sheet)


def _in_hand(reply: Reply) -> Letter:
    if reply.letter is None or reply.letter.void is not None:
        raise Stale("现在没有拟好的回函可以预览，可能刚刚退回或撤回。请刷新后查看。")
    return reply.letter


def _hand(desk: Desk, reply: Reply) -> bytes | None:
    """The handwriting under the letter, or the one that would come under it."""
    written = reply.letter.handwriting if reply.letter else None
    kept = handwriting.kept(desk) if request.args.get("hand") == KEPT else None
    file = written.file if written else kept
    return desk.files.read(file) if file else None


def _opinion() -> str:
    return request.values.get("own_opinion", "").strip() or request.values.get("opinion", "") or answering.OPINION


# -- what they do


@blueprint.post("/sign")
@again(sign)
@confirmed
def agree(key: str) -> ResponseReturnValue:
    with beside("drawing"):
        drawn = _drawn()
    with write_desk() as desk:
        reply = access.reply_of_unit(desk, key)
        answering.sign(desk, reply, _opinion(), request.form.get("letter"), _put_under(desk, drawn))
        submitted = reply.valid_letter is not None and reply.valid_letter.key == request.form.get("letter")
    return done("已签批、用印并报送。" if submitted else "已签批，回函已转印章管理员用印。", "replies.show", key=key)


def _drawn() -> uploads.Upload | None:
    """What was written by hand on the page; None for an empty field."""
    picture = request.form.get("drawing", "")
    if request.form.get("hand") != DRAWN or not picture:
        return None
    found = _PICTURE.fullmatch(picture)
    try:
        return uploads.handwriting(base64.b64decode(found[1] if found else "", validate=True))
    except binascii.Error as broken:
        raise Unreadable(uploads.NO_HANDWRITING) from broken


def _put_under(desk: Desk, drawn: uploads.Upload | None) -> KeptFile | None:
    """The picture that comes under the letter; none is needed."""
    if drawn is not None:
        return handwriting.take_in(desk, drawn, remember=request.form.get("remember") == "yes")
    return handwriting.kept(desk) if request.form.get("hand") == KEPT else None


@blueprint.post("/sign/forget")
@again(sign)
def forget_handwriting(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        access.reply_of_unit(desk, key)
        handwriting.forget(desk)
    if from_htmx():  # only the signature's place is put in: what else was typed stands on
        return _brief_page(key, "sign", RETURNS, FORGOTTEN)
    return done(FORGOTTEN, "replies.sign", key=key)


@blueprint.post("/return")
@again(sign)
def hand_back(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        reply = access.reply_of_unit(desk, key)
        answering.return_to_clerk(desk, reply, _reason(), request.form.get("letter"))
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
        answering.return_unsealed(desk, reply, _reason(), request.form.get("letter"))
    return done("未予用印，回函已退回经办人。", "replies.show", key=key)


def _reason() -> str:
    """The phrase of the button that was pressed, or what was written."""
    return request.form.get("phrase", "") or request.form.get("reason", "")
