"""People at browsers: real HTTP with a session and the token of each form. A browser that gets no answer, or a page that
says that the system went wrong, leaves its owner not knowing; he opens the page again and looks.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from urllib.parse import urlsplit

import requests

from tests.faults.town import PASSWORD

ANSWER_WITHIN = 20.0  # seconds a person waits before he tries again
_TOKEN = re.compile(r'name="csrf[_-]token" (?:value|content)="([^"]+)"')
_SEALED_LETTER = re.compile(r'name="letter" value="([^"]+)"')
_VERSION = re.compile(r'name="version" value="(\d+)"')


class Told(Enum):
    """What a person knows after he has pressed a button."""

    DONE = "done"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Answer:
    told: Told
    status: int = 0
    text: str = ""
    location: str = ""


@dataclass(frozen=True)
class Page:
    """What the browser shows; `path` is where it ended up."""

    text: str
    path: str

    def offers(self, path: str) -> bool:
        """Is there a button or a link that leads there?"""
        return f'"{path}"' in self.text

    @property
    def token(self) -> str:
        return _first(_TOKEN, self.text)

    @property
    def letter(self) -> str:
        return _first(_SEALED_LETTER, self.text)

    @property
    def version(self) -> str:
        return _first(_VERSION, self.text)


class NoAnswer(Exception):
    """The site cannot be reached, or says that it went wrong."""


@dataclass
class Person:
    """`address`: where his telephone or his office stands; the servers in front write it down for the site."""

    site: str
    login: str
    address: str
    _browser: requests.Session = field(default_factory=requests.Session)

    def beside(self) -> "Person":
        """The same browser on a connection of its own, for what it sends at the same time."""
        twin = Person(self.site, self.login, self.address)
        twin._browser.cookies.update(self._browser.cookies)
        return twin

    def open(self, path: str) -> Page:
        """The page; logs in when the site asks for it. NoAnswer when there is none."""
        page = self._open(path)
        if page.path != "/login":
            return page
        self._log_in(page)
        page = self._open(path)
        if page.path == "/login":
            raise NoAnswer("not let in")
        return page

    def press(self, page: Page, path: str, typed: Mapping[str, str] | None = None, *, htmx: bool = False) -> Answer:
        """Send a form of that page, once."""
        data = {"csrf_token": page.token, "confirmation": PASSWORD, **(typed or {})}
        headers = {"HX-Request": "true"} if htmx else {}
        try:
            answer = self._send("POST", path, data, headers)
        except requests.RequestException:
            return Answer(Told.UNKNOWN)
        location = answer.headers.get("Location", "")
        return Answer(_told(answer.status_code, location), answer.status_code, answer.text, location)

    def _open(self, path: str) -> Page:
        try:
            answer = self._send("GET", path)
            while answer.is_redirect:
                path = answer.headers["Location"]
                answer = self._send("GET", path)
        except requests.RequestException as error:
            raise NoAnswer("connection lost") from error
        if answer.status_code >= 500 or answer.status_code == 429:
            raise NoAnswer(str(answer.status_code))
        return Page(answer.text, urlsplit(path).path)

    def _log_in(self, page: Page) -> None:
        answer = self.press(page, "/login", {"login": self.login, "password": PASSWORD, "next": "/"})
        if answer.told is not Told.DONE:
            raise NoAnswer(f"no login, {answer.status}")

    def _send(
        self, method: str, path: str, data: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> requests.Response:
        return self._browser.request(
            method, f"{self.site}{path}", data=data, allow_redirects=False, timeout=ANSWER_WITHIN,
            headers={"X-Forwarded-For": self.address, **(headers or {})},
        )  # fmt: skip


def _told(status: int, location: str) -> Told:
    if status in (302, 303):
        return Told.UNKNOWN if urlsplit(location).path == "/login" else Told.DONE
    if status in (200, 204):
        return Told.DONE
    return Told.REFUSED if 400 <= status < 500 and status != 429 else Told.UNKNOWN


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found.group(1) if found else ""
