"""责任追究: what the approval decided on units and persons, what became of it, and suspected crime handed over."""

from decimal import Decimal, InvalidOperation

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web.accident import access
from web.accident.reports.blueprint import blueprint
from web.accident.reports.case import about, to
from web.frame.desk import read_desk, write_desk
from web.frame.fields import Fields
from web.frame.forms import again
from workflow.accident.actions import accounting
from workflow.accident.actions.accounting import ToAccount
from workflow.accident.model import Accident, Accountability, AccountabilityKind, Stage
from workflow.accident.rules import penalties
from workflow.accident.rules.grading import Grade
from workflow.desk import Desk
from workflow.errors import Unknown

MULTIPLES = [("1", "不加倍")] + [(str(n), f"{n}倍（情节特别严重、影响特别恶劣）") for n in range(2, 6)]
NO_AMOUNT = "罚款金额请填写数字，单位为元。"
NO_DAY = "请按年月日填写办理期限，或者暂时不填。"


@blueprint.get("/accountability")
def settle_accountability(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        accident = access.accident(desk, key)
        may = _may(desk, accident)
        return render_template(
            "accident/reports/accountability.html",
            **about(desk, accident),
            **may,
            open_items=accounting.open_items(accident),
        )


def _may(desk: Desk, accident: Accident) -> dict[str, bool]:
    case = about(desk, accident)
    runs = accident.stage in (Stage.INVESTIGATING, Stage.APPROVING, Stage.CLOSED)
    return {
        "may_record": case["in_office"] and accident.stage is Stage.CLOSED,
        "may_hand_over": runs and (case["in_office"] or case["in_team"]),
    }


@blueprint.get("/accountability/new")
def new_item(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        accident = access.accident(desk, key)
        return render_template(
            "accident/reports/new_item.html", **about(desk, accident), range=_range(accident), multiples=MULTIPLES,
            article=penalties.ARTICLE,
        )  # fmt: skip


def _range(accident: Accident) -> str:
    """较大事故：100万元以上200万元以下"""
    grade = Grade(accident.grade) if accident.grade else Grade.ORDINARY
    return f"{grade.label}：{penalties.fine_range(grade).in_words}"


@blueprint.post("/accountability/new")
@again(new_item)
def record_item(key: str) -> ResponseReturnValue:
    item = _item(Fields())
    with write_desk() as desk:
        accounting.record(desk, access.accident(desk, key), item)
    return to("settle_accountability", key, f"已登记对{item.whom}的责任追究。")


def _item(fields: Fields) -> ToAccount:
    kind = fields.choice("kind", AccountabilityKind, "请选择追究方式。")
    due_on = fields.day("due_on", NO_DAY) if fields.text("due_on") else None
    amount = _amount(fields)
    fields.must_be_right()
    multiplier = int(fields.text("multiplier") or 1) if fields.text("multiplier").isdigit() else 1
    return ToAccount(
        kind, fields.text("whom"), fields.text("grounds"), fields.text("body"), is_unit=fields.text("who") == "unit",
        amount=amount, multiplier=multiplier, due_on=due_on,
    )  # fmt: skip


def _amount(fields: Fields) -> Decimal | None:
    text = fields.text("amount").replace(",", "").replace("，", "")
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        fields.wrong["amount"] = NO_AMOUNT
        return None


@blueprint.get("/accountability/transfer")
def new_transfer(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        return render_template(
            "accident/reports/new_transfer.html", **about(desk, access.accident(desk, key)), now=desk.now
        )


@blueprint.post("/accountability/transfer")
@again(new_transfer)
def hand_over_crime(key: str) -> ResponseReturnValue:
    fields = Fields()
    at = fields.moment("at", "请填写移送的日期和时间。")
    fields.must_be_right()
    typed = {name: fields.text(name) for name in ("whom", "grounds", "body", "materials")}
    with write_desk() as desk:
        accounting.hand_over_crime(desk, access.accident(desk, key), at=at, **typed)
    return to("settle_accountability", key, "已登记涉嫌犯罪移送。")


@blueprint.get("/accountability/<item>")
def item(key: str, item: str) -> ResponseReturnValue:
    with read_desk() as desk:
        accident = access.accident(desk, key)
        return render_template(
            "accident/reports/item.html", **about(desk, accident), item=_found(accident, item), **_may(desk, accident)
        )


def _found(accident: Accident, key: str) -> Accountability:
    found = next((one for one in accident.accountabilities if one.key == key), None)
    if found is None:
        raise Unknown()
    return found


@blueprint.post("/accountability/<item>")
@again(item)
def carry_out(key: str, item: str) -> ResponseReturnValue:
    with write_desk() as desk:
        accounting.carry_out(desk, access.accident(desk, key), item, request.form.get("outcome", ""))
    return to("settle_accountability", key, "已登记执行结果。")


@blueprint.post("/accountability")
@again(settle_accountability)
def settle(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        accounting.settle(desk, access.accident(desk, key), request.form.get("remark", ""))
    return to("settle_accountability", key, "责任追究已办结。")
