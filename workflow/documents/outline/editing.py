"""Single steps of correcting an outline while it is still a dict of what was typed: join, add, part, unpart, remove.

A step that has nothing to act on (the first clause has none before it) leaves the dict as it is.
"""

from collections.abc import Callable, Mapping
from typing import Any

Dict = dict[str, Any]


def edited(outline: Dict, step: str, part: int, clause: int) -> Dict:
    """The outline, changed in place, after one step at that part and clause (both from 0)."""
    parts = outline["parts"]
    if step in STEPS and part < len(parts) and clause < len(parts[part]["clauses"]):
        STEPS[step](parts, part, clause)
    outline["parts"] = [each for each in parts if each["clauses"]] or parts[:1]
    return outline


def _join(parts: list[Dict], part: int, clause: int) -> None:
    """Its words become further paragraphs of the clause before it."""
    before = [(p, c) for p in range(part + 1) for c in range(len(parts[p]["clauses"])) if (p, c) < (part, clause)]
    if not before:
        return
    taken = parts[part]["clauses"].pop(clause)
    into = parts[before[-1][0]]["clauses"][before[-1][1]]
    head = f"{taken['number']}{taken['title'] or ''}".strip()
    into["paragraphs"] = [*into["paragraphs"], *([head] if head else []), *taken["paragraphs"]]


def _add(parts: list[Dict], part: int, clause: int) -> None:
    parts[part]["clauses"].insert(clause + 1, {"number": "", "title": "", "paragraphs": []})


def _remove(parts: list[Dict], part: int, clause: int) -> None:
    if sum(len(each["clauses"]) for each in parts) > 1:
        del parts[part]["clauses"][clause]


def _part(parts: list[Dict], part: int, clause: int) -> None:
    """A new part begins with this clause."""
    if clause == 0:
        return
    clauses = parts[part]["clauses"]
    parts.insert(part + 1, {"number": "", "title": "", "clauses": clauses[clause:]})
    parts[part]["clauses"] = clauses[:clause]


def _unpart(parts: list[Dict], part: int, _clause: int) -> None:
    """The part's clauses go to the part before it."""
    if part:
        parts[part - 1]["clauses"] += parts[part]["clauses"]
        parts[part]["clauses"] = []


STEPS: Mapping[str, Callable[[list[Dict], int, int], None]] = {
    "join": _join,
    "add": _add,
    "remove": _remove,
    "part": _part,
    "unpart": _unpart,
}
