"""与单位的联系: 补记送达 and 催办 of one unit."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from web import access
from web.checks.blueprint import blueprint
from web.checks.checking import check
from web.desk import write_desk
from web.fields import Fields
from web.forms import again
from workflow.consultation.actions import registering, running
from workflow.notices import Channel


@blueprint.post("/delivery")
@again(check)
def record_delivery(key: str) -> ResponseReturnValue:
    fields = Fields()
    channel = fields.choice("delivery_channel", Channel, "请选择送达方式。")
    at = fields.moment("at", "请填写送达的日期和时间。")
    result = fields.text("delivery_result")
    fields.require("delivery_result", bool(result), "请写明送达情况，如接听人、回执编号。")
    fields.must_be_right()
    with write_desk() as desk:
        reply = access.reply_of_office(desk, key)
        registering.record_delivery(desk, reply, channel, at, result, fields.flag("is_proof"))
    flash("送达情况已补记。", "good")
    return redirect(url_for("checks.check", key=key, _anchor="deliveries"))


@blueprint.post("/remind")
@again(check)
def remind(key: str) -> ResponseReturnValue:
    fields = Fields()
    channel = fields.choice("channel", Channel, "请选择催办方式。")
    fields.require("result", bool(fields.text("result")), "请写明催办情况，如接听人和答复。")
    fields.must_be_right()
    with write_desk() as desk:
        running.remind(desk, access.reply_of_office(desk, key), channel, fields.text("result"))
    flash("已催办，催办函和催办情况都已存档。", "good")
    return redirect(url_for("checks.check", key=key, _anchor="reminders"))
