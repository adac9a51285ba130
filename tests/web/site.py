"""The site over a stage, used as people use it: log in, open a page, fill in what it shows, press a button.

`site.as_("01jb").get(url)` gives a `Page`; `page.press("签收")` sends the form with that button, with everything
the browser would send (the hidden token too), follows the redirect and gives the next page.
"""

import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from flask import Flask, session
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.house import application
from tests.makers import Stage
from web import Settings
from web.frame.database import db
from web.login import come_in
from workflow.accounts.terms import Terms
from workflow.demo.district import PASSWORD
from workflow.people import Officer

AGES = timedelta(days=36500)
PATIENT = Terms(idle=AGES, fresh=AGES)  # tests move the clock by weeks between two clicks of one person


@dataclass
class Site:
    """The application on a stage's database, with its clock. CSRF is on, refusals are told, bugs are raised."""

    stage: Stage
    app: Flask
    _browsers: dict[str, "Browser"] = field(default_factory=dict)

    def as_(self, login: str) -> "Browser":
        """The browser of a person who has come in: bgs, zr, admin, 01jb, 01ld, 01yz, …; the same one each time."""
        if login not in self._browsers:
            self._browsers[login] = self._visit_of(login)
        return self._browsers[login]

    def log_in(self, login: str) -> "Browser":
        """The same through the page, by a password."""
        self._browsers[login] = self.browser()
        self._browsers[login].get("/login").press("登录", login=login, password=PASSWORD)
        return self._browsers[login]

    def once(self, said: object, act: Callable[[], object]) -> None:
        """Clicks that many tests begin with: made, or found made in an earlier test, with everybody's browser as it was."""

        def made() -> dict[str, str]:
            act()
            return {login: browser.cookie for login, browser in self._browsers.items()}

        for login, cookie in self.stage.once((said, sorted(self._browsers)), made).items():
            browser = self._browsers.setdefault(login, self.browser())
            browser.client.set_cookie("session", cookie)

    def _visit_of(self, login: str) -> "Browser":
        """What the login leaves when the password was right; its own tests go through its pages."""
        browser = self.browser()
        with self.stage.office.desk(write=False) as desk:
            officer_id = desk.session.scalars(select(Officer.id).where(Officer.login == login)).one()
        with self.app.test_request_context("/login", environ_base=browser.client.environ_base):
            come_in(officer_id, None)
            held = dict(session)
        with browser.client.session_transaction() as begun:
            begun.update(held)
            begun.permanent = True
        return browser

    def browser(self) -> "Browser":
        """A browser in which nobody has logged in yet."""
        return Browser(self.app.test_client())

    def url(self, endpoint: str, **values: Any) -> str:
        """The path of a page."""
        with self.app.test_request_context():
            return self.app.url_for(endpoint, **values)

    def reply(self, number: int, endpoint: str = "replies.show") -> str:
        """The path of a page about the round's n-th reply (from 0)."""
        with self.stage.reply(number) as reply:
            return self.url(endpoint, key=reply.key)

    def round(self, endpoint: str) -> str:
        """The path of a page about the round."""
        with self.stage.look() as (_, round_):
            return self.url(endpoint, key=round_.key)


@dataclass
class Browser:
    client: FlaskClient

    def get(self, url: str, *, status: int = 200, htmx: bool = False) -> "Page":
        return self._page(self.client.get(url, headers={"HX-Request": "true"} if htmx else {}), status)

    def post(self, url: str, data: Any = None, *, status: int = 200, headers: dict[str, str] | None = None) -> "Page":
        return self._page(self.client.post(url, data=data, headers=headers), status)

    @property
    def cookie(self) -> str:
        """What this browser holds of its visit."""
        held = self.client.get_cookie("session")
        assert held is not None
        return held.value

    def token(self) -> str:
        """The token against forged forms, for a test that posts without opening the page first."""
        return str(self.get("/").one("meta[name=csrf-token]")["content"])

    def _page(self, response: TestResponse, status: int) -> "Page":
        while response.status_code in (301, 302, 303):
            response = self.client.get(response.location)
        page = Page(self, response)
        assert response.status_code == status, f"{response.status_code} at {page.path}: {page.text[:600]}"
        return page


class Page:
    """What a person sees, and can do."""

    def __init__(self, browser: Browser, response: TestResponse) -> None:
        self.browser = browser
        self.response = response
        self.status = response.status_code
        self.path = response.request.path
        self.html = response.get_data(as_text=True) if response.mimetype.startswith("text/") else ""

    @cached_property
    def soup(self) -> BeautifulSoup:
        """Read when somebody looks: of many pages, only where they are or what they answered matters."""
        return parsed(self.html)

    @property
    def text(self) -> str:
        """The words on the page, blanks between its pieces."""
        return " ".join(self.soup.get_text(" ").split())

    @property
    def title(self) -> str:
        return self.one("h1").get_text(strip=True)

    @property
    def told(self) -> list[str]:
        """What the page tells about the last action: flashed sentences and refusals."""
        return [
            tag.get_text(" ", strip=True) for tag in self.soup.select("main > .notice p, .refusal p, [data-sentence]")
        ]

    @property
    def buttons(self) -> list[str]:
        """The words of every button and button-like link in the page's content."""
        return [_words(tag) for tag in self.soup.select("main button, main a.btn")]

    def one(self, css: str) -> Tag:
        """The only element that fits."""
        found = self.soup.find_all(id=css[1:]) if re.fullmatch(r"#[\w-]+", css) else self.soup.select(css)
        assert len(found) == 1, f"{len(found)} elements fit {css} at {self.path}"
        return found[0]

    def all(self, css: str) -> list[str]:
        """The words of every element that fits."""
        return [tag.get_text(" ", strip=True) for tag in self.soup.select(css)]

    def link(self, words: str, within: str = "body") -> str:
        """Where the first link with these words leads."""
        places = [self.soup] if within == "body" else self.soup.select(within)
        found = [tag for place in places for tag in place.find_all("a", href=True) if words in _words(tag)]
        assert found, f"no link “{words}” at {self.path}: {self.all('main a')}"
        return str(found[0]["href"])

    def follow(self, words: str, *, within: str = "body", status: int = 200) -> "Page":
        return self.browser.get(urljoin(self.path, self.link(words, within)), status=status)

    def press(self, button: str, *, within: str = "body", status: int = 200, **typed: Any) -> "Page":
        """Send the form that has this button, with what was `typed`; a file is given as (bytes, name)."""
        form, pressed = self._form_with(button, within)
        data = MultiDict(_filled(form))
        if pressed.get("name"):
            data.add(str(pressed["name"]), str(pressed.get("value", "")))
        for name, value in typed.items():
            data.setlist(name, value if isinstance(value, list) else [_as_sent(value)])
        action = pressed.get("formaction") or form.get("hx-post") or form.get("action") or self.path
        headers = {"HX-Request": "true"} if form.get("hx-post") else {}
        return self.browser.post(urljoin(self.path, str(action)), data, status=status, headers=headers)

    def press_into(self, button: str, *, within: str = "body", status: int = 200, **typed: Any) -> "Page":
        """The same for a form that htmx sends: this page with the part that came back put into its place."""
        form, _ = self._form_with(button, within)
        part = self.press(button, within=within, status=status, **typed)
        return self._with(part, str(form.get("hx-target", "")), str(form.get("hx-swap", "innerHTML")))

    def _with(self, part: "Page", target: str, swap: str) -> "Page":
        """This page after htmx has put in a part, or the banner of a refusal."""
        for piece in part.soup.find_all(attrs={"hx-swap-oob": True}):
            self.one(f"#{piece['id']}").replace_with(piece.extract())
        target = part.response.headers.get("HX-Retarget", target)
        swap = part.response.headers.get("HX-Reswap", swap)
        place = self.one(target)
        if swap == "outerHTML":
            place.replace_with(part.soup)
        elif swap == "delete":
            place.extract()
        else:
            if swap != "beforeend":
                place.clear()
            place.append(part.soup)
        self.response, self.status = part.response, part.status
        return self

    def type(self, field: str, value: str, *, status: int = 204) -> "Page":
        """Type into a field that saves itself (its id), as htmx sends it; what comes with the answer is put in."""
        found = self.soup.find(id=field)
        assert found is not None, f"no field {field} at {self.path}"
        data = {str(found["name"]): value, **json.loads(str(found.get("hx-vals", "{}")))}
        headers = {"HX-Request": "true", "X-CSRFToken": str(self.one("meta[name=csrf-token]")["content"])}
        answer = self.browser.client.post(str(found["hx-post"]), data=data, headers=headers)
        page = self.browser._page(answer, 200 if status == 204 and answer.data else status)
        for piece in page.soup.find_all(attrs={"hx-swap-oob": True}):
            self.one(f"#{piece['id']}").replace_with(piece.extract())
        return page

    def _form_with(self, button: str, within: str) -> tuple[Tag, Tag]:
        for place in [self.soup] if within == "body" else self.soup.select(within):
            for form in place.find_all("form"):
                for pressed in form.find_all("button", type=sends):
                    if _words(pressed) == button:
                        return form, pressed
        raise AssertionError(f"no button “{button}” in {within} at {self.path}: {self.buttons}")


def parsed(html: str) -> BeautifulSoup:
    """A whole page by the quick parser, which would make a whole page of a part too."""
    return BeautifulSoup(html, "lxml" if html.lstrip().lower().startswith("<!doctype") else "html.parser")


def _words(tag: Tag) -> str:
    return tag.get_text(" ", strip=True)


def sends(kind: str | None) -> bool:
    """Whether a button of this type sends its form."""
    return kind != "button"


def _as_sent(value: Any) -> Any:
    return (io.BytesIO(value[0]), value[1]) if isinstance(value, tuple) else value


def _filled(form: Tag) -> Iterator[tuple[str, str]]:
    """What stands in the form's fields, as a browser would send it."""
    for tag in form.find_all(["input", "textarea", "select"], attrs={"name": True}):
        name = str(tag["name"])
        if tag.name == "input" and tag.get("type") in ("file", "submit"):
            continue
        if tag.name == "textarea":
            yield name, tag.get_text().removeprefix("\n")
        elif tag.name == "select":
            yield from ((name, str(option["value"])) for option in tag.select("option[selected]"))
        elif tag.get("type") not in ("radio", "checkbox") or tag.has_attr("checked"):
            yield name, str(tag.get("value", "on" if tag.get("type") in ("radio", "checkbox") else ""))


def open_site(stage: Stage, *, testing: bool = True, terms: Terms = PATIENT) -> Iterator[Site]:
    """The site on that stage; its database connections are closed at the end."""
    url = stage.office.sessions.kw["bind"].url.render_as_string(hide_password=False)  # type: ignore[attr-defined]
    folder, clock = stage.office.files.place.path, stage.office.clock
    app = application(Settings(url, folder, "for tests only", clock=clock, testing=testing, terms=terms))
    configured = dict(app.config)
    yield Site(stage, app)
    app.config.update(configured)
    with app.app_context():
        db.engine.dispose()


def key_in(path: str) -> str:
    """The public key at the end of an address."""
    return urlsplit(path).path.rstrip("/").rpartition("/")[2]
