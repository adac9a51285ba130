"""整改措施一览 of a case, by unit or by lateness; and a unit's own measures of all cases. Both go out as .xlsx."""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

from flask.typing import ResponseReturnValue

from web.accident.measures.blueprint import blueprint
from web.deadlines import DueDay, due_day
from web.frame.desk import read_desk
from web.lists import Column, List, Narrowing, Option, look_at
from workflow.accident import board
from workflow.accident.board import Row
from workflow.accident.custody import ACTING, case_for
from workflow.accident.model import MeasureStage
from workflow.accident.words import following as labels

FILTERS: Mapping[str, tuple[str, Callable[[Row], bool]]] = {  # what the address says -> its words, and whom it keeps
    "late": ("已逾期", lambda row: row.is_late),
    "answering": ("待答复", lambda row: row.stage is MeasureStage.ANSWERING),
    "carrying_out": ("整改中", lambda row: row.stage is MeasureStage.CARRYING_OUT),
    "inspecting": ("待验收", lambda row: row.stage is MeasureStage.INSPECTING),
    "closed": ("已销号", lambda row: row.stage is MeasureStage.CLOSED),
}
STAGES, LEVELS = list(labels.MEASURE_STAGES), list(labels.ESCALATIONS)  # from the first to the last


def _late(row: Row) -> str:
    return f"逾期{-row.days_left}天" if row.days_left is not None and row.days_left < 0 else ""


def _level(row: Row) -> int | None:
    return LEVELS.index(row.escalation) if row.escalation else None


STAGE: Column[Row] = Column(
    "进展", lambda row: labels.MEASURE_STAGES[row.stage], "stage", order=lambda row: STAGES.index(row.stage)
)
DUE: Column[Row] = Column("期限", lambda row: row.measure.due_on, "due", order=board.urgency)
FOLLOWED: Column[Row] = Column(
    "催督", lambda row: labels.ESCALATIONS[row.escalation] if row.escalation else "", "level", order=_level
)
ONLY_ON_THE_SHEET: tuple[Column[Row], ...] = (
    Column("逾期", _late, on_page=False),
    Column("验收标准", lambda row: row.measure.test, on_page=False),
)

MEASURES: List[Row] = List(
    "measures",
    "整改措施一览",
    "measures.board",
    (
        Column("序号", lambda row: row.measure.number, on_page=False),
        Column("责任单位", lambda row: row.unit, "unit"),
        Column("措施", lambda row: row.measure.text, "number", order=lambda row: row.measure.number),
        STAGE, DUE, FOLLOWED, *ONLY_ON_THE_SHEET,
    ),
    narrowings={"state": Narrowing(lambda row, state: FILTERS[state][1](row), frozenset(FILTERS))},
)  # fmt: skip

OWN: List[Row] = List(
    "own-measures",
    "本单位的整改措施",
    "measures.own",
    (
        Column("事故", lambda row: row.measure.accident.title, on_page=False),
        Column("序号", lambda row: row.measure.number, on_page=False),
        Column("措施", lambda row: row.measure.text, "number", order=lambda row: row.measure.number),
        STAGE, DUE, FOLLOWED, *ONLY_ON_THE_SHEET,
    ),
    size=100,
)  # fmt: skip


@blueprint.get("/accident/<key>/measures", endpoint="board")
def of_case(key: str) -> ResponseReturnValue:
    look = look_at(MEASURES, key)
    with read_desk() as desk:
        accident = case_for(desk, key)
        found = _by_unit(board.rows_of_case(desk, accident))
        return look.answer(
            found,
            "accident/measures/board.html",
            accident=accident,
            figures=board.figures(found),
            options=_options(found, look.chosen["state"]),
            groups=[(unit, list(rows)) for unit, rows in groupby(look.of(found), key=lambda row: row.unit)],
            due=_due_days(found),
        )


@blueprint.get("/measures")
def own() -> ResponseReturnValue:
    """All that was ordered from the units for which this person acts."""
    look = look_at(OWN)
    with read_desk() as desk:
        units = [unit_id for unit_id, kind in desk.posts if kind in ACTING]
        found = board.rows_of_units(desk, units)
        return look.answer(found, "accident/measures/own.html", due=_due_days(found))


def _options(found: Sequence[Row], chosen: str) -> list[Option]:
    """Everything, then those that would show something. What is late is in one of the other states too."""
    counted = [Option(value, words, sum(map(keeps, found))) for value, (words, keeps) in FILTERS.items()]
    return [Option("", "全部", len(found)), *(each for each in counted if each.count or each.value == chosen)]


def _by_unit(found: Sequence[Row]) -> list[Row]:
    """Units with something late first, then in the order of their first measure; each unit's latest first."""
    latest = {unit: min(_urgency(row) for row in found if row.unit == unit) for unit in {row.unit for row in found}}
    return sorted(found, key=lambda row: (latest[row.unit], row.unit, _urgency(row)))


def _urgency(row: Row) -> tuple[int, int]:
    """Late ones by how late they are, then all others by number."""
    return (row.days_left or 0, row.measure.number) if row.is_late else (0, row.measure.number)


def _due_days(found: Sequence[Row]) -> dict[int, DueDay | None]:
    return {row.measure.id: due_day(row.measure.due_on, row.days_left) for row in found}
