"""整改措施一览 of a case, by unit, lateness and escalation; and a unit's own measures of all cases."""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web.accident.measures.blueprint import blueprint
from web.deadlines import DueDay, due_day
from web.frame.desk import read_desk
from web.lists import Column, List, look_at
from workflow.accident import board
from workflow.accident.board import Row
from workflow.accident.custody import ACTING, case_for
from workflow.accident.model import MeasureStage
from workflow.accident.words import following

FILTERS: Mapping[str, tuple[str, Callable[[Row], bool]]] = {  # what the address says -> its words, and whom it keeps
    "late": ("已逾期", lambda row: row.is_late),
    "answering": ("待答复", lambda row: row.stage is MeasureStage.ANSWERING),
    "carrying_out": ("整改中", lambda row: row.stage is MeasureStage.CARRYING_OUT),
    "inspecting": ("待验收", lambda row: row.stage is MeasureStage.INSPECTING),
    "closed": ("已销号", lambda row: row.stage is MeasureStage.CLOSED),
}

_STAGES = list(MeasureStage)
OWN: List[Row] = List(
    "own-measures",
    "本单位的整改措施",
    "measures.own",
    (
        Column("事故", lambda row: row.measure.accident.title, on_page=False),
        Column("序号", lambda row: row.measure.number, on_page=False),
        Column("措施", lambda row: row.measure.text, "text"),
        Column(
            "进展", lambda row: following.MEASURE_STAGES[row.stage], "stage",
            order=lambda row: _STAGES.index(row.stage),
        ),
        Column("期限", lambda row: row.measure.due_on, "due"),
        Column("催督", lambda row: following.ESCALATIONS[row.escalation] if row.escalation else "", "escalation"),
    ),
    size=100,
)  # fmt: skip


@blueprint.get("/accident/<key>/measures", endpoint="board")
def of_case(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        accident = case_for(desk, key)
        found = board.rows_of_case(desk, accident)
        return render_template(
            "accident/measures/board.html",
            accident=accident,
            figures=board.figures(found),
            filters=_filters(found),
            chosen=_chosen(),
            groups=_by_unit(_filtered(found)),
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


def _chosen() -> str:
    """What the address filters by; anything else filters nothing."""
    given = request.args.get("state", "")
    return given if given in FILTERS else ""


def _filters(found: Sequence[Row]) -> list[tuple[str, str, int]]:
    """Those that would show something: value, words, how many."""
    counted = [(value, words, sum(map(keeps, found))) for value, (words, keeps) in FILTERS.items()]
    return [line for line in counted if line[2] or line[0] == _chosen()]


def _filtered(found: Sequence[Row]) -> list[Row]:
    chosen = _chosen()
    return [row for row in found if not chosen or FILTERS[chosen][1](row)]


def _by_unit(found: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """Units with something late first, then in the order of their first measure; each unit's latest first."""
    latest = {unit: min(_urgency(row) for row in found if row.unit == unit) for unit in {row.unit for row in found}}
    ordered = sorted(found, key=lambda row: (latest[row.unit], row.unit, _urgency(row)))
    return [(unit, list(rows)) for unit, rows in groupby(ordered, key=lambda row: row.unit)]


def _urgency(row: Row) -> tuple[int, int]:
    """Late ones by how late they are, then all others by number."""
    return (row.days_left or 0, row.measure.number) if row.is_late else (0, row.measure.number)


def _due_days(found: Sequence[Row]) -> dict[int, DueDay | None]:
    return {row.measure.id: due_day(row.measure.due_on, row.days_left) for row in found}
