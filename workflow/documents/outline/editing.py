"""Single steps of correcting an outline while it is still a dict of what was typed: join, add, part, unpart, remove.

A step that has nothing to act on (the first clause has none before it) leaves the dict as it is. Each gives the clause
at which an editor goes on.
"""

from collections.abc import Callable, Mapping
from typing import Any

Dict = dict[str, Any]


def edited(outline: Dict, step: str, part: int, clause: int) -> tuple[int, int] | None:
    """Change the outline by one step at that part and clause (both from 0); where one goes on, None where nothing was done."""
    parts = outline["parts"]
    here = None
    if step in STEPS and part < len(parts) and clause < len(parts[part]["clauses"]):
        here = STEPS[step](parts, part, clause)
    outline["parts"] = [each for each in parts if each["clauses"]] or parts[:1]
    places = ((p, c) for p, each in enumerate(outline["parts"]) for c in range(len(each["clauses"])))
    return next(((p, c) for p, c in places if outline["parts"][p]["clauses"][c] is here), None)


def _join(parts: list[Dict], part: int, clause: int) -> Dict | None:
    """Its words become further paragraphs of the clause before it."""
    before = [(p, c) for p in range(part + 1) for c in range(len(parts[p]["clauses"])) if (p, c) < (part, clause)]
    if not before:
        return None
    taken = parts[part]["clauses"].pop(clause)
    into = parts[before[-1][0]]["clauses"][before[-1][1]]
    head = f"{taken['number']}{taken['title'] or ''}".strip()
    into["paragraphs"] = [*into["paragraphs"], *([head] if head else []), *taken["paragraphs"]]
    return into


def _add(parts: list[Dict], part: int, clause: int) -> Dict | None:
    new: Dict = {"number": "", "title": "", "paragraphs": []}
    parts[part]["clauses"].insert(clause + 1, new)
    return new


def _remove(parts: list[Dict], part: int, clause: int) -> Dict | None:
    """The clause after it takes its place; the last one leaves the place to the one before."""
    clauses = [each for one in parts for each in one["clauses"]]
    if len(clauses) == 1:
        return None
    removed = parts[part]["clauses"].pop(clause)
    at = next(number for number, each in enumerate(clauses) if each is removed)
    return (clauses[at + 1 :] or clauses[at - 1 :])[0]


def _part(parts: list[Dict], part: int, clause: int) -> Dict | None:
    """A new part begins with this clause."""
    if clause == 0:
        return None
    clauses = parts[part]["clauses"]
    parts.insert(part + 1, {"number": "", "title": "", "clauses": clauses[clause:]})
    parts[part]["clauses"] = clauses[:clause]
    return clauses[clause]


def _unpart(parts: list[Dict], part: int, clause: int) -> Dict | None:
    """The part's clauses go to the part before it."""
    if not part:
        return None
    moved = parts[part]["clauses"]
    parts[part - 1]["clauses"] += moved
    parts[part]["clauses"] = []
    return moved[clause]


STEPS: Mapping[str, Callable[[list[Dict], int, int], Dict | None]] = {
    "join": _join,
    "add": _add,
    "remove": _remove,
    "part": _part,
    "unpart": _unpart,
}
