"""The addresses of style sheets and scripts: each carries the hash of its content and may be kept for a year."""

import gzip
import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, request, url_for

STATIC = Path(__file__).parent.parent / "static"
BUILT = (
    "vendor/site.css",
    "vendor/site.js",
    "vendor/diagram.css",
    "vendor/diagram.js",
    "vendor/charts.js",
    "vendor/writing.js",
    "vendor/signing.js",
)
_A_YEAR = 31_536_000
_SQUEEZED = ("text/css", "text/javascript", "image/svg+xml")


def install(app: Flask) -> None:
    """Give templates `asset(name)`, and say in the log when the browser's files have not been built."""
    app.add_template_global(asset)
    app.after_request(_keep_what_never_changes)
    app.after_request(_squeeze)
    if absent := missing():
        app.logger.warning("not built yet: %s; run `python hatch_build.py`", ", ".join(absent))


def missing() -> list[str]:
    """The built files that are not there."""
    return [name for name in BUILT if not (STATIC / name).is_file()]


def asset(name: str) -> str:
    """The address of a file below static/, new whenever its content is."""
    return url_for("static", filename=name, v=_version(name))


@cache
def _version(name: str) -> str | None:
    path = STATIC / name
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10] if path.is_file() else None


def _keep_what_never_changes(response: Response) -> Response:
    if request.endpoint == "static" and "v" in request.args and response.status_code < 400:
        response.cache_control.clear()
        response.cache_control.public = True
        response.cache_control.immutable = True
        response.cache_control.max_age = _A_YEAR
    return response


def _squeeze(response: Response) -> Response:
    """Scripts and styles travel compressed, also where no server stands in front of ours.

    Never a page: its length would tell of secrets beside words that a stranger chose (the BREACH attack).
    """
    if request.endpoint != "static" or response.mimetype not in _SQUEEZED or response.status_code != 200:
        return response
    response.vary.add("Accept-Encoding")
    if "gzip" in request.accept_encodings:
        response.direct_passthrough = False
        response.set_data(_squeezed(response.get_data()))
        response.content_encoding = "gzip"
        response.set_etag(f"{response.get_etag()[0]}-gzip")
    return response


@cache
def _squeezed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)
