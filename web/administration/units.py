"""单位: entered and corrected, each with its people."""

from flask import render_template
from flask.typing import ResponseReturnValue

from web.administration import blueprint
from web.administration.finding import must_keep_people, one
from web.administration.finding import units as found_units
from web.frame.answers import done
from web.frame.desk import read_desk, write_desk
from web.frame.fields import Fields
from web.frame.forms import again
from workflow.administration import units
from workflow.administration.record import is_
from workflow.administration.units import UnitCard
from workflow.people import POSTS, PostKind, Unit, UnitKind


@blueprint.get("/administration/units")
def all_units() -> ResponseReturnValue:
    with read_desk() as desk:
        must_keep_people(desk)
        keeps = is_(desk, PostKind.ADMINISTRATOR)
        return render_template("administration/units.html", units=found_units(desk), keeps=keeps, kinds=units.KINDS)


@blueprint.post("/administration/units")
@again(all_units)
def enter_unit() -> ResponseReturnValue:
    card = _card()
    with write_desk() as desk:
        key = units.enter(desk, card).key
    return done("单位已登记，请由安全管理员安排岗位。", "administration.unit", key=key)


@blueprint.get("/administration/units/<key>")
def unit(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        must_keep_people(desk)
        keeps = is_(desk, PostKind.ADMINISTRATOR)
        found = one(desk, Unit, key)
        return render_template("administration/unit.html", unit=found, keeps=keeps, today=desk.today, posts=POSTS)


@blueprint.post("/administration/units/<key>")
@again(unit)
def correct_unit(key: str) -> ResponseReturnValue:
    card = _card()
    with write_desk() as desk:
        units.correct(desk, one(desk, Unit, key), card)
    return done("单位资料已更正；已经印发的文书不变。", "administration.unit", key=key)


def _card() -> UnitCard:
    fields = Fields()
    kind = fields.choice("kind", UnitKind, "请选择单位类别。") if fields.text("kind") else UnitKind.ORDINARY
    fields.require("kind", kind is not UnitKind.TEAM, "调查组在案件中组成，不在这里登记。")
    fields.must_be_right()
    return UnitCard(
        fields.text("name"), fields.text("short_name"), kind, fields.text("number_code"), fields.text("phone")
    )
