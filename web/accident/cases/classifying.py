"""核定等级和调查主体, and what may change them: supplemented casualties, a superior that takes the case over."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from web.accident import access
from web.accident.cases import blueprint
from web.accident.cases.registering import figures_in
from web.accounts.confirming import confirmed
from web.frame.answers import done
from web.frame.desk import read_desk, write_desk
from web.frame.fields import Fields
from web.frame.forms import again
from web.steps import own_steps
from workflow.accident.actions import classifying, reporting
from workflow.accident.model import Accident
from workflow.accident.paperwork.beginning import casualties_of
from workflow.accident.rules.clocks import supplement as supplement_window
from workflow.accident.rules.grade_table import grade_rows
from workflow.accident.rules.grading import Grade, grade
from workflow.accident.rules.jurisdiction import may_be_delegated
from workflow.accident.settings import clock_settings, jurisdiction
from workflow.accident.timing import facts_of
from workflow.desk import Desk
from workflow.people import PostKind


@blueprint.get("/accident/<key>/classify")
def classify(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        accident = access.accident(desk, key)
        return render_template(
            "accident/cases/classify.html", **_decided(desk, accident), waits="classify" in own_steps(desk, accident)
        )


def _decided(desk: Desk, accident: Accident) -> dict[str, Any]:
    """What the table says of the figures known now, and who then investigates here."""
    casualties = casualties_of(accident)
    graded, table = grade(casualties), jurisdiction(desk.session)
    return {
        "accident": accident,
        "figures": casualties,
        "graded": graded,
        "rows": grade_rows(casualties),
        "investigators": [(each, table.name(each), table.article(each)) for each in Grade],
        "is_ours": table.investigator(graded.grade) is classifying.OURS,
        "may_delegate": may_be_delegated(graded.grade, casualties, accident.casualties.slightly_injured),
    }


@blueprint.post("/accident/<key>/classify")
@again(classify)
@confirmed
def confirm_class(key: str) -> ResponseReturnValue:
    fields = Fields()
    with write_desk() as desk:
        accident = access.accident(desk, key)
        classifying.classify(
            desk, accident, delegate=fields.flag("delegate"), entrusted_by=fields.text("entrusted_by")
        )  # fmt: skip
        told = f"已核定为{accident.grade}事故，由{accident.investigator}负责调查。"
    return done(told, "accidents.show", key=key)


@blueprint.get("/accident/<key>/supplement")
def supplement(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        accident = access.accident(desk, key)
        window = supplement_window(facts_of(accident, clock_settings(desk.session), desk.calendar))
        return render_template(
            "accident/cases/supplement.html",
            accident=accident,
            window=window,
            is_open=not window.late_by(desk.today) and accident.stage in reporting.OPEN_TO_SUPPLEMENT,
            may_add=desk.holds(accident.lead_unit_id, PostKind.CLERK),
        )


@blueprint.post("/accident/<key>/supplement")
@again(supplement)
def add_casualties(key: str) -> ResponseReturnValue:
    fields = Fields()
    figures = figures_in(fields)
    at = fields.moment_if_given("true_at", "请填写变化发生的日期和时间。")
    fields.require("source", bool(fields.text("source")), "请写明情况来源，如某某医院死亡证明。")
    fields.must_be_right()
    with write_desk() as desk:
        accident = access.accident(desk, key)
        before = accident.grade
        reporting.supplement(desk, accident, figures, at)
        told = _told(before, accident.grade)
    return done(told, "accidents.supplement", key=key)


def _told(before: str | None, after: str | None) -> str:
    if before and after and before != after:
        return f"已补报，事故等级由{before}变为{after}，续报（Word）已生成。是否提级调查，请看“为什么”。"
    return "已补报，续报（Word）已生成并存入案卷。"


@blueprint.get("/accident/<key>/transfer")
def transfer(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        accident = access.accident(desk, key)
        desk.must_hold(accident.lead_unit_id, PostKind.CLERK, PostKind.LEADER)
        return render_template("accident/cases/transfer.html", accident=accident, may=desk.hears(accident, "transfer"))


@blueprint.post("/accident/<key>/transfer")
@again(transfer)
def hand_over(key: str) -> ResponseReturnValue:
    fields = Fields()
    with write_desk() as desk:
        accident = access.accident(desk, key)
        classifying.transfer(desk, accident, fields.text("to"), fields.text("document"), fields.text("reason"))
    return done("已登记上级提级调查，本级转为配合，时限不再计算。", "accidents.show", key=key)
