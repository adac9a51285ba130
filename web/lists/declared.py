"""What a list is: its columns, by what it may be sorted and narrowed, and how many lines a page holds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, TypeVar

from workflow.clock import day_in_words, moment_in_words

T = TypeVar("T")
Value = str | int | datetime | date | None


@dataclass(frozen=True)
class Narrowing(Generic[T]):
    """`keeps`: whether a line stays, for what was chosen. `among`: what may be chosen; None: any words that are typed."""

    keeps: Callable[[T, str], bool]
    among: frozenset[str] | None = None

    def understood(self, asked: str) -> str:
        """An address that nobody was given narrows nothing."""
        return asked.strip() if self.among is None or asked in self.among else ""


@dataclass(frozen=True)
class Column(Generic[T]):
    """`value`: what the sheet holds, and by what the column is sorted unless `order` says otherwise.

    `name`: in the address; a column without one is not sorted by. `on_page`: columns that only the sheet has are not.
    """

    title: str
    value: Callable[[T], Value]
    name: str = ""
    order: Callable[[T], object] | None = None
    figures: bool = False
    on_page: bool = True

    def key(self, line: T) -> object:
        return self.order(line) if self.order else self.value(line)


@dataclass(frozen=True)
class List(Generic[T]):
    """`name`: under which a person's view is kept. `endpoint`: its page. `size`: lines a page; None: all of them.

    `narrowings`: name in the address -> what it keeps. `prefix`: for the second list of a page. `carried`: what else the
    page's address says, which stays when the list is looked at otherwise.
    """

    name: str
    title: str
    endpoint: str
    columns: tuple[Column[T], ...]
    narrowings: Mapping[str, Narrowing[T]] = field(default_factory=dict)
    size: int | None = None
    prefix: str = ""
    carried: tuple[str, ...] = ()

    @property
    def asked_by(self) -> tuple[str, ...]:
        """The names in the address that are a choice of how to look."""
        return (f"{self.prefix}sort", *(self.prefix + name for name in self.narrowings))

    def column(self, name: str) -> Column[T] | None:
        return next((column for column in self.columns if name and column.name == name), None)


def in_words(value: Value) -> str | int:
    """As a cell of a sheet holds it."""
    if isinstance(value, datetime):
        return moment_in_words(value)
    if isinstance(value, date):
        return day_in_words(value)
    return "" if value is None else value
