"""What the browser is told to forbid, and the guard against forms posted from elsewhere."""

from collections.abc import Iterator

from flask import Flask, Response, abort, request
from flask_wtf.csrf import CSRFProtect

from web.frame.settings import settings

MOST_MEGABYTES = 30  # of one upload

csrf = CSRFProtect()

# Everything comes from this site alone and nothing runs inline. Bootstrap draws its arrows and ticks as data: images.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def install(app: Flask) -> None:
    app.config.update(
        WTF_CSRF_TIME_LIMIT=None,  # a form may stay open all day: the token lives as long as the session
        MAX_CONTENT_LENGTH=MOST_MEGABYTES * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=5 * 1024 * 1024,  # typed text: the comments of a whole draft on one page
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
    )
    app.jinja_env.globals["most_megabytes"] = MOST_MEGABYTES
    app.before_request_funcs.setdefault(None, []).insert(0, refuse_what_nobody_types)  # before anything asks a database
    csrf.init_app(app)
    app.after_request(add_headers)


def refuse_what_nobody_types() -> None:
    """A zero byte comes from no keyboard and no page of ours, and no database keeps one in its words."""
    if any("\0" in part for part in _everything_sent()):
        abort(400)


def _everything_sent() -> Iterator[str]:
    yield request.path
    for values in (request.args, request.form):
        for name, value in values.items(multi=True):
            yield from (name, value)


def add_headers(response: Response) -> Response:
    """Every answer carries the headers; a page is personal: no proxy keeps it, the browser asks again.

    Not `no-store`: that would empty a half-filled form when its writer comes back to it after a refusal.
    """
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "private, no-cache")
    if request.is_secure or settings().https:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response
