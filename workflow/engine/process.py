"""What a process declares to the engine: its diagram, and what the diagram's words mean in the domain.

The engine knows no process by name. A process hands over a `Process`; everything the diagram asks (conditions),
orders (operations), waits for (moments) and lays on desks (steps) is looked up there.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy.orm import Session

from workflow.clock import end_of
from workflow.people import PostKind

DIAGRAMS = Path(__file__).parent.parent.parent / "bpmn"


class Subject(Protocol):
    """What an instance is about: a round, a reply, a case."""

    id: Any


class Hands(Protocol):
    """What the engine needs of the desk it works at."""

    @property
    def session(self) -> Session: ...
    @property
    def now(self) -> datetime: ...
    @property
    def officer_id(self) -> int | None: ...
    def by_itself(self) -> AbstractContextManager[None]:
        """What is done inside, the system does and not the person at the desk."""

    @property
    def cases(self) -> dict[tuple[str, int], Any]:
        """What this transaction has under lock and has read since: (process, subject's id) -> Case, or UNDER_WAY."""


@dataclass(frozen=True)
class Step:
    """A user task: which post of which unit does it, and on which page."""

    post: PostKind
    unit_of: Callable[[Any], int]
    page: str


@dataclass(frozen=True)
class Named:
    """How a case is called on a desk: its page's public key, its title, whom it is about, and until when it runs.

    `deadline` is named to the minute; `due_on` is a whole day, its last minute still in time. A case has one or none.
    """

    key: str
    title: str
    about: str = ""
    deadline: datetime | None = None
    due_on: date | None = None

    @property
    def over(self) -> datetime | None:
        """The moment from which on it is late."""
        return end_of(self.due_on) if self.due_on else self.deadline


Fact = Callable[[Any], bool | int]
Operation = Callable[[Any, Sequence[Any]], None]  # (desk, subjects): many at once, e.g. all silent units of a deadline
Due = Callable[[Any], datetime | None]  # None: the moment is not set, or its clock stands still
Names = Callable[[Session, Sequence[int]], Mapping[int, Named]]  # by subject id, in one query


@dataclass(frozen=True)
class Process:
    """One diagram with its meaning. `rank`: of two moments due together, the smaller rank's fires first."""

    id: str
    diagrams: tuple[str, ...]
    load: Callable[[Session, Sequence[int]], Sequence[Any]]
    steps: Mapping[str, Step]
    facts: Mapping[str, Fact]
    operations: Mapping[str, Operation]
    moments: Mapping[str, Due]
    messages: frozenset[str] = field(default_factory=frozenset)
    rank: int = 0
    names: Names = lambda _session, ids: {id_: Named(str(id_), "") for id_ in ids}

    def sources(self) -> tuple[bytes, ...]:
        return tuple((DIAGRAMS / name).read_bytes() for name in self.diagrams)


class FactsOf(Mapping[str, bool | int]):
    """The facts of one subject, each computed when a gateway asks for it."""

    def __init__(self, process: Process, subject: Any) -> None:
        self._process, self._subject = process, subject

    def __getitem__(self, name: str) -> bool | int:
        return self._process.facts[name](self._subject)

    def __iter__(self) -> Iterator[str]:
        return iter(self._process.facts)

    def __len__(self) -> int:
        return len(self._process.facts)
