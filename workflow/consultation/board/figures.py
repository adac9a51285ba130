"""The figures above the board."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from workflow.consultation.board.rows import Row
from workflow.consultation.model import Stage, StandingKind


@dataclass(frozen=True)
class Figures:
    """Each is a fact of its own: they stand beside each other, never as one sum."""

    sent: int
    stages: Counter[Stage]  # these do add up to `sent`
    groups: dict[str, Counter[Stage]]  # the same by the round's groups, in their order
    with_comments: int
    no_objection: int
    silent: int
    undelivered: int
    unsettled: int
    late: int  # units with 逾期来文; they are among the silent or undelivered


def figures(found: Sequence[Row]) -> Figures:
    standings = Counter(row.standing for row in found)
    return Figures(
        sent=len(found),
        stages=Counter(row.stage for row in found),
        groups=_by_group(found),
        with_comments=standings[StandingKind.WITH_COMMENTS],
        no_objection=standings[StandingKind.NO_OBJECTION],
        silent=standings[StandingKind.SILENT],
        undelivered=standings[StandingKind.UNDELIVERED],
        unsettled=standings[StandingKind.OPEN],
        late=sum(row.late > 0 for row in found),
    )


def _by_group(found: Sequence[Row]) -> dict[str, Counter[Stage]]:
    groups: dict[str, Counter[Stage]] = {}
    for row in found:
        groups.setdefault(row.group, Counter())[row.stage] += 1
    return groups
