"""A form that comes after its login has lapsed, or from a page drawn in an earlier one, is not done; nothing typed is lost.

The token in each form says, signed, during which visit it was drawn, and so for whom. What was typed is kept for this
person alone; when he has come in again his form stands before him, filled in, with a token of today.
"""

import inspect
import secrets
from collections.abc import Iterator
from urllib.parse import urlencode

from flask import Flask, Response, current_app, flash, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.datastructures import MultiDict
from werkzeug.routing import BuildError

from web.frame import errors
from web.frame.desk import office, read_desk
from web.frame.identity import Me, me
from web.frame.requests import from_htmx
from web.frame.settings import settings
from workflow.accounts import kept_forms

OUTDATED = "页面是在上一次登录时打开的，为防止误提交，这次没有办成。已填写的内容都在，请核对后再提交一次。"
GIVEN_BACK = "登录失效前填写的内容已放回表单，还没有提交，请核对后再办。"
FILES = "当时选择的文件没有保存，请重新选择。"

_TOKEN, _KEPT = "csrf_token", "kept"
# a secret is typed again, and a token is good for its own visit only
_NEVER = frozenset({_TOKEN, "password", "old", "new", "repeated", "confirmation", "code"})


def install(app: Flask) -> None:
    app.register_error_handler(CSRFError, outdated)


def begin(person: Me) -> None:
    """He has come in: from now on his forms carry this visit."""
    session[_TOKEN] = f"{person.visit_key}.{secrets.token_hex(16)}"


def keep() -> str | None:
    """The address at which the posted form will stand again, filled in; None when there is nothing to give back."""
    page = _page()
    if page is None or from_htmx():  # what htmx sends stays on the screen
        return None
    with office().desk(write=False) as desk:
        writer = kept_forms.writer(desk, _visit())
    person = me()
    if writer is None or (person is not None and person.id != writer):
        return None
    with office().desk() as desk:
        key = kept_forms.keep(desk, settings().vault, writer, page, list(_typed()), with_files=_has_files())
    return f"{page}?{urlencode({_KEPT: key})}" if key else None


def given_back() -> MultiDict[str, str]:
    """What the person at this page had typed into its form; empty on every other page."""
    if request.method != "GET" or _KEPT not in request.args or me() is None:
        return MultiDict()
    if "given_back" not in g:
        g.given_back = _given_back(request.args[_KEPT])
    found: MultiDict[str, str] = g.given_back
    return found


def outdated(error: CSRFError) -> ResponseReturnValue:
    """The token is of an earlier visit, of the same person: his form comes back. Any other is refused."""
    again = keep() if me() is not None else None
    if again is None:
        refused: Response = errors.refused_by_http(error)  # type: ignore[assignment]  # 400 becomes a page
        return refused
    flash(OUTDATED, "warn")
    return redirect(again)


def _given_back(key: str) -> MultiDict[str, str]:
    with read_desk() as desk:
        found = kept_forms.find(desk, settings().vault, key, request.path)
    if found is None:
        return MultiDict()
    typed, with_files = found
    flash(GIVEN_BACK + FILES if with_files else GIVEN_BACK, "warn")
    return MultiDict(typed)


def _typed() -> Iterator[tuple[str, str]]:
    return (pair for pair in request.form.items(multi=True) if pair[0] not in _NEVER)


def _has_files() -> bool:
    return any(file.filename for file in request.files.values())


def _page() -> str | None:
    """Where the posted form stands: the page that its view names in `@again`."""
    view = current_app.view_functions.get(request.endpoint or "")
    shown = getattr(view, "form_page", None)
    views = current_app.view_functions.items()
    endpoint = next((name for name, other in views if shown and inspect.unwrap(other) is inspect.unwrap(shown)), None)
    try:
        return url_for(endpoint, **(request.view_args or {})) if endpoint else None
    except BuildError:
        return None


def _visit() -> str:
    """The visit in the form's token; "" where it is not of our making."""
    serializer = URLSafeTimedSerializer(str(current_app.secret_key), salt="wtf-csrf-token")  # as Flask-WTF has it
    try:
        drawn = str(serializer.loads(request.form.get(_TOKEN, "")))
    except BadData:
        return ""
    return drawn.partition(".")[0] if "." in drawn else ""
