"""The parts, clauses and paragraphs of a draft, as values."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from workflow.documents.outline.headings import reading


@dataclass(frozen=True)
class Clause:
    """One clause. `number` as it reads, without 、 or full stop but with its brackets: （十八）, 第三条, 1.

    `title` is None when the clause is all text. Text that stands directly under a part's heading is a clause that
    bears the part's own number.
    """

    number: str
    title: str | None
    paragraphs: tuple[str, ...]

    def label(self, part: "Part") -> str:
        """How people name it: 二、（四）; 第二章第五条; （四） in a draft without parts."""
        if part.number is None or part.number == self.number:
            return reading(self.number)
        return reading(part.number) + reading(self.number)


@dataclass(frozen=True)
class Part:
    """A part of a draft; number and title are None for the only part of a draft that has none."""

    number: str | None
    title: str | None
    clauses: tuple[Clause, ...]

    @property
    def heading(self) -> str:
        """二、健全责任体系; empty for the part of a draft without parts."""
        gap = " " if self.number and self.number.startswith("第") and self.title else ""
        return (reading(self.number) if self.number else "") + gap + (self.title or "")


@dataclass(frozen=True)
class Outline:
    """A whole draft; `title` may be empty when none was recognised."""

    title: str
    parts: tuple[Part, ...]

    def clauses(self) -> Iterator[tuple[Part, Clause]]:
        """Every clause with its part, in the order of the document."""
        return ((part, clause) for part in self.parts for clause in part.clauses)

    def lines(self) -> list[str]:
        """The outline as a document's lines; `parse` reads them back."""
        lines = [self.title] if self.title else []
        for part in self.parts:
            lines += [part.heading] if part.heading else []
            for clause in part.clauses:
                lines += _clause_lines(part, clause)
        return lines

    def as_dict(self) -> dict[str, Any]:
        """{"title", "parts": [{"number", "title", "clauses": [{"number", "title", "paragraphs": […]}]}]}."""
        return {
            "title": self.title,
            "parts": [
                {
                    "number": part.number,
                    "title": part.title,
                    "clauses": [
                        {"number": clause.number, "title": clause.title, "paragraphs": list(clause.paragraphs)}
                        for clause in part.clauses
                    ],
                }
                for part in self.parts
            ],
        }


def _clause_lines(part: Part, clause: Clause) -> list[str]:
    if clause.number == part.number:
        return list(clause.paragraphs)
    if clause.title is not None and clause.number.startswith("第"):
        head = f"【{clause.title}】"
    else:
        head = f"{clause.title}。" if clause.title is not None else ""
    first = clause.paragraphs[0] if clause.paragraphs else ""
    return [reading(clause.number) + head + first, *clause.paragraphs[1:]]
