"""整改措施, as the report proposes them: against which causes, by whom, until when, and how success will be seen."""

from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from web.accident import access
from web.accident.reports.blueprint import blueprint
from web.accident.reports.case import about, to
from web.frame.desk import read_desk, write_desk
from web.frame.fields import Fields
from web.frame.forms import again
from workflow.accident.actions import proposing
from workflow.accident.actions.proposing import Wanted
from workflow.accident.model import Accident
from workflow.accident.rules import gate
from workflow.desk import Desk
from workflow.errors import Unknown
from workflow.people import Unit, UnitKind

NO_DAY = "请按年月日填写完成时限，或者暂时不填。"


@blueprint.get("/proposals")
def measures(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        accident = access.accident(desk, key)
        return render_template(
            "accident/reports/measures.html", **about(desk, accident), measures=gate.proposed(accident),
            causes={cause.id: cause for cause in gate.standing_causes(accident)}, quoted=gate.quoted,
            unmet=list(gate.causes_without_measure(accident)),
        )  # fmt: skip


@blueprint.get("/proposals/new")
def new_measure(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        accident = access.accident(desk, key)
        given = {"causes": request.args.getlist("cause")}
        return render_template(
            "accident/reports/measure.html", **about(desk, accident), **_choice(desk, accident), given=given
        )


@blueprint.post("/proposals/new")
@again(new_measure)
def propose_measure(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        made = proposing.propose_measure(desk, access.accident(desk, key), _wanted(desk))
        told = f"已提出整改措施第{made.number}项。"
    return to("measures", key, told)


@blueprint.get("/proposals/<measure>")
def measure(key: str, measure: str) -> ResponseReturnValue:
    with read_desk() as desk:
        accident = access.accident(desk, key)
        found = next((one for one in gate.proposed(accident) if one.key == measure), None)
        if found is None:
            raise Unknown("没有找到这项措施，可能已经移除。请从“拟提措施”重新进入。")
        keys = [cause.key for cause in gate.standing_causes(accident) if cause.id in found.cause_ids]
        given = {
            "text": found.text, "test": found.test, "causes": keys, "unit": found.unit.key if found.unit else "",
            "due_on": found.due_on.isoformat() if found.due_on else "",
        }  # fmt: skip
        choice = _choice(desk, accident)
        return render_template(
            "accident/reports/measure.html", **about(desk, accident), **choice, given=given, measure=found
        )


@blueprint.post("/proposals/<measure>")
@again(measure)
def change_measure(key: str, measure: str) -> ResponseReturnValue:
    with write_desk() as desk:
        proposing.change_measure(desk, access.accident(desk, key), measure, _wanted(desk))
    return to("measures", key, "已保存。", _anchor=f"measure-{measure}")


@blueprint.post("/proposals/<measure>/removal")
def drop_measure(key: str, measure: str) -> ResponseReturnValue:
    with write_desk() as desk:
        proposing.drop_measure(desk, access.accident(desk, key), measure)
    return to("measures", key, "已移除这项措施，编号不再使用。")


def _choice(desk: Desk, accident: Accident) -> dict[str, object]:
    """What the form offers."""
    units = desk.session.scalars(select(Unit).where(Unit.kind == UnitKind.ORDINARY).order_by(Unit.id)).all()
    causes = [cause for cause in gate.standing_causes(accident) if cause.needs_measure]
    return {
        "units": [(unit.key, unit.name) for unit in units],
        "causes": [(cause.key, cause.text) for cause in causes],
    }


def _wanted(desk: Desk) -> Wanted:
    fields = Fields()
    due_on: date | None = fields.day("due_on", NO_DAY) if fields.text("due_on") else None
    fields.must_be_right()
    unit = desk.session.scalar(select(Unit).where(Unit.key == fields.text("unit")))
    return Wanted(fields.text("text"), request.form.getlist("causes"), unit, due_on, fields.text("test"))
