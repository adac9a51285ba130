"""The clerk's corrections come back as a plain dict: an outline again, or refused field by field."""

from collections.abc import Mapping, Sequence
from typing import Any

from workflow.documents.outline.values import Clause, Outline, Part
from workflow.errors import Incomplete


def from_dict(given: Any) -> Outline:
    """The outline of a dict as `as_dict` makes it; Incomplete names each field that is wrong, e.g. parts.0.title."""
    reader = _Reader()
    outline = reader.outline(given)
    if reader.wrong:
        raise Incomplete(reader.wrong)
    return outline


class _Reader:
    """Reads corrected dicts, gathering what is wrong field by field, so that all of it is shown at once."""

    def __init__(self) -> None:
        self.wrong: dict[str, str] = {}

    def outline(self, given: Any) -> Outline:
        title = self.text(given, "title", "请填写文稿标题。")
        parts = tuple(self.part(each, at) for each, at in self.items(given, "parts", "请至少保留一个部分。"))
        if len(parts) > 1:
            self.numbered(parts)
        self.distinct(Outline(title, parts))
        return Outline(title, parts)

    def part(self, given: Any, at: str) -> Part:
        clauses = self.items(given, "clauses", "这一部分没有条款，请补充条款或者删去这一部分。", at)
        return Part(
            self.optional(given, "number", at),
            self.optional(given, "title", at),
            tuple(self.clause(each, where) for each, where in clauses),
        )

    def clause(self, given: Any, at: str) -> Clause:
        number = self.text(given, "number", "请填写条款的序号，例如“（一）”。", at)
        title = self.optional(given, "title", at)
        paragraphs = self.paragraphs(given, at)
        if title is None and not paragraphs:
            self.wrong[f"{at}paragraphs"] = "这一条既没有标题也没有正文，请补充或者删去这一条。"
        return Clause(number, title, paragraphs)

    def numbered(self, parts: Sequence[Part]) -> None:
        for index, part in enumerate(parts):
            if part.number is None:
                self.wrong.setdefault(f"parts.{index}.number", "文稿分为几个部分的，每一部分都要有序号，例如“一”。")

    def distinct(self, outline: Outline) -> None:
        seen: set[str] = set()
        for at, part in enumerate(outline.parts):
            for index, clause in enumerate(part.clauses):
                label = clause.label(part)
                if label in seen and clause.number:
                    self.wrong.setdefault(
                        f"parts.{at}.clauses.{index}.number",
                        f"{label}出现了两次，请改为不同的序号，以便各单位逐条提意见。",
                    )
                seen.add(label)

    def items(self, given: Any, key: str, sentence: str, at: str = "") -> list[tuple[Any, str]]:
        values = _get(given, key)
        if not isinstance(values, list) or not values:
            self.wrong[at + key] = sentence
            return []
        return [(value, f"{at}{key}.{index}.") for index, value in enumerate(values)]

    def paragraphs(self, given: Any, at: str) -> tuple[str, ...]:
        values = _get(given, "paragraphs")
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            self.wrong[f"{at}paragraphs"] = "正文应当是一段一段的文字。"
            return ()
        return tuple(value.strip() for value in values if value.strip())

    def text(self, given: Any, key: str, sentence: str, at: str = "") -> str:
        value = _get(given, key)
        if isinstance(value, str) and value.strip():
            return value.strip()
        self.wrong[at + key] = sentence
        return ""

    def optional(self, given: Any, key: str, at: str) -> str | None:
        value = _get(given, key)
        if value is not None and not isinstance(value, str):
            self.wrong[at + key] = "这里应当是文字，也可以不填。"
            return None
        return (value or "").strip() or None


def _get(given: Any, key: str) -> Any:
    return given.get(key) if isinstance(given, Mapping) else None
