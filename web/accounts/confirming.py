"""Before a signature, a seal, an issue or a publication: the person at the page proves again that it is he.

A view says `@confirmed` below its `@again`; its form has `{{ confirmation(errors) }}`, which shows nothing while the
last proof is fresh. A wrong one brings the form back with everything that was typed.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import ParamSpec

from flask import Flask, g, request
from flask.typing import ResponseReturnValue

from web.frame.desk import office
from web.frame.identity import me
from web.frame.settings import settings
from workflow.accounts import confirmation

_P = ParamSpec("_P")
_NOW_FRESH = "confirmed"


def install(app: Flask) -> None:
    app.jinja_env.globals["must_confirm"] = must_confirm
    app.jinja_env.globals["fresh_minutes"] = lambda: settings().terms.fresh // timedelta(minutes=1)
    app.jinja_env.globals["may_confirm_by_code"] = lambda: (person := me()) is not None and person.has_second_factor


def confirmed(view: Callable[_P, ResponseReturnValue]) -> Callable[_P, ResponseReturnValue]:
    @wraps(view)
    def wrapped(*args: _P.args, **kwargs: _P.kwargs) -> ResponseReturnValue:
        if must_confirm():
            confirm()
        return view(*args, **kwargs)

    wrapped.is_confirmed = True  # type: ignore[attr-defined]  # read by the test that knows which views must be
    return wrapped


def must_confirm() -> bool:
    """The last proof is too long ago."""
    person = me()
    return person is not None and not person.fresh and not g.get(_NOW_FRESH, False)


def confirm() -> None:
    """By what was typed into the form; Incomplete when it is not right."""
    person = me()
    assert person is not None
    typed, now = request.form.get(confirmation.FIELD, ""), settings()
    confirmation.confirm(office(), now.terms, now.vault, person.visit, typed, request.remote_addr or "")
    setattr(g, _NOW_FRESH, True)
