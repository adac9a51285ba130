"""意见汇总表 as it is shown: clause by clause, each row with its difference and the rows that contradict it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from web import tones
from workflow.consultation import rules, words
from workflow.consultation.actions import deciding
from workflow.consultation.model import Clause, Comment, Coordination, Round, RoundStage
from workflow.desk import Desk
from workflow.documents.comparison import Piece, difference
from workflow.people import PostKind

VERDICTS = tuple((verdict.value, label, tones.VERDICTS[verdict]) for verdict, label in words.VERDICTS.items())
SHOW = {"": "全部", "open": "未处理", "contradicting": "相互矛盾"}


@dataclass(frozen=True)
class Opposing:
    """A row that wants the same words changed differently; `record`: how the two were brought together."""

    number: int
    row: rules.MergedComment
    record: Coordination | None


@dataclass(frozen=True)
class Row:
    """One row of the table."""

    number: int
    merged: rules.MergedComment
    pieces: tuple[Piece, ...]
    opposing: tuple[Opposing, ...]

    @property
    def key(self) -> str:
        return self.merged.key

    @property
    def verdict(self) -> tuple[str, str, str] | None:
        """(value, words, tone) of what was decided."""
        decision = self.merged.decision
        return (
            (decision.verdict.value, words.VERDICTS[decision.verdict], tones.VERDICTS[decision.verdict])
            if decision
            else None
        )


@dataclass(frozen=True)
class Block:
    """A clause with its rows; None: the draft as a whole."""

    clause: Clause | None
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Table:
    rows: tuple[Row, ...]
    counts: rules.Counts

    def row(self, key: str) -> Row:
        return next(row for row in self.rows if row.key == key)

    def blocks(self, show: str = "") -> list[Block]:
        """The rows under their clauses: all, those not yet decided, or those that contradict each other."""
        shown = [row for row in self.rows if _is_shown(row, show)]
        return [Block(clause, tuple(rows)) for clause, rows in groupby(shown, key=lambda row: row.merged.clause)]

    @property
    def verdicts(self) -> list[tuple[str, int, str]]:
        """(words, comments, tone): together they are all that is decided."""
        return [(label, getattr(self.counts, value), tone) for value, label, tone in VERDICTS]

    @property
    def open_keys(self) -> list[str]:
        return [row.key for row in self.rows if row.verdict is None]


def table_of(desk: Desk, round_: Round) -> Table:
    merged = deciding.rows_of(round_)
    opposing = _opposing(merged, deciding.coordinations(desk, round_))
    rows = tuple(
        Row(number, row, _pieces(row.lead), tuple(opposing.get(row.key, ()))) for number, row in enumerate(merged, 1)
    )
    return Table(rows, rules.count(round_.replies, [comment for row in merged for comment in row.comments]))


def may_decide(desk: Desk, round_: Round) -> bool:
    """Whether the page offers its forms; the actions check it again."""
    return round_.stage is RoundStage.SUMMARISING and desk.holds(round_.lead_unit_id, PostKind.CLERK)


def _pieces(comment: Comment) -> tuple[Piece, ...]:
    return difference(comment.original, comment.proposed) if comment.original and comment.proposed else ()


def _opposing(rows: Sequence[rules.MergedComment], records: Sequence[Coordination]) -> dict[str, list[Opposing]]:
    numbers = {row.key: number for number, row in enumerate(rows, 1)}
    found: dict[str, list[Opposing]] = {}
    for pair in rules.contradictions(rows):
        record = deciding.settled_by(pair, records)
        for row, other in _both_ways(pair):
            found.setdefault(row.key, []).append(Opposing(numbers[other.key], other, record))
    return found


def _both_ways(pair: rules.Contradiction) -> Iterable[tuple[rules.MergedComment, rules.MergedComment]]:
    return ((pair.first, pair.second), (pair.second, pair.first))


def _is_shown(row: Row, show: str) -> bool:
    return not show or (row.verdict is None if show == "open" else bool(row.opposing))


def rows_named(round_: Round, keys: Iterable[str]) -> Iterator[rules.MergedComment]:
    return (deciding.row_of(round_, key) for key in keys)
