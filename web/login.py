"""Coming in and leaving. Every page asks for a login unless its view says that it is `public`."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user

from web.frame import lapsed
from web.frame.answers import done
from web.frame.desk import office, read_desk, write_desk
from web.frame.device import device_in_words
from web.frame.identity import load, me
from web.frame.requests import from_htmx
from web.frame.settings import settings
from workflow.accounts import admission, second_factor, visits
from workflow.accounts.admission import NotAdmitted
from workflow.errors import Refusal

LOGGED_OUT = "登录已失效，刚才的操作没有办成。请重新登录后再办。"
KEPT = "登录已失效，刚才的操作没有办成。请重新登录，填写的内容会放回表单，核对后再提交一次。"
TOO_SLOW = "输入动态验证码的时间过长，请重新登录。"
LEFT = "已退出登录。"

View = TypeVar("View", bound=Callable[..., Any])

_HALF_WAY = "half_way"
_TIME_FOR_CODE = timedelta(minutes=5)

blueprint = Blueprint("login", __name__)


def install(app: Flask) -> None:
    app.config["PERMANENT_SESSION_LIFETIME"] = timedelta(hours=12)  # a long office day; each request begins it anew
    app.before_request(ask_for_login)
    app.register_blueprint(blueprint)


def public(view: View) -> View:
    """Mark a view that may be seen without a login."""
    view.is_public = True  # type: ignore[attr-defined]  # a mark on the function, read by ask_for_login
    return view


def ask_for_login() -> ResponseReturnValue | None:
    """Before every request. What was posted cannot be done before the login: that is said, and what was typed kept."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or request.endpoint == "static" or getattr(view, "is_public", False) or me():
        return None
    if from_htmx():
        here = urlsplit(request.headers.get("HX-Current-URL", ""))
        return _logged_out_banner(_with_query(here.path, here.query))
    if request.method != "GET":
        again = lapsed.keep()
        flash(KEPT if again else LOGGED_OUT, "warn")
        return redirect(url_for("login.enter", next=again or local_path(urlsplit(request.referrer or "").path)))
    return redirect(url_for("login.enter", next=_with_query(request.path, request.query_string.decode())))


@blueprint.get("/login")
@public
def enter() -> ResponseReturnValue:
    if me():
        return redirect(local_path(request.args.get("next")))
    return _login_page()


@blueprint.post("/login")
@public
def check() -> ResponseReturnValue:
    name, password = request.form.get("login", ""), request.form.get("password", "")
    try:
        officer_id = admission.identify(office(), settings().terms, name, password, address())
    except Refusal as refusal:
        return _login_page(refusal.message), 422
    return go_on(officer_id, request.form.get("next"))


def go_on(officer_id: int, target: str | None) -> ResponseReturnValue:
    """He is known by his password, or by whoever else vouches for him: the second factor, then in."""
    with read_desk() as desk:
        needs_code = second_factor.is_on(desk.session, officer_id)
    if not needs_code:
        return come_in(officer_id, target)
    session[_HALF_WAY] = {"officer": officer_id, "at": settings().clock().timestamp()}
    return redirect(url_for("login.enter_code", next=local_path(target)))


@blueprint.get("/login/code")
@public
def enter_code() -> ResponseReturnValue:
    if _half_way() is None:
        return redirect(url_for("login.enter", next=local_path(request.args.get("next"))))
    return _code_page()


@blueprint.post("/login/code")
@public
def check_code() -> ResponseReturnValue:
    officer_id = _half_way()
    if officer_id is None:
        return _login_page(TOO_SLOW), 422
    try:
        admission.check_code(
            office(), settings().terms, settings().vault, officer_id, request.form.get("code", ""), address()
        )
    except Refusal as refusal:
        return _code_page(refusal.message), 422
    return come_in(officer_id, request.form.get("next"))


def come_in(officer_id: int, target: str | None) -> ResponseReturnValue:
    """A visit begins, in a browser session that knows nothing of the one before."""
    with office().desk(officer_id, address=address()) as desk:
        token = admission.welcome(desk, address(), device_in_words(request.user_agent.string))
    session.clear()
    session.permanent = True
    person = load(token)
    if person is None:  # closed between his password and his visit
        return _login_page(NotAdmitted().message), 422
    login_user(person)
    lapsed.begin(person)
    return redirect(local_path(target))


@blueprint.post("/logout")
@public
def leave() -> ResponseReturnValue:
    person = me()
    if person:
        with write_desk() as desk:
            visits.leave(desk, person.visit)
    logout_user()
    session.clear()
    return done(LEFT, "login.enter")


def address() -> str:
    """Whence the request comes."""
    return request.remote_addr or ""


def _half_way() -> int | None:
    """Whose password was right a moment ago."""
    found = session.get(_HALF_WAY)
    if not found or settings().clock().timestamp() - found["at"] > _TIME_FOR_CODE.total_seconds():
        return None
    return int(found["officer"])


def local_path(target: str | None) -> str:
    """The target when it is a path of this site, else the start page: a login link must not lead elsewhere."""
    if not target or not target.isprintable() or "\\" in target:
        return "/"
    parts = urlsplit(target)
    is_local = not parts.scheme and not parts.netloc and target.startswith("/") and not target.startswith("//")
    return target if is_local and parts.path != url_for("login.enter") else "/"


def _login_page(sentence: str | None = None) -> str:
    target = local_path(request.values.get("next"))
    return render_template("login.html", sentence=sentence, form=request.form, next=target)


def _code_page(sentence: str | None = None) -> str:
    return render_template("login_code.html", sentence=sentence, next=local_path(request.values.get("next")))


def _logged_out_banner(back_to: str) -> ResponseReturnValue:
    url = url_for("login.enter", next=local_path(back_to))
    banner = render_template("errors/logged_out.html", sentence=LOGGED_OUT, login_url=url)
    return banner, 401, {"HX-Retarget": "#refusal", "HX-Reswap": "innerHTML"}


def _with_query(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path
