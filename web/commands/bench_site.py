"""The benchmark through HTTP: the site served as an installation serves it, and browsers that log in and press buttons."""

import http.client
import logging
import re
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, redirect_stdout
from datetime import timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import urlencode

from web.commands import servers
from web.frame.settings import Settings
from workflow.accounts.terms import Terms
from workflow.bench.town import BEGUN, PASSWORD, Place
from workflow.bench.workload import Way
from workflow.clock import SimulatedClock
from workflow.errors import EngineFault

FIELDS = {"draft": ("write", {}), "sign": ("sign", {"opinion": "同意。"}), "submit": ("seal", {})}  # step -> page, form
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
AGES = timedelta(days=36500)  # the town's clock stands still, a login lasts
PATIENCE = 3000  # times a tenth of a second, for the site to come up


@contextmanager
def served(url: str, files: Path, workers: int) -> Iterator[Way]:
    """The site on the database, for the length of the block; what is given steps through it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    site = get_context("spawn").Process(target=_serve, args=(url, files, port, workers))
    site.start()
    try:
        _wait_for(port)
        yield partial(Browsers, port)
    finally:
        site.terminate()
        site.join()


def _serve(url: str, files: Path, port: int, workers: int) -> None:
    terms, clock = Terms(idle=AGES, fresh=AGES), SimulatedClock(BEGUN)
    settings = Settings(url, files, secret="bench " * 8, clock=clock, terms=terms, limited=False)
    at = servers.Address("127.0.0.1", port, behind_proxies=False)
    logging.getLogger("zhengxun.presence").setLevel(logging.CRITICAL)  # its tables are made anew for every size
    with redirect_stdout(sys.stderr):  # what is printed are the figures
        if url.startswith("sqlite"):
            servers.embedded(settings, at, None)
        else:
            servers.several(settings, at, workers)


def _wait_for(port: int) -> None:
    for _ in range(PATIENCE):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise EngineFault("the site did not come up")


class Browsers:
    """A browser for each unit's officer; logging in is not part of a step, nor is looking at the page."""

    def __init__(self, port: int, url: str, files: Path) -> None:
        self._port, self._open = port, dict[str, Browser]()

    def ready(self, place: Place) -> None:
        """Logged in, with the page's token in hand."""
        browser = self._open[place.login] = Browser(self._port)
        browser.log_in(place.login)

    def __call__(self, place: Place, step: str) -> None:
        page, fields = FIELDS[step]
        self._open[place.login].press(f"/reply/{place.key}/{page}", fields)


class Browser:
    """One person's: cookies, and the hidden token of forms. A connection for each request: the site closes idle ones."""

    def __init__(self, port: int) -> None:
        self._port, self._cookies, self._token = port, "", ""

    def log_in(self, login: str) -> None:
        self._look("/login")
        self.press("/login", {"login": login, "password": PASSWORD})
        self._look("/account")

    def press(self, path: str, fields: dict[str, str]) -> None:
        """Done when the answer leads to another page; a form that comes back was refused."""
        status, text = self._ask("POST", path, urlencode({**fields, "csrf_token": self._token}))
        if status not in (302, 303):
            raise EngineFault(f"POST {path}: {status} {text[:400]}")

    def _look(self, path: str) -> None:
        _, text = self._ask("GET", path, None)
        found = TOKEN.search(text)
        if found is None:
            raise EngineFault(f"no form on {path}")
        self._token = found[1]

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, str]:
        headers = {"Cookie": self._cookies, "Content-Type": "application/x-www-form-urlencoded"}
        with closing(http.client.HTTPConnection("127.0.0.1", self._port)) as connection:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        set_ = [value.partition(";")[0] for name, value in answer.getheaders() if name == "Set-Cookie"]
        self._cookies = "; ".join(set_) or self._cookies
        return answer.status, text
