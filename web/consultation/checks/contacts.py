"""与单位的联系: 补记送达 and 催办 of one unit."""

from flask.typing import ResponseReturnValue

from web.consultation import access
from web.consultation.checks.blueprint import blueprint
from web.consultation.checks.checking import check
from web.consultation.reminders import reminder
from web.frame.answers import done
from web.frame.desk import write_desk
from web.frame.fields import Fields
from web.frame.forms import again
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
    return done("送达情况已补记。", "checks.check", key=key, _anchor="deliveries")


@blueprint.post("/remind")
@again(check)
def remind(key: str) -> ResponseReturnValue:
    fields = Fields()
    channel, result = reminder(fields)
    fields.must_be_right()
    with write_desk() as desk:
        running.remind(desk, access.reply_of_office(desk, key), channel, result)
    return done("已催办，催办函和催办情况都已存档。", "checks.check", key=key, _anchor="reminders")
