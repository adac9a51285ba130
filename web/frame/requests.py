"""What a view may ask about the request at hand."""

from flask import request


def from_htmx() -> bool:
    """A part of a page was asked for, not a page."""
    return request.headers.get("HX-Request") == "true"
