"""What a view may ask about the request at hand."""

from flask import request

BY_ITSELF = "X-By-Itself"  # an open page looks by itself how things are: nobody need sit before it


def by_itself() -> bool:
    """Such a request is no activity; whoever claims it of his own is only logged out the sooner."""
    return BY_ITSELF in request.headers


def from_htmx() -> bool:
    """A part of a page was asked for, not a page."""
    return request.headers.get("HX-Request") == "true"
