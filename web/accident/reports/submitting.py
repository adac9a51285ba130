"""报送: the consent of whoever supervises the case, the gate 「还缺什么」, and the submission to the government."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web.accident import access
from web.accident.reports.blueprint import blueprint
from web.accident.reports.case import about, of_the_office, to
from web.accident.reports.investigating import missing_in_all
from web.accounts.confirming import confirmed
from web.frame.desk import read_desk, write_desk
from web.frame.forms import again
from workflow.accident.actions import submitting

SUBMITTED = "调查报告已报送{government}，批复期限开始计算。"
CONSENTED = "已登记督办机关的审核同意意见，{next}。"
SENT_BACK = "已退回修改，报告转为第{version}稿。"


@blueprint.get("/consent")
def ask_consent(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        accident = access.accident(desk, key)
        may_register = of_the_office(desk, accident) and submitting.waits_for_consent(desk, accident)
        return render_template("accident/reports/ask_consent.html", **about(desk, accident), may_register=may_register)


@blueprint.post("/consent/asked")
def tell_asked(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        submitting.ask_consent(desk, access.accident(desk, key))
    return to("ask_consent", key, "已登记报送审核的日期。收到答复后在本页登记。")


@blueprint.post("/consent")
@again(ask_consent)
def register_consent(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        accident = access.accident(desk, key)
        submitting.register_consent(desk, accident, request.form.get("document", ""))
        told = CONSENTED.format(next="由区人民政府批复" if accident.submitted_at else "由调查组组长报送报告")
    return to("submit", key, told)


@blueprint.post("/consent/back")
@again(ask_consent)
def register_return(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        accident = access.accident(desk, key)
        submitting.register_return(desk, accident, request.form.get("reason", ""))
        told = SENT_BACK.format(version=accident.report_version)
    return to("investigate", key, told)


@blueprint.get("/submission")
def submit(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        accident = access.accident(desk, key)
        missing = [] if accident.submitted_at else missing_in_all(accident, desk.today)
        return render_template("accident/reports/submit.html", **about(desk, accident), missing=missing)


@blueprint.post("/submission")
@again(submit)
@confirmed
def submit_report(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        accident = access.accident(desk, key)
        submitting.submit(desk, accident)
        told = SUBMITTED.format(government=accident.government.name)
    return to("submit", key, told)


@blueprint.post("/submission/back")
@again(submit)
def take_back_to_work(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        accident = access.accident(desk, key)
        submitting.send_back(desk, accident, request.form.get("reason", ""))
        told = SENT_BACK.format(version=accident.report_version)
    return to("investigate", key, told)
