"""Slips of numbering and empty clauses, which the clerk should look at before the draft goes out."""

from collections.abc import Iterator

from workflow.documents.outline.headings import like, reading, value_of
from workflow.documents.outline.values import Outline


def gaps(outline: Outline) -> list[str]:
    """What looks wrong to an editor's eye, as sentences for the clerk; empty when numbering and text are in order."""
    return [
        *([] if outline.title else ["没有识别到文稿标题，请补填。"]),
        *_part_gaps(outline),
        *_clause_gaps(outline),
        *(f"“{clause.label(part)}”没有正文，请核对。" for part, clause in outline.clauses() if not clause.paragraphs),
    ]


def _part_gaps(outline: Outline) -> Iterator[str]:
    before: str | None = None
    for part in outline.parts:
        if part.number and "节" not in part.number:
            yield from _step(before, part.number, reading(part.number), restart=before is None)
            before = part.number
        if not part.clauses:
            yield f"“{part.heading}”下面没有条款，请核对。"


def _clause_gaps(outline: Outline) -> Iterator[str]:
    """Clauses either run on through the parts or begin again with one in each."""
    before: str | None = None
    for part in outline.parts:
        own = [clause for clause in part.clauses if clause.number != part.number]
        for index, clause in enumerate(own):
            yield from _step(before, clause.number, clause.label(part), restart=index == 0)
            before = clause.number


def _step(before: str | None, number: str, label: str, *, restart: bool) -> Iterator[str]:
    """The sentence about one number after another, if the step between them is not by one."""
    value, last = value_of(number), value_of(before) if before else 0
    if value is None or last is None or value == last + 1 or (restart and value == 1):
        return
    if value == last:
        yield f"“{label}”与上一个序号重复，请核对。"
    elif value < last:
        yield f"“{label}”排在“{reading(before or '')}”之后，序号顺序不对，请核对。"
    elif before is None:
        yield f"“{label}”是第一个序号，前面可能缺“{reading(like(number, 1))}”，请核对。"
    else:
        yield f"“{label}”之前可能缺{_missing(number, last, value)}，请核对。"


def _missing(number: str, last: int, value: int) -> str:
    first, final = reading(like(number, last + 1)), reading(like(number, value - 1))
    return f"“{first}”" if first == final else f"“{first}”至“{final}”"
