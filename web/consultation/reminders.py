"""催办 as it is typed: by which way somebody was reached, and what he said."""

from web.frame.fields import Fields
from workflow.notices import Channel


def reminder(fields: Fields) -> tuple[Channel, str]:
    """The way and the result; what is missing is noted in `fields`."""
    channel, result = fields.choice("channel", Channel, "请选择催办方式。"), fields.text("result")
    fields.require("result", bool(result), "请写明催办情况，如接听人和答复。")
    return channel, result
