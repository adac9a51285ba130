"""协调记录: how two rows that contradict each other were brought together."""

from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web.consultation.access import round_of_office
from web.consultation.decisions.blueprint import blueprint
from web.consultation.decisions.table import may_decide
from web.frame.answers import done
from web.frame.desk import read_desk, write_desk
from web.frame.forms import again
from workflow.consultation.actions import deciding

RECORDED = "协调记录已保存，并生成了《协调记录》。"


@blueprint.get("/round/<key>/decisions/coordinate")
def coordinate(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        round_ = round_of_office(desk, key)
        rows = deciding.rows_named(round_, request.values.getlist("rows"))
        return render_template(
            "consultation/decisions/coordinate.html",
            round=round_,
            rows=rows,
            editable=may_decide(desk, round_),
            today=desk.today,
        )


@blueprint.post("/round/<key>/decisions/coordinate")
@again(coordinate)
def record_coordination(key: str) -> ResponseReturnValue:
    form = request.form
    with write_desk() as desk:
        round_ = round_of_office(desk, key)
        rows = deciding.rows_named(round_, form.getlist("rows"))
        deciding.coordinate(
            desk, round_, rows, held_on=_day(form.get("held_on", "")), chair=form.get("chair", ""),
            participants=form.get("participants", "").splitlines(), course=form.get("course", ""),
            outcome=form.get("outcome", ""),
        )  # fmt: skip
    return done(RECORDED, "decisions.summarise", key=key, _anchor=f"row-{form['rows']}")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
