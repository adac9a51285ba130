"""The answer to a field that saves itself (macro `autosaved`)."""

from datetime import datetime

from flask import Response

from web.filters import time_of_day


def saved(at: datetime, beside: str = "") -> Response:
    """The time that the page shows: 已保存 15:03. `beside`: what else on it follows, put in by htmx out of band."""
    return Response(beside, status=200 if beside else 204, headers={"X-Saved-At": time_of_day(at)})
