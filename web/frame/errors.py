"""How a refusal reaches the user: one table from its class to a status and a heading.

A page becomes a page, a part of a page (htmx) becomes a banner. What nobody foresaw is logged under an incident
number that the user is shown.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Flask, Response, current_app, make_response, render_template, request
from werkzeug.exceptions import HTTPException, SecurityError

from web.frame import gauges
from web.frame.identity import me
from web.frame.requests import from_htmx
from web.frame.security import MOST_MEGABYTES
from workflow.errors import AlreadyDone, Incomplete, NotYours, Refusal, Stale, TooLate, Unknown, Unreadable


@dataclass(frozen=True)
class Kind:
    """What all refusals of one class share; `sentence` stands for those that bring none of their own."""

    status: int
    title: str
    sentence: str = ""


@dataclass(frozen=True)
class Told:
    """What the user is told: the sentence says what happened, why, and what to do next."""

    title: str
    sentence: str
    fields: Mapping[str, str] = field(default_factory=dict)
    incident: str = ""


REFUSALS: Mapping[type[Refusal], Kind] = {
    NotYours: Kind(403, "这项工作不归您办理"),
    Unknown: Kind(404, "没有找到"),
    Stale: Kind(409, "内容已有变化"),
    TooLate: Kind(409, "已过截止时间"),
    AlreadyDone: Kind(409, "已经办过了"),
    Incomplete: Kind(422, "还没有填好"),
    Unreadable: Kind(422, "文件无法读取"),
    Refusal: Kind(409, "现在不能办理"),
}

HTTP: Mapping[int, Kind] = {
    400: Kind(
        400,
        "这次提交没有办成",
        "页面打开的时间过长，或者登录已经更换，为防止误提交，系统没有受理。请回到刚才的页面，刷新后再提交一次。",
    ),
    401: Kind(401, "需要登录", "这一页需要登录后才能看到，请先登录。"),
    403: Kind(403, "这项工作不归您办理", NotYours().message),
    404: Kind(404, "没有找到", Unknown().message),
    405: Kind(405, "这个网址不能直接打开", "这个网址只供办理时使用，不能直接打开。请从“待办”重新进入。"),
    413: Kind(
        413,
        "文件太大",
        f"一次上传的文件合计不能超过{MOST_MEGABYTES} MB，这次上传没有受理。"
        "请压缩文件中的图片，或者分成几个文件，再上传。",
    ),
    415: Kind(415, "文件无法读取", Unreadable().message),
    429: Kind(429, "操作太频繁", "短时间内操作次数过多，系统暂时没有受理。请过一分钟再试。"),
}
OTHER = Kind(400, "这次请求没有办成", "系统不能识别这次请求，内容没有变化。请从“待办”重新进入。")
FAULT = Kind(
    500,
    "系统出了差错",
    "这一步没有办成，原因在系统，不在您的操作；已经保存的内容都在。"
    "请过几分钟再试，仍不行的，请把事件编号告诉系统管理员。",
)


def install(app: Flask) -> None:
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(HTTPException, refused_by_http)
    app.register_error_handler(Exception, unforeseen)


def kind_of(refusal: type[Refusal]) -> Kind:
    """The entry of the class, or of the nearest class above it."""
    return next(REFUSALS[cls] for cls in refusal.__mro__ if cls in REFUSALS)


def refused(refusal: Refusal) -> Response:
    gauges.refused(refusal)
    kind = kind_of(type(refusal))
    fields = refusal.fields if isinstance(refusal, Incomplete) else {}
    return _answer(kind.status, Told(kind.title, refusal.message, fields))


def refused_by_http(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < 400:
        return error
    if isinstance(error, SecurityError):  # not our name: no page could say where its links lead
        return Response(OTHER.sentence, 400, mimetype="text/plain")
    if error.code >= 500:
        return unforeseen(error)
    kind = HTTP.get(error.code, OTHER)
    return _answer(error.code, Told(kind.title, kind.sentence))


def unforeseen(error: Exception) -> Response:
    """A bug. Tests see it as it is; users get a number under which the log has the rest."""
    if current_app.testing:
        raise error
    incident = secrets.token_hex(4).upper()
    current_app.logger.error(
        "incident %s at %s %s", incident, request.method, request.path, exc_info=error, extra={"incident": incident}
    )
    return _answer(FAULT.status, Told(FAULT.title, FAULT.sentence, incident=incident), framed=False)


def _answer(status: int, told: Told, *, framed: bool = True) -> Response:
    if from_htmx():
        response = make_response(render_template("errors/banner.html", told=told), status)
        response.headers.update({"HX-Retarget": "#refusal", "HX-Reswap": "innerHTML"})
        return response
    framed = framed and me() is not None
    can_go_back = bool(request.referrer)
    return make_response(render_template("errors/page.html", told=told, framed=framed, can_go_back=can_go_back), status)
