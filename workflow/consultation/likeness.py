"""意思相近的意见: rows of one clause that want nearly the same. They stay rows of their own; they are only shown together."""

from collections.abc import Sequence
from itertools import combinations

from rapidfuzz.fuzz import ratio

from workflow.consultation.rules import MergedComment, normal

THRESHOLD = 80  # per cent of what two wishes have in common, shown to whoever decides on them
SHORTEST = 4  # characters; of shorter wishes nearly every two would be alike


def alike(rows: Sequence[MergedComment]) -> list[tuple[MergedComment, ...]]:
    """The rows in groups of those that are alike, each as long as it must be: one row that is like no other is a group.

    Groups stand where their first row stands. Whoever is like one of a group belongs to it.
    """
    wishes = [_wish(row) for row in rows]
    first = list(range(len(rows)))  # of each row's group
    for one, other in combinations(range(len(rows)), 2):
        if first[one] != first[other] and _are_alike(wishes[one], wishes[other]):
            low, high = sorted((first[one], first[other]))
            first = [low if group == high else group for group in first]
    return [tuple(row for row, of in zip(rows, first, strict=True) if of == group) for group in dict.fromkeys(first)]


def _wish(row: MergedComment) -> tuple[str, str]:
    """What is proposed, with the words it is about; without a proposal the reason is what is wanted."""
    lead = row.lead
    return (normal(lead.original), normal(lead.proposed)) if normal(lead.proposed) else ("", normal(lead.reason))


def _are_alike(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """A wish to change some words is never like one about quite other words of the clause."""
    long_enough = min(len(one[1]), len(other[1])) >= SHORTEST
    return long_enough and _overlap(one[0], other[0]) and ratio(one[1], other[1]) >= THRESHOLD


def _overlap(one: str, other: str) -> bool:
    return one in other or other in one or ratio(one, other) >= THRESHOLD
