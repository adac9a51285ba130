"""A list as a page shows it: the lines of this page, and the links by which to look otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from web.lists.looking import Look

T = TypeVar("T")


@dataclass(frozen=True)
class Heading:
    """`sorted`: as aria-sort says it, "" while the list is not sorted by it; `url`: sorts by it, "" where nothing does."""

    title: str
    name: str
    figures: bool
    sorted: str
    url: str


@dataclass(frozen=True)
class Shown(Generic[T]):
    """`lines`: of this page; `count`: on all pages; `of`: before narrowing."""

    look: "Look[T]"
    lines: Sequence[T]
    count: int
    of: int
    page: int
    last: int
    headings: tuple[Heading, ...]

    @property
    def id(self) -> str:
        """Names the list on its page, for htmx to put the next look into its place."""
        return f"list-{self.look.listed.name}"

    @property
    def is_narrowed(self) -> bool:
        return any(self.look.chosen.values())

    @property
    def sheet_url(self) -> str:
        return self.look.url(**{"as": "xlsx"})

    @property
    def first(self) -> int:
        """The number of this page's first line."""
        return (self.page - 1) * (self.look.listed.size or 0) + 1

    def page_url(self, page: int) -> str:
        return self.look.url(page=page)

    def narrowed_url(self, name: str, value: str) -> str:
        return self.look.url(**{name: value})

    def widened_url(self) -> str:
        return self.look.url(**dict.fromkeys(self.look.chosen, ""))
