"""Writing: comments beside their clauses, saved as they are typed; 无意见; and the filled 反馈单."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from web.consultation import access
from web.consultation.replies.writing import write
from web.frame.answers import done, saved
from web.frame.desk import write_desk
from web.frame.fields import beside
from web.frame.forms import again
from web.frame.requests import from_htmx
from workflow.consultation.actions import writing
from workflow.documents.uploads import plain_name
from workflow.errors import Incomplete

blueprint = Blueprint("comments", __name__, url_prefix="/reply/<key>")

FIELDS = ("original", "proposed", "reason")


@blueprint.post("/comments")
def add(key: str) -> ResponseReturnValue:
    form = request.form
    with write_desk() as desk:
        reply = access.reply_of_unit(desk, key)
        clause, selected = form.get("clause", type=int), _plain(form.get("selected", ""))
        comment = writing.begin_comment(desk, reply, form.get("version", 0, int), clause, selected)
        if from_htmx():
            return render_template("consultation/replies/comment.html", reply=reply, comment=comment)
        return redirect(url_for("replies.write", key=key, _anchor=f"comment-{comment.key}"))


@blueprint.post("/comments/<comment>")
def change(key: str, comment: str) -> ResponseReturnValue:
    typed = {name: _plain(request.form[name]) for name in FIELDS if name in request.form}
    with write_desk() as desk:
        seen = [_plain(text) for text in request.form.getlist("seen")]
        reply = access.reply_of_unit(desk, key)
        writing.change_comment(desk, reply, comment, seen, **typed)
        return saved(desk.now, render_template("consultation/replies/tally.html", reply=reply, again=True))


@blueprint.post("/comments/<comment>/remove")
def remove(key: str, comment: str) -> ResponseReturnValue:
    with write_desk() as desk:
        reply = access.reply_of_unit(desk, key)
        writing.remove_comment(desk, reply, comment)
        if from_htmx():
            return render_template("consultation/replies/removed.html", reply=reply)
    return done("已删除这条意见。", "replies.write", key=key)


@blueprint.post("/no-objection")
def no_objection(key: str) -> ResponseReturnValue:
    declared = request.form.get("declared") == "yes"
    with write_desk() as desk:
        writing.declare_no_objection(desk, access.reply_of_unit(desk, key), declared)
    return done(
        "已声明无意见。核对后请送主要领导签批。" if declared else "已取消无意见声明，可以继续填写意见。",
        "replies.write",
        key=key,
    )


@blueprint.post("/form")
@again(write)
def upload(key: str) -> ResponseReturnValue:
    form = _chosen(request.files.get("form"))
    with write_desk() as desk, beside("form"):
        count = writing.import_form(desk, access.reply_of_unit(desk, key), form.read(), plain_name(form.filename or ""))
    return done(
        f"已导入{count}条意见，请核对后送签。" if count else "反馈单填写为无意见，已按无意见登记。",
        "replies.write",
        key=key,
    )


def _chosen(file: FileStorage | None) -> FileStorage:
    if file is None or not file.filename:
        raise Incomplete({"form": "请先选择填好的反馈单，再点“上传”。"})
    return file


def _plain(text: str) -> str:
    """Browsers send line breaks in two ways; kept in one."""
    return text.replace("\r\n", "\n")
