"""意见汇总表 as it is shown: clause by clause, rows that are alike together, each with its difference and its contradictions."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from web import tones
from workflow.consultation import rules, said, words
from workflow.consultation.actions import deciding
from workflow.consultation.likeness import alike
from workflow.consultation.model import Clause, Comment, Coordination, Round, RoundStage
from workflow.desk import Desk
from workflow.documents.comparison import Piece, difference
from workflow.people import PostKind

VERDICTS = tuple((verdict.value, label, tones.VERDICTS[verdict]) for verdict, label in words.VERDICTS.items())
SHOW = {"": "全部", "open": "未处理", "contradicting": "相互矛盾", "alike": "意思相近"}
SIZE = 40  # rows of a page; a clause is never torn apart


@dataclass(frozen=True)
class Opposing:
    """A row that wants the same words changed differently; `record`: how the two were brought together."""

    number: int
    row: rules.MergedComment
    record: Coordination | None
    is_same_place: bool


@dataclass(frozen=True)
class Row:
    """One row of the table; `alike`: how many rows are nearly the same, itself among them."""

    number: int
    merged: rules.MergedComment
    pieces: tuple[Piece, ...]
    opposing: tuple[Opposing, ...]
    alike: int

    @property
    def key(self) -> str:
        return self.merged.key

    def is_shown(self, show: str) -> bool:
        """Whether it is among those of SHOW."""
        kept = {"open": self.verdict is None, "contradicting": bool(self.opposing), "alike": self.alike > 1}
        return kept.get(show, True)

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
    """A clause with its rows, in groups of those that are alike; None: the draft as a whole."""

    clause: Clause | None
    groups: tuple[tuple[Row, ...], ...]

    def narrowed(self, show: str) -> "Block":
        groups = (tuple(row for row in group if row.is_shown(show)) for group in self.groups)
        return Block(self.clause, tuple(group for group in groups if group))

    @property
    def rows(self) -> list[Row]:
        return [row for group in self.groups for row in group]

    @property
    def open(self) -> int:
        return sum(row.verdict is None for row in self.rows)

    @property
    def id(self) -> str:
        return f"clause-{self.rows[0].number}"


@dataclass(frozen=True)
class Page:
    """Clauses that are worked on together."""

    number: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Table:
    blocks: tuple[Block, ...]
    counts: rules.Counts

    @property
    def rows(self) -> list[Row]:
        return [row for block in self.blocks for row in block.rows]

    def row(self, key: str) -> Row:
        return next(row for row in self.rows if row.key == key)

    def shown(self, show: str = "") -> list[Block]:
        """The rows under their clauses: all, those not yet decided, those that contradict each other or are alike."""
        return [narrowed for block in self.blocks if (narrowed := block.narrowed(show)).groups]

    def pages(self, show: str = "") -> list[Page]:
        """What is shown, so many rows at a time."""
        return [Page(number, tuple(blocks)) for number, blocks in enumerate(_packed(self.shown(show)), 1)]

    @property
    def verdicts(self) -> list[tuple[str, int, str]]:
        """(words, comments, tone): together they are all that is decided."""
        return [(label, getattr(self.counts, value), tone) for value, label, tone in VERDICTS]


def _packed(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    page: list[Block] = []
    for block in blocks:
        if page and sum(len(each.rows) for each in page) + len(block.rows) > SIZE:
            yield page
            page = []
        page.append(block)
    if page:
        yield page


def table_of(desk: Desk, round_: Round) -> Table:
    said.gather(desk, round_)
    merged = deciding.rows_of(round_)
    numbers = {row.key: number for number, row in enumerate(merged, 1)}
    opposing = _opposing(merged, numbers, deciding.coordinations(desk, round_))
    blocks = tuple(
        Block(
            clause,
            tuple(tuple(_row(row, numbers, opposing, len(group)) for row in group) for group in alike(list(rows))),
        )
        for clause, rows in groupby(merged, key=lambda row: row.clause)
    )
    return Table(blocks, rules.count(round_.replies, [comment for row in merged for comment in row.comments]))


def _row(row: rules.MergedComment, numbers: dict[str, int], opposing: dict[str, list[Opposing]], alike: int) -> Row:
    return Row(numbers[row.key], row, _pieces(row.lead), tuple(opposing.get(row.key, ())), alike)


def may_decide(desk: Desk, round_: Round) -> bool:
    """Whether the page offers its forms; the actions check it again."""
    return round_.stage is RoundStage.SUMMARISING and desk.holds(round_.lead_unit_id, PostKind.CLERK)


def _pieces(comment: Comment) -> tuple[Piece, ...]:
    return difference(comment.original, comment.proposed) if comment.original and comment.proposed else ()


def _opposing(
    rows: Sequence[rules.MergedComment], numbers: dict[str, int], records: Sequence[Coordination]
) -> dict[str, list[Opposing]]:
    found: dict[str, list[Opposing]] = {}
    for pair in rules.contradictions(rows):
        record = deciding.settled_by(pair, records)
        for row, other in ((pair.first, pair.second), (pair.second, pair.first)):
            found.setdefault(row.key, []).append(Opposing(numbers[other.key], other, record, pair.is_same_place))
    return found
