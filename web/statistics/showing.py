"""The page of statistics: one year, or all; the clauses of one round of it."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from web.access import lead_unit
from web.frame.desk import read_desk
from web.lists import Look, look_at
from web.statistics.lists import CLAUSES, KINDS, MEASURES, ROUNDS, UNITS, lasting
from workflow.accident.statistics import timeliness
from workflow.consultation import statistics
from workflow.consultation.model import Round, Verdict

blueprint = Blueprint("statistics", __name__)


@blueprint.get("/statistics")
def show() -> ResponseReturnValue:
    with read_desk() as desk:
        office = lead_unit(desk)
        year = request.args.get("year", type=int)
        found = statistics.issued_rounds(desk, office.id, year)
        chosen = _chosen(found)
        looks: list[tuple[Look[Any], Sequence[Any]]] = [
            (look_at(ROUNDS), statistics.of_rounds(desk, found)),
            (look_at(UNITS), statistics.of_units(desk, found)),
            (look_at(CLAUSES), statistics.of_clauses(desk, chosen) if chosen else []),
            (look_at(MEASURES), timeliness(desk, year)),
        ]
        for look, lines in looks:
            if look.is_sheet:
                return look.sheet(lines)
        shown = {look.listed.prefix.rstrip("_"): look.shown(lines) for look, lines in looks}
        return render_template(
            "statistics/show.html",
            **shown,
            chosen=chosen,
            found=found,
            year=year,
            years=statistics.years(desk, office.id),
            lasting=lasting,
            kinds=KINDS,
            verdicts=tuple(Verdict),
            heat=heat,
            hottest=max((line.comments for line in shown["clauses"].lines), default=0),
        )


def heat(count: int, most: int) -> int:
    """From 0 to 4, in equal steps up to the most."""
    return -(-4 * count // most) if most else 0


def _chosen(found: Sequence[Round]) -> Round | None:
    """The round whose clauses are shown: the one that the address names, else the latest."""
    wanted = request.args.get("round", "")
    return next((round_ for round_ in found if round_.key == wanted), found[0] if found else None)
