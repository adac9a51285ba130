"""Forms that are not complete: the page comes again with status 422, what was typed and a sentence beside each field.

A view that posts says `@again(page)`; `page` is the view that shows the form. Its template finds what was typed
in `typed` and the sentences in `errors`, both empty when nothing was refused.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, ParamSpec

from flask import Flask, g, make_response, request
from flask.typing import ResponseReturnValue

from web.frame import lapsed
from web.frame.requests import from_htmx
from workflow.errors import Incomplete

_P = ParamSpec("_P")


def install(app: Flask) -> None:
    app.context_processor(_refused_fields)


def again(page: Callable[..., ResponseReturnValue], part: Callable[..., Any] | None = None) -> Callable[..., Any]:
    """For a posting view with the same arguments as `page`.

    Asked by htmx, `part` shows the form again in its place; without one there is a banner.
    """

    def around(view: Callable[_P, ResponseReturnValue]) -> Callable[_P, ResponseReturnValue]:
        @wraps(view)
        def wrapped(*args: _P.args, **kwargs: _P.kwargs) -> ResponseReturnValue:
            try:
                return view(*args, **kwargs)
            except Incomplete as incomplete:
                shown = part if from_htmx() else page
                if shown is None:
                    raise
                g.errors = incomplete.fields
                answer = make_response(shown(*args, **kwargs), 422)
                if answer.location:  # the form is no longer this person's to see: the refusal gets a page of its own
                    raise
                return answer

        wrapped.form_page = page  # type: ignore[attr-defined]  # where a form stands again that came too late
        return wrapped

    return around


def errors() -> Mapping[str, str]:
    """Field -> sentence, of the form that has just been refused."""
    found: Mapping[str, str] = g.get("errors", {})
    return found


def _refused_fields() -> dict[str, Any]:
    return {"errors": errors(), "typed": request.form if errors() else lapsed.given_back() or {}}
