"""What has to be settled before anything else is done: a password that is one's own, a second factor that is asked for."""

from collections.abc import Mapping

from flask import Flask, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from web.frame import lapsed
from web.frame.identity import Me, me
from web.frame.requests import from_htmx

BIND = "您的岗位须使用动态验证码登录。请先绑定手机上的验证器，再开始办理。"

# the page where something is settled -> what is done there
SETTLING: Mapping[str, frozenset[str]] = {
    "accounts.password": frozenset({"accounts.password", "accounts.change_password"}),
    "accounts.second_factor": frozenset(
        {"accounts.second_factor", "accounts.propose_second_factor", "accounts.confirm_second_factor"}
    ),
}


def install(app: Flask) -> None:
    app.before_request(settle_first)


def settle_first() -> ResponseReturnValue | None:
    """Leads there from every page but the account's own and those that are open to all."""
    person = me()
    view = current_app.view_functions.get(request.endpoint or "")
    if person is None or view is None or request.endpoint == "static" or getattr(view, "is_public", False):
        return None
    found = unsettled(person)
    if found is None or request.endpoint in SETTLING[found[0]]:
        return None
    endpoint, sentence = found
    if not from_htmx():
        flash(sentence, "warn")
    here = request.full_path.rstrip("?") if request.method == "GET" else lapsed.keep() or "/"
    answer = redirect(url_for(endpoint, next=here))
    if from_htmx():  # a part of a page cannot show another page: the browser goes there
        answer.status_code, answer.headers["HX-Redirect"] = 204, answer.location
    return answer


def unsettled(person: Me) -> tuple[str, str] | None:
    """The page where it is settled, and why; None when nothing stands in the way."""
    if person.why_new_password:
        return "accounts.password", person.why_new_password
    return ("accounts.second_factor", BIND) if person.needs_second_factor else None
