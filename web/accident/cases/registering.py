"""接报登记: the first news of an accident becomes a case."""

from datetime import datetime
from decimal import Decimal

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from web.access import lead_unit
from web.accident.cases import blueprint
from web.frame.answers import done
from web.frame.desk import read_desk, write_desk
from web.frame.fields import Fields
from web.frame.forms import again
from workflow.accident.actions import reporting
from workflow.accident.actions.reporting import Figures, Reported
from workflow.accident.model import Regime
from workflow.desk import Desk
from workflow.errors import Refusal
from workflow.people import PostKind, Unit, UnitKind

_YUAN = Decimal(10000)  # figures are typed in 万元
_TEXTS = ("place", "unit_name", "trade", "unit_profile", "scene", "course", "actions_taken", "other")


@blueprint.get("/accidents/new")
def register() -> ResponseReturnValue:
    with read_desk() as desk:
        desk.must_hold(lead_unit(desk).id, PostKind.CLERK)
        return render_template("accident/cases/register.html")


@blueprint.post("/accidents/new")
@again(register)
def take_in() -> ResponseReturnValue:
    fields = Fields()
    reported, figures = _reported(fields), figures_in(fields)
    fields.require("place", bool(fields.text("place")), "请填写事故发生地点，暂不明确的填到乡镇。")
    fields.must_be_right()
    with write_desk() as desk:
        accident = reporting.register(desk, lead_unit(desk), _government(desk), reported, figures)
        key = accident.key
    return done("已登记，时限开始计算。请在2小时内上报，并通知四个部门。", "accidents.inform", key=key)


def figures_in(fields: Fields) -> Figures:
    """死亡、重伤、轻伤、下落不明、损失 as every form about casualties asks for them."""
    number = "请填写人数，没有的填0。"
    return Figures(
        deaths=fields.count("deaths", number),
        injuries=fields.count("injuries", number),
        slightly_injured=fields.count("slightly_injured", number),
        missing=fields.count("missing", number),
        loss=fields.amount("loss", "请以万元为单位填写数字，如120.5。") * _YUAN,
        source=fields.text("source"),
    )


def _reported(fields: Fields) -> Reported:
    said = {name: fields.text(name) for name in _TEXTS}
    return Reported(
        title=fields.text("title"),
        occurred_at=fields.moment("occurred_at", "请填写事故发生的日期和时间。"),
        regime=fields.choice("regime", Regime, "请选择事故类别。"),
        learned_at=_moment(fields, "learned_at"),
        unit_reported_at=_moment(fields, "unit_reported_at"),
        received_at=_moment(fields, "received_at"),
        **said,
    )


def _moment(fields: Fields, name: str) -> datetime | None:
    return fields.moment_if_given(name, "请按日期和时间填写，不清楚的可以先不填。")


def _government(desk: Desk) -> Unit:
    found = desk.session.scalars(select(Unit).where(Unit.kind == UnitKind.GOVERNMENT).order_by(Unit.id)).first()
    if found is None:
        raise Refusal("系统中还没有登记本级人民政府，不能登记事故。请联系系统管理员在“单位”中登记。")
    return found
