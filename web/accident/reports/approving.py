"""批复: the government approves the report, which closes the case, or returns it with reasons."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web.accident import access
from web.accident.reports.blueprint import blueprint
from web.accident.reports.case import about, due, to
from web.accounts.confirming import confirmed
from web.frame.desk import read_desk, write_desk
from web.frame.fields import Fields
from web.frame.forms import again
from workflow.accident import signed
from workflow.accident.actions import approving
from workflow.accident.actions.approving import Remedy
from workflow.accident.model import Accident, Stage
from workflow.accident.papers import InvestigationReport
from workflow.accident.paperwork import grade_in_words, kept_paper
from workflow.accident.rules import gate

APPROVED = "已批复，文号{number}。本案今日结案，整改通知书已下达。"
SENT_BACK = "已退回补充，报告转为第{version}稿。"


@blueprint.get("/approval")
def approve(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        accident = access.accident(desk, key)
        return render_template(
            "accident/reports/approve.html", **about(desk, accident), measures=gate.proposed(accident),
            grade=grade_in_words(accident), signatures=signed.signatures(accident), dissents=signed.dissents(accident),
            conclusion=signed.conclusion(accident), paper=kept_paper(accident, InvestigationReport.kind),
            due_on=due(desk, accident, "approval_due"), hindrances=_hindrances(accident),
        )  # fmt: skip


def _hindrances(accident: Accident) -> list[gate.Missing]:
    return approving.hindrances(accident) if accident.stage is Stage.APPROVING else []


@blueprint.post("/approval")
@again(approve)
@confirmed
def approve_report(key: str) -> ResponseReturnValue:
    fields = Fields()
    remedy = Remedy(**{name: fields.text(name) for name in ("review_body", "court", "review_within", "suit_within")})
    decisions = tuple(line.strip() for line in fields.text("decisions").splitlines() if line.strip())
    with write_desk() as desk:
        accident = access.accident(desk, key)
        approving.approve(desk, accident, nature=fields.text("nature"), remedy=remedy, decisions=decisions)
        told = APPROVED.format(number=accident.approval_number)
    return to("approve", key, told)


@blueprint.post("/approval/back")
@again(approve)
def return_report(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        accident = access.accident(desk, key)
        approving.send_back(desk, accident, request.form.get("reason", ""))
        told = SENT_BACK.format(version=accident.report_version)
    return to("approve", key, told)
