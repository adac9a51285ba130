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
from web.lists import Column, List, Narrowing, look_at
from workflow.administration import units
from workflow.administration.record import is_
from workflow.administration.units import UnitCard
from workflow.people import POSTS, PostKind, Unit, UnitKind

UNITS: List[Unit] = List(
    "all-units",
    "单位一览",
    "administration.all_units",
    (
        Column("单位", lambda each: each.name, "name"),
        Column("简称", lambda each: each.short_name, "short"),
        Column("类别", lambda each: units.KINDS[each.kind], "kind"),
        Column("电话", lambda each: each.phone, "phone"),
        Column("机关代字", lambda each: each.number_code, on_page=False),
    ),
    narrowings={"q": Narrowing(lambda each, wanted: wanted in each.name or wanted in each.short_name)},
    size=100,
)


@blueprint.get("/administration/units")
def all_units() -> ResponseReturnValue:
    look = look_at(UNITS)
    with read_desk() as desk:
        must_keep_people(desk)
        keeps = is_(desk, PostKind.ADMINISTRATOR)
        return look.answer(found_units(desk), "administration/units.html", keeps=keeps, kinds=units.KINDS)


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
