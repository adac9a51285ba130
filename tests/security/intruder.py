"""Somebody who opens every page he can reach, and types the same ill-meant words into every field he finds."""

import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property, partial
from itertools import chain
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.security.files import a_document
from tests.web.site import Site, parsed, sends

# quits an attribute, is a script, computes in Jinja, breaks a statement of SQL, is a formula, cannot stand in XML
WORDS = "=1+1\"'><script>x()</script>{{7*7}}{%s%}--\x08甲"
SCRIPT, COMPUTED = "<script>x()</script>", "</script>49"
FILE_NAME = "=1\"'><script>x()<script>{{7*7}}\u202e；甲"
UNDOES = ("无意见", "删", "撤", "取消", "退回", "不同意", "解除", "移除")
PDF = b"%PDF-1.4\n%%EOF"


@dataclass
class Found:
    """What an answer was, and where."""

    path: str
    answer: TestResponse

    @property
    def html(self) -> str:
        return self.answer.get_data(as_text=True) if self.answer.mimetype == "text/html" else ""

    @cached_property
    def soup(self) -> BeautifulSoup:
        return parsed(self.html)


@dataclass(frozen=True)
class Attempt:
    """A form that may be sent, or a field that saves itself."""

    path: str
    kind: str
    button: str
    data: Callable[[], Iterable[tuple[str, object]]]
    headers: dict[str, str]

    @property
    def saves(self) -> bool:
        """A field by itself."""
        return bool(self.headers)


@dataclass
class Intruder:
    """At work under one account of the site. Bugs are raised, for the site is under test."""

    site: Site
    login: str
    now: Callable[[], datetime]
    start: tuple[str, ...] = ("/",)
    undoing: bool = False
    each: int = 2  # how many pages of one kind are opened, and how often one kind of form is sent
    posted: Counter[tuple[str, str]] = field(default_factory=Counter)
    downloads: dict[str, TestResponse] = field(default_factory=dict)

    def pages(self) -> Iterator[Found]:
        """Every page that links lead to, some of each kind."""
        seen: Counter[str] = Counter()
        ahead, known = list(self.start), set(self.start)
        while ahead:
            path = ahead.pop(0)
            kind = self.kind_of(path)
            if seen[kind] >= self.each * (4 if kind == "files.download" else 1) or kind in ("static", "login.leave"):
                continue
            seen[kind] += 1
            found = self.open(path)
            yield found
            for link in self._links(found):
                if link not in known:
                    known.add(link)
                    ahead.append(link)

    def open(self, path: str, data: object = None, headers: dict[str, str] | None = None) -> Found:
        client = self.site.as_(self.login).client
        answer = client.post(path, data=data, headers=headers) if data is not None else client.get(path)
        while answer.status_code in (302, 303):
            path = answer.location
            answer = client.get(path)
        if answer.mimetype not in ("text/html", "application/json"):
            self.downloads[path] = answer
        return Found(path, answer)

    def kind_of(self, path: str, method: str = "GET") -> str:
        with self.site.app.test_request_context(path, method=method) as context:
            return str(context.request.endpoint)

    def _links(self, found: Found) -> Iterator[str]:
        for link in found.soup.find_all("a", href=True):
            target = urlsplit(urljoin(found.path, str(link["href"])))
            if not target.netloc:
                yield f"{target.path}?{target.query}" if target.query else target.path

    def attack(self) -> Iterator[Found]:
        """Every field that saves itself, then every form of every page, each button; what undoes, only if that is wanted.

        The forms are those of the pages as they are when all fields have been saved: one that shows otherwise is refused.
        """
        for send in chain(*(self._attempts(saves=each) for each in (True, False))):
            undoes = any(word in send.button for word in UNDOES)
            wanted = send.kind != "login.leave" and (self.undoing or not undoes)
            if wanted and self.posted[send.kind, send.button] < self.each:
                self.posted[send.kind, send.button] += 1
                yield self.open(send.path, MultiDict(send.data()), send.headers)

    def _attempts(self, *, saves: bool) -> Iterator["Attempt"]:
        yield from [attempt for attempt in self.attempts() if attempt.saves is saves]

    def attempts(self) -> Iterator["Attempt"]:
        for page in list(self.pages()):
            for form in page.soup.find_all("form"):
                yield from self._buttons(page, form)
            for saved in page.soup.find_all(attrs={"hx-post": True, "name": True}):
                yield self._saving(
                    str(saved["hx-post"]), saved, str(page.soup.select("meta[name=csrf-token]")[0]["content"])
                )

    def _saving(self, path: str, field: Tag, token: str) -> "Attempt":
        data = {str(field["name"]): WORDS, **json.loads(str(field.get("hx-vals", "{}")))}
        return Attempt(path, self.kind_of(path, "POST"), str(field["name"]), data.items, {"X-CSRFToken": token})

    def _buttons(self, page: Found, form: Tag) -> Iterator["Attempt"]:
        if str(form.get("method", "")).lower() != "post" and not form.get("hx-post"):
            return
        for button in form.find_all("button", type=sends):
            target = button.get("formaction") or form.get("hx-post") or form.get("action") or page.path
            path, own = urljoin(page.path, str(target)), (str(button.get("name", "")), str(button.get("value", "")))
            data = partial(self._filled, form, own if own[0] else None)
            yield Attempt(path, self.kind_of(path, "POST"), button.get_text(strip=True), data, {})

    def _filled(self, form: Tag, pressed: tuple[str, str] | None) -> Iterator[tuple[str, object]]:
        """Words where words are asked for; elsewhere what a person would choose, so that the form is taken in."""
        if pressed:
            yield pressed
        chosen = set()
        for tag in form.find_all(["input", "textarea", "select"], attrs={"name": True}):
            name, kind = str(tag["name"]), str(tag.get("type", "text")) if tag.name == "input" else tag.name
            if kind == "radio":
                if name in chosen:
                    continue
                chosen.add(name)
            value = self._value(kind, tag)
            if value is not None:
                yield name, value

    def _value(self, kind: str, tag: Tag) -> object:
        standing = str(tag.get("value", ""))
        soon = self.now() + timedelta(days=3)
        typed: dict[str, object] = {
            "hidden": standing,
            "radio": standing,
            "checkbox": standing or "on",
            "number": standing or "1",
            "date": standing or f"{soon:%Y-%m-%d}",
            "datetime-local": standing or f"{soon:%Y-%m-%dT%H:%M}",
            "file": self._file(tag),
        }
        if kind == "select":
            options = [str(option.get("value", "")) for option in tag.select("option") if option.get("value")]
            return options[0] if options else None
        return typed.get(kind, WORDS)

    def _file(self, tag: Tag) -> object:
        if tag.get("name") in ("draft", "form"):
            return io.BytesIO(
                a_document("一、总要求" + WORDS.replace("\x08", ""), "（一）" + SCRIPT)
            ), FILE_NAME + ".docx"
        return io.BytesIO(PDF), FILE_NAME + ".pdf"
