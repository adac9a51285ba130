"""What machines ask: is it alive, is it ready, how is it doing. Answered before any page, without login or cookie.

`/healthz` asks nothing of anybody: it only says that the process answers. `/readyz` looks at the database and at the
place of the kept files. `/metrics` is for those who watch (Prometheus): from this machine or a named network, or with
a token; whoever comes through a server in front needs the token, for all look alike from there.
"""

import hmac
import ipaddress
import logging
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from flask import Flask

from web.frame import gauges
from web.frame.desk import office_of
from web.frame.settings import settings_of
from workflow import schema
from workflow.schema import Standing

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

PLAIN = "text/plain; charset=utf-8"
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")
NOT_A_FILE = "0" * 64
Answer = tuple[str, str, bytes]  # status, type, body

log = logging.getLogger("zhengxun.probes")


def install(app: Flask) -> None:
    """In front of everything else that has been installed."""
    app.wsgi_app = Probes(app, app.wsgi_app)  # type: ignore[method-assign]


class Probes:
    def __init__(self, app: Flask, inner: "WSGIApplication") -> None:
        self._app, self._inner = app, inner
        self._asked: dict[str, Callable[[WSGIEnvironment], Answer]] = {
            "/healthz": lambda _: ("200 OK", PLAIN, b"alive\n"),
            "/readyz": self._ready,
            "/metrics": self._metrics,
        }

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        answer = self._asked.get(environ.get("PATH_INFO", ""))
        if answer is None or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self._inner(environ, start_response)
        status, kind, body = answer(environ)
        headers = [("Content-Type", kind), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")]
        start_response(status, [*headers, ("X-Content-Type-Options", "nosniff")])
        return [body] if environ["REQUEST_METHOD"] == "GET" else []

    def _ready(self, _: "WSGIEnvironment") -> Answer:
        """Which of the two is missing is said in the log, not to everybody."""
        try:
            self._must_be_ready()
        except Exception as error:  # whatever it is, nobody should be sent here
            log.warning("not ready: %s", error)
            return "503 Service Unavailable", PLAIN, b"not ready\n"
        return "200 OK", PLAIN, b"ready\n"

    def _must_be_ready(self) -> None:
        office = office_of(self._app)
        with office.desk(write=False) as desk:
            seen = schema.look(desk.session.connection())
        if seen.standing not in (Standing.CURRENT, Standing.UNMARKED):
            raise RuntimeError(f"the schema is {seen.standing.name}")
        office.files.find(NOT_A_FILE)

    def _metrics(self, environ: "WSGIEnvironment") -> Answer:
        if not self._may_watch(environ):
            return "403 Forbidden", PLAIN, b"from here only with a token\n"
        kind, body = gauges.told(self._app)
        return "200 OK", kind, body

    def _may_watch(self, environ: "WSGIEnvironment") -> bool:
        wanted = settings_of(self._app).watching
        given = environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ")
        if wanted.token and hmac.compare_digest(given.encode(), wanted.token.encode()):
            return True
        return not any(name in environ for name in FORWARDED) and _is_in(
            environ.get("REMOTE_ADDR", ""), wanted.networks
        )


def _is_in(address: str, networks: Iterable[str]) -> bool:
    try:
        return any(ipaddress.ip_address(address) in ipaddress.ip_network(network) for network in networks)
    except ValueError:
        return False
