"""安委办: answer an objection, decide about more time, inspect on the spot, and close the measure."""

import re

from flask.typing import ResponseReturnValue

from web.accident.measures.access import measure_of_office
from web.accident.measures.blueprint import blueprint
from web.accident.measures.showing import page
from web.accounts.confirming import confirmed
from web.frame.answers import done
from web.frame.desk import write_desk
from web.frame.fields import Fields
from web.frame.forms import again
from workflow.accident.actions import inspecting, postponing, rectifying

GRANTED = "已同意延期，新的期限和提醒已经生效，该单位会收到通知。"
REFUSED = "未同意延期，期限不变，理由已告知该单位。"
PASSED = "核查通过，已送负责人审核销号。"
FAILED = "核查未通过，已退回责任单位继续整改。"


# -- pages


@blueprint.get("/measure/<key>/objection")
def review_objection(key: str) -> ResponseReturnValue:
    return page(key, "review_objection")


@blueprint.get("/measure/<key>/decide-extension")
def decide_extension(key: str) -> ResponseReturnValue:
    return page(key, "decide_extension")


@blueprint.get("/measure/<key>/inspect")
def inspect(key: str) -> ResponseReturnValue:
    return page(key, "inspect")


@blueprint.get("/measure/<key>/close")
def close_measure(key: str) -> ResponseReturnValue:
    return page(key, "close_measure")


# -- what people do


@blueprint.post("/measure/<key>/objection")
@again(review_objection)
@confirmed
def reply_to_objection(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        rectifying.review_objection(desk, measure_of_office(desk, key), Fields().text("reply"))
    return _to_measure(key, "已答复，责任单位将据此重新答复整改要求。")


@blueprint.post("/measure/<key>/decide-extension")
@again(decide_extension)
@confirmed
def settle_extension(key: str) -> ResponseReturnValue:
    fields = Fields()
    granted = _yes(fields, "granted", "请选择是否同意延期。")
    with write_desk() as desk:
        postponing.decide_extension(
            desk, measure_of_office(desk, key), granted=granted, reason=fields.text("reason")
        )  # fmt: skip
    return _to_measure(key, GRANTED if granted else REFUSED)


@blueprint.post("/measure/<key>/inspect")
@again(inspect)
def record_inspection(key: str) -> ResponseReturnValue:
    fields = Fields()
    passed = _yes(fields, "passed", "请选择核查结论。")
    names = [name for name in re.split(r"[、，,；;\s]+", fields.text("inspectors")) if name]
    with write_desk() as desk:
        inspecting.inspect(
            desk, measure_of_office(desk, key), passed=passed, finding=fields.text("finding"), inspectors=names
        )
    return _to_measure(key, PASSED if passed else FAILED)


@blueprint.post("/measure/<key>/close")
@again(close_measure)
@confirmed
def close(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        inspecting.close_measure(desk, measure_of_office(desk, key))
    return _to_measure(key, "已销号，销号单已生成。")


@blueprint.post("/measure/<key>/close/back")
@again(close_measure)
def inspect_again(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        inspecting.return_to_inspection(desk, measure_of_office(desk, key), Fields().text("reason"))
    return _to_measure(key, "已退回经办人重新核查。")


def _yes(fields: Fields, name: str, sentence: str) -> bool:
    """One of two radio buttons, yes or no; neither is refused."""
    fields.require(name, fields.text(name) in ("yes", "no"), sentence)
    fields.must_be_right()
    return fields.text(name) == "yes"


def _to_measure(key: str, told: str) -> ResponseReturnValue:
    return done(told, "measures.show", key=key)
