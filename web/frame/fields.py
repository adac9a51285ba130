"""What was typed into a form, read field by field; all that is wrong is told at once, each beside its field."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

from flask import request

from workflow.clock import BEIJING
from workflow.documents.uploads import plain_name
from workflow.errors import Incomplete, Unreadable

_Choice = TypeVar("_Choice", bound=StrEnum)


class Fields:
    """Reads the request's form. A field that cannot be read gives a stand-in; `must_be_right` then refuses."""

    def __init__(self, typed: Mapping[str, str] | None = None) -> None:
        """`typed`: instead of the form, e.g. what stands in the address."""
        self.typed = request.form if typed is None else typed
        self.wrong: dict[str, str] = {}

    def text(self, name: str) -> str:
        return self.typed.get(name, "").strip()

    def flag(self, name: str) -> bool:
        return bool(self.typed.get(name))

    def moment(self, name: str, sentence: str) -> datetime:
        """A moment as it reads on the wall in Beijing: 2017-11-28T16:00."""
        try:
            return datetime.fromisoformat(self.text(name)).replace(tzinfo=BEIJING)
        except ValueError:
            self.wrong[name] = sentence
            return datetime.min.replace(tzinfo=BEIJING)

    def moment_if_given(self, name: str, sentence: str) -> datetime | None:
        """The same for a field that may stay empty."""
        return self.moment(name, sentence) if self.text(name) else None

    def count(self, name: str, sentence: str) -> int:
        """How many; an empty field is 0."""
        try:
            return int(self.text(name) or 0)
        except ValueError:
            self.wrong[name] = sentence
            return 0

    def amount(self, name: str, sentence: str) -> Decimal:
        """A number with its fraction, e.g. 120.5; an empty field is 0."""
        try:
            return Decimal(self.text(name) or 0)
        except InvalidOperation:
            self.wrong[name] = sentence
            return Decimal(0)

    def day_if_given(self, name: str, sentence: str) -> date | None:
        return self.day(name, sentence) if self.text(name) else None

    def day(self, name: str, sentence: str) -> date:
        try:
            return date.fromisoformat(self.text(name))
        except ValueError:
            self.wrong[name] = sentence
            return date.min

    def choice(self, name: str, kind: type[_Choice], sentence: str) -> _Choice:
        """One of an enumeration's values."""
        try:
            return kind(self.text(name))
        except ValueError:
            self.wrong[name] = sentence
            return next(iter(kind))

    def require(self, name: str, fine: bool, sentence: str) -> None:
        if not fine:
            self.wrong.setdefault(name, sentence)

    def must_be_right(self) -> None:
        if self.wrong:
            raise Incomplete(self.wrong)


def one_file(name: str, sentence: str) -> tuple[bytes, str]:
    """The bytes and the name of an uploaded file; Incomplete with the sentence when none was chosen."""
    sent = request.files.get(name)
    if sent is None or not sent.filename:
        raise Incomplete({name: sentence})
    return sent.read(), plain_name(sent.filename)


def ids(name: str) -> Sequence[int]:
    """The row numbers that a list of tick boxes sent; what is no number was not sent by our page."""
    return [int(value) for value in request.form.getlist(name) if value.isascii() and value.isdigit()]


def together(*names: str) -> Iterator[tuple[str, ...]]:
    """The lines of a table typed into fields of the same names: one tuple a line."""
    return zip(*(map(str.strip, request.form.getlist(name)) for name in names), strict=False)


@contextmanager
def beside(name: str) -> Iterator[None]:
    """What an uploaded file is refused for stands beside its field, and the rest of the form stays."""
    try:
        yield
    except Unreadable as refusal:
        raise Incomplete({name: refusal.message}) from refusal
