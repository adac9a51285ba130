"""What a view answers when something was done: the next page with a sentence, or the time at which a field was saved."""

from datetime import datetime
from typing import Any

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from web.frame.filters import time_of_day


def done(told: str, endpoint: str, **values: Any) -> ResponseReturnValue:
    """To the page of that name, which says once what was done. `values`: as for `url_for`."""
    flash(told, "good")
    return redirect(url_for(endpoint, **values))


def saved(at: datetime, beside: str = "") -> Response:
    """For a field that saves itself (macro `autosaved`): the time that the page shows, 已保存 15:03.

    `beside`: what else on the page follows, put in by htmx out of band.
    """
    return Response(beside, status=200 if beside else 204, headers={"X-Saved-At": time_of_day(at)})
