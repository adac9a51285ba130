"""A disagreement is ended: 组长结论性意见, or the decision of the government to which it was escalated."""

from flask import render_template
from flask.typing import ResponseReturnValue

from web.accident import access
from web.accident.reports.blueprint import blueprint
from web.accident.reports.case import about, to
from web.accounts.confirming import confirmed
from web.frame.desk import read_desk, write_desk
from web.frame.fields import Fields
from web.frame.forms import again
from workflow.accident import signed
from workflow.accident.actions import signing


@blueprint.get("/conclusion")
def conclude(key: str) -> ResponseReturnValue:
    return _page(key, "conclude")


@blueprint.get("/decision")
def decide_dissent(key: str) -> ResponseReturnValue:
    return _page(key, "decide_dissent")


def _page(key: str, step: str) -> ResponseReturnValue:
    with read_desk() as desk:
        accident = access.accident(desk, key)
        return render_template(
            "accident/reports/conclude.html", **about(desk, accident), step=step, dissents=signed.dissents(accident),
            conclusion=signed.conclusion(accident),
        )  # fmt: skip


@blueprint.post("/conclusion")
@again(conclude)
@confirmed
def record_conclusion(key: str) -> ResponseReturnValue:
    fields = Fields()
    with write_desk() as desk:
        signing.conclude(desk, access.accident(desk, key), fields.text("opinion"), fields.text("reason"))
    return to("sign_report", key, "结论性意见已提出，意见书已存入案卷。", _anchor="dissents")


@blueprint.post("/decision")
@again(decide_dissent)
@confirmed
def record_decision(key: str) -> ResponseReturnValue:
    fields = Fields()
    with write_desk() as desk:
        signing.decide_dissent(desk, access.accident(desk, key), fields.text("opinion"), fields.text("reason"))
    return to("sign_report", key, "已作出决定，调查组据此报送报告。", _anchor="dissents")
