"""上报和通报: the six items, who was told when, and the report that goes up."""

from collections.abc import Iterator

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web.accident import access
from web.accident.cases import blueprint
from web.frame.answers import done, saved
from web.frame.desk import read_desk, write_desk
from web.frame.fields import Fields
from web.frame.forms import again
from web.steps import own_steps
from workflow.accident.actions import reporting
from workflow.accident.model import Accident
from workflow.accident.rules.reporting import Body, ReportItem
from workflow.accident.settings import report_to
from workflow.accident.standing import told
from workflow.accident.timing import report_clocks

A_MOMENT = "请填写日期和时间，精确到分。"


@blueprint.get("/accident/<key>/inform")
def inform(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        accident = access.accident(desk, key)
        return render_template(
            "accident/cases/inform.html",
            accident=accident,
            items=list(_items(accident)),
            bodies=told(accident),
            missing=reporting.missing_items(accident),
            first_hours=report_clocks(accident),
            report_to=report_to(desk.session),
            waits="inform" in own_steps(desk, accident),
            now=desk.now,
        )


def _items(accident: Accident) -> Iterator[tuple[str, str, str]]:
    """Field, the item of 条例第12条, what stands in it."""
    for item in ReportItem:
        if name := reporting.ITEMS.get(item):
            yield name, item.value, getattr(accident, name)


@blueprint.post("/accident/<key>/inform/items")
def save_items(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        reporting.save_report(desk, access.accident(desk, key), request.form)
        return saved(desk.now)


@blueprint.post("/accident/<key>/inform/unit-report")
@again(inform)
def record_unit_report(key: str) -> ResponseReturnValue:
    fields = Fields()
    learned, reported = fields.moment("learned", A_MOMENT), fields.moment("reported", A_MOMENT)
    fields.must_be_right()
    with write_desk() as desk:
        reporting.record_unit_report(desk, access.accident(desk, key), learned, reported)
    return done("已登记事故发生单位报告的时间。", "accidents.inform", key=key)


@blueprint.post("/accident/<key>/inform/body")
@again(inform)
def inform_body(key: str) -> ResponseReturnValue:
    fields = Fields()
    body = fields.choice("body", Body, "请选择已经通知的部门。")
    at = fields.moment_if_given("told_at", A_MOMENT)
    fields.must_be_right()
    with write_desk() as desk:
        reporting.inform(desk, access.accident(desk, key), body, at)
    return done(f"已登记通知{body.value}。", "accidents.inform", key=key, _anchor="bodies")


@blueprint.post("/accident/<key>/inform/report-up")
@again(inform)
def report_up(key: str) -> ResponseReturnValue:
    fields = Fields()
    at = fields.moment_if_given("up_at", A_MOMENT)
    fields.must_be_right()
    with write_desk() as desk:
        reporting.report_up(desk, access.accident(desk, key), at)
    return done("已登记上报，事故快报（Word）已生成并存入案卷。", "accidents.inform", key=key)


@blueprint.post("/accident/<key>/inform/finish")
@again(inform)
def finish_informing(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        reporting.finish_informing(desk, access.accident(desk, key))
    return done("上报和通报已完成，转由负责人核定等级。", "accidents.show", key=key)
