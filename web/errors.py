"""How a refusal reaches the user: one table from its class to a status, a heading and the next step.

A page becomes a page, a part of a page (htmx) becomes a banner. What nobody foresaw is logged under an incident
number that the user is shown.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Flask, Response, current_app, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from web.identity import me
from web.requests import from_htmx
from web.security import MOST_MEGABYTES
from workflow.errors import AlreadyDone, Incomplete, NotYours, Refusal, Stale, TooLate, Unknown, Unreadable


@dataclass(frozen=True)
class Kind:
    """What all refusals of one class share; `sentence` stands for those that bring none of their own."""

    status: int
    title: str
    next: str
    sentence: str = ""


@dataclass(frozen=True)
class Told:
    """What the user is told."""

    title: str
    sentence: str
    next: str
    fields: Mapping[str, str] = field(default_factory=dict)
    incident: str = ""


REFUSALS: Mapping[type[Refusal], Kind] = {
    NotYours: Kind(403, "这项工作不归您办理", "您的待办里有现在该由您办理的工作。"),
    Unknown: Kind(404, "没有找到", "请从“待办”重新进入；网址是别人发来的，请核对是否完整。"),
    Stale: Kind(409, "内容已有变化", "请回到刚才的页面，刷新后核对再提交。"),
    TooLate: Kind(409, "已过截止时间", "需要补充说明的，请与区安委办联系。"),
    AlreadyDone: Kind(409, "已经办过了", "不需要再做什么，可以回到待办继续其他工作。"),
    Incomplete: Kind(422, "还没有填好", "请回到刚才的页面补齐后再提交。"),
    Unreadable: Kind(422, "文件无法读取", "请换一个文件后再上传。"),
    Refusal: Kind(409, "现在不能办理", "请回到刚才的页面核对；有疑问的，请联系区安委办。"),
}

RESTART = "请从“待办”重新进入。"
HTTP: Mapping[int, Kind] = {
    400: Kind(
        400,
        "这次提交没有办成",
        "请回到刚才的页面，刷新后再提交一次。",
        "页面打开的时间过长或登录已经更换，为防止误提交，系统没有受理。",
    ),
    401: Kind(401, "需要登录", "请登录后再办。", "这一页需要登录后才能看到。"),
    403: REFUSALS[NotYours],
    404: REFUSALS[Unknown],
    405: Kind(405, "这样打不开", RESTART, "这个网址只供办理时使用，不能直接打开。"),
    413: Kind(
        413,
        "文件太大",
        "请压缩文件中的图片，或者分成几个文件，再上传。",
        f"一次上传的文件合计不能超过 {MOST_MEGABYTES} MB，这次上传没有受理。",
    ),
    415: Kind(415, "文件无法读取", "请换一个文件后再上传。", Unreadable().message),
    429: Kind(429, "操作太频繁", "请过一分钟再试。", "短时间内操作次数过多，为保护系统，暂停了片刻。"),
}
OTHER = Kind(400, "这次请求没有办成", RESTART, "系统没有看懂这次请求，内容没有变化。")
FAULT = Kind(
    500,
    "系统出了差错",
    "请过几分钟再试；仍不行的，请把事件编号告诉系统管理员。",
    "这一步没有办成，原因在系统，不在您的操作。已经保存的内容都在，这一步没有留下一半的结果。",
)


def install(app: Flask) -> None:
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(HTTPException, refused_by_http)
    app.register_error_handler(Exception, unforeseen)


def kind_of(refusal: type[Refusal]) -> Kind:
    """The entry of the class, or of the nearest class above it."""
    return next(REFUSALS[cls] for cls in refusal.__mro__ if cls in REFUSALS)


def refused(refusal: Refusal) -> Response:
    kind = kind_of(type(refusal))
    fields = refusal.fields if isinstance(refusal, Incomplete) else {}
    return _answer(kind.status, Told(kind.title, refusal.message, kind.next, fields))


def refused_by_http(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < 400:
        return error
    if error.code >= 500:
        return unforeseen(error)
    kind = HTTP.get(error.code, OTHER)
    return _answer(error.code, Told(kind.title, kind.sentence or Unknown().message, kind.next))


def unforeseen(error: Exception) -> Response:
    """A bug. Tests see it as it is; users get a number under which the log has the rest."""
    if current_app.testing:
        raise error
    incident = secrets.token_hex(4).upper()
    current_app.logger.error("incident %s at %s %s", incident, request.method, request.path, exc_info=error)
    return _answer(FAULT.status, Told(FAULT.title, FAULT.sentence, FAULT.next, incident=incident), framed=False)


def _answer(status: int, told: Told, *, framed: bool = True) -> Response:
    if from_htmx():
        response = make_response(render_template("errors/banner.html", told=told), status)
        response.headers.update({"HX-Retarget": "#refusal", "HX-Reswap": "innerHTML"})
        return response
    framed = framed and me() is not None
    can_go_back = bool(request.referrer)
    return make_response(render_template("errors/page.html", told=told, framed=framed, can_go_back=can_go_back), status)
