"""How somebody looks at a list: from the address, else as he last did. What the address says is kept for the next time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Generic, TypeVar
from urllib.parse import parse_qsl, urlencode

from flask import render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from web.frame.database import db
from web.frame.identity import me
from web.frame.requests import from_htmx
from web.lists.declared import List, in_words
from web.lists.ordering import ordered
from web.lists.shown import Heading, Shown
from workflow import kept_views
from workflow.documents.sheets import table
from workflow.files import EXCEL
from workflow.store import transaction

T = TypeVar("T")
SHEET = "xlsx"
FARTHEST = 10_000  # page


@dataclass(frozen=True)
class Look(Generic[T]):
    """`sort`: a column's name, with "-" before it from the last to the first; "": as the list comes.

    `chosen`: what each narrowing asks for, "" where it keeps everything. `is_sheet`: it goes out as .xlsx.
    """

    listed: List[T]
    sort: str
    chosen: Mapping[str, str]
    page: int
    is_sheet: bool

    def of(self, lines: Sequence[T]) -> list[T]:
        """The lines that are looked at, in their order, on whatever page."""
        kept = [line for line in lines if self.keeps(line)]
        column = self.listed.column(self.sort.lstrip("-"))
        return ordered(kept, column.key, descending=self.sort.startswith("-")) if column else kept

    def keeps(self, line: T) -> bool:
        return all(
            by.keeps(line, self.chosen[name]) for name, by in self.listed.narrowings.items() if self.chosen[name]
        )

    def url(self, **changes: object) -> str:
        """The same list looked at otherwise: `sort`, a narrowing, `page`; whatever else changes, it begins anew."""
        asked = {"sort": self.sort, **self.chosen, **changes}
        named: dict[str, Any] = {name: request.args.get(name) for name in self.listed.carried}
        named |= {self.listed.prefix + name: value for name, value in asked.items() if value is not None}
        return url_for(self.listed.endpoint, **(request.view_args or {}), **named)

    def shown(self, lines: Sequence[T]) -> Shown[T]:
        """The page of them that is looked at, for the macro `listed`."""
        found = self.of(lines)
        return self.paged(len(found), len(lines), lambda first, size: found[first : first + size])

    def paged(self, count: int, of: int, read: Callable[[int, int], Sequence[T]]) -> Shown[T]:
        """The same where only the page is read: `read` gives so many lines from the first one (0) on, of `count` in all."""
        size = self.listed.size or count
        last = max(1, -(-count // size)) if size else 1
        page = min(self.page, last)
        return Shown(self, read((page - 1) * size, size), count, of, page, last, tuple(self._headings()))

    def answer(self, lines: Sequence[T], template: str, **about: Any) -> ResponseReturnValue:
        """The page with these lines as `list`, or all of them as a sheet."""
        return self.sheet(lines) if self.is_sheet else render_template(template, list=self.shown(lines), **about)

    def sheet(self, lines: Sequence[T], title: str = "") -> ResponseReturnValue:
        titles = [column.title for column in self.listed.columns]
        rows = [[in_words(column.value(line)) for column in self.listed.columns] for line in self.of(lines)]
        name = f"{self.listed.title}.xlsx"
        return send_file(BytesIO(table(title or self.listed.title, titles, rows)), EXCEL, True, name)

    def _headings(self) -> "list[Heading]":
        return [
            Heading(column.title, column.name, column.figures, self._sorted_by(column.name), self._url_by(column.name))
            for column in self.listed.columns
            if column.on_page
        ]

    def _sorted_by(self, name: str) -> str:
        """As aria-sort says it."""
        return {name: "ascending", f"-{name}": "descending"}.get(self.sort, "") if name else ""

    def _url_by(self, name: str) -> str:
        """From the first to the last, the other way round, and as the list comes again."""
        following = {name: f"-{name}", f"-{name}": ""}.get(self.sort, name)
        return self.url(sort=following) if name else ""


def is_only_the_list(shown: Shown[Any]) -> bool:
    """htmx asks for another look at a list whose page it already shows."""
    return from_htmx() and request.headers.get("HX-Target") == shown.id


def look_at(listed: List[T], about: str = "") -> Look[T]:
    """`about`: the case whose list it is, where a choice for one case says nothing about the next."""
    given = request.values  # a form about what is looked at carries the look with it
    asked = {name: given[name] for name in listed.asked_by if name in given}
    before = _kept(_name(listed, about))
    chosen = {**before, **asked}
    if chosen != before:
        _keep(_name(listed, about), chosen)
    sort = chosen.get(f"{listed.prefix}sort", "")
    return Look(
        listed,
        sort if listed.column(sort.lstrip("-")) else "",
        {name: by.understood(chosen.get(listed.prefix + name, "")) for name, by in listed.narrowings.items()},
        min(max(request.args.get(f"{listed.prefix}page", 1, type=int), 1), FARTHEST),
        request.args.get(f"{listed.prefix}as") == SHEET,
    )


def _name(listed: List[Any], about: str) -> str:
    return f"{listed.name}:{about}" if about else listed.name


def _kept(name: str) -> dict[str, str]:
    person = me()
    if person is None:
        return {}
    with Session(db.engine) as session, transaction(session, write=False):
        return dict(parse_qsl(kept_views.kept(session, person.id, name)))


def _keep(name: str, chosen: Mapping[str, str]) -> None:
    """A transaction of its own: that somebody looked at a list is no part of any business."""
    person = me()
    if person is not None and request.method == "GET":
        with Session(db.engine) as session, transaction(session, write=True):
            kept_views.keep(session, person.id, name, urlencode({key: value for key, value in chosen.items() if value}))
