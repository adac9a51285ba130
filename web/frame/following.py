"""One line of the log a request, under an id that the answer carries too and that every other line of it repeats."""

import logging
import re
import secrets
import time

from flask import Flask, Response, g, request

from web.frame.identity import me
from workflow import logs

HEADER = "X-Request-ID"
_AN_ID = re.compile(r"[\w.-]{8,64}", re.ASCII)  # anything else could forge a line

log = logging.getLogger("zhengxun.requests")


def install(app: Flask) -> None:
    app.before_request_funcs.setdefault(None, []).insert(0, _begin)
    app.after_request(_end)


def _begin() -> None:
    """A server of our own in front may have given it an id already."""
    given = request.headers.get(HEADER, "")
    g.request_id = given if _AN_ID.fullmatch(given) else secrets.token_hex(8)
    g.began = time.perf_counter()
    logs.begin(request=g.request_id)


def _end(response: Response) -> Response:
    response.headers[HEADER] = g.request_id
    if request.endpoint != "static":
        person = me()
        told = {
            "method": request.method,
            "page": request.endpoint,
            "path": request.path,
            "status": response.status_code,
            "ms": round((time.perf_counter() - g.began) * 1000, 1),
            "officer": person.id if person else None,
        }
        log.info("request", extra=told)
    return response
