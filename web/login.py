"""Coming in and leaving. Every page asks for a login unless its view says that it is `public`."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user
from sqlalchemy.orm import Session

from web.database import db
from web.identity import Me, load, me
from web.requests import from_htmx
from workflow.people import check_password
from workflow.store import transaction

NOT_ADMITTED = "账号或密码不对，请核对后再登录。账号已停用的，请联系本单位的系统管理员。"
LOGGED_OUT = "登录已失效，刚才的操作没有办成。请重新登录后再办。"
LEFT = "已退出登录。"

View = TypeVar("View", bound=Callable[..., Any])

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
    """Before every request. What was posted cannot be done after the login: that is said, not hidden."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or request.endpoint == "static" or getattr(view, "is_public", False) or me():
        return None
    if from_htmx():
        here = urlsplit(request.headers.get("HX-Current-URL", ""))
        return _logged_out_banner(_with_query(here.path, here.query))
    if request.method != "GET":
        flash(LOGGED_OUT, "warn")
        return redirect(url_for("login.enter", next=local_path(urlsplit(request.referrer or "").path)))
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
    person = admitted(request.form.get("login", ""), request.form.get("password", ""))
    if person is None:
        return _login_page(NOT_ADMITTED), 422
    session.clear()
    session.permanent = True
    login_user(person)
    return redirect(local_path(request.form.get("next")))


@blueprint.post("/logout")
@public
def leave() -> ResponseReturnValue:
    logout_user()
    session.clear()
    flash(LEFT, "good")
    return redirect(url_for("login.enter"))


def admitted(login: str, password: str) -> Me | None:
    """Who may come in with this name and password; None does not tell which of the two was wrong."""
    with Session(db.engine) as database, transaction(database, write=False):
        officer = check_password(database, login, password)
        officer_id = officer.id if officer else None
    return load(str(officer_id)) if officer_id is not None else None


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


def _logged_out_banner(back_to: str) -> ResponseReturnValue:
    url = url_for("login.enter", next=local_path(back_to))
    banner = render_template("errors/logged_out.html", sentence=LOGGED_OUT, login_url=url)
    return banner, 401, {"HX-Retarget": "#refusal", "HX-Reswap": "innerHTML"}


def _with_query(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path
