"""审定和公布: the government approves the report or returns it, the head makes the result public."""

from io import BytesIO

from flask import send_file
from flask.typing import ResponseReturnValue

from web.accident.evaluations.blueprint import blueprint
from web.accident.evaluations.showing import evaluation_of, page
from web.accounts.confirming import confirmed
from web.frame.answers import done
from web.frame.desk import read_desk, write_desk
from web.frame.fields import Fields
from web.frame.forms import again
from workflow.accident.actions import evaluating
from workflow.accident.paperwork import file_name
from workflow.accident.paperwork.evaluation import evaluation_report
from workflow.documents.paper import word
from workflow.errors import Stale
from workflow.files import WORD

FINISHED = "评估结果已公布。全部措施已经落实，评估办结。"
ORDERED_AGAIN = "评估结果已公布。没有落实的措施已责成重新整改，办结后复评。"


@blueprint.get("/evaluation/<key>/approve")
def approve_report(key: str) -> ResponseReturnValue:
    return page(key, "approve_report")


@blueprint.get("/evaluation/<key>/publish")
def publish(key: str) -> ResponseReturnValue:
    return page(key, "publish")


@blueprint.get("/evaluation/<key>/preview")
def preview(key: str) -> ResponseReturnValue:
    """The report as it would be made now; nothing is kept."""
    with read_desk() as desk:
        evaluation = evaluation_of(desk, key)
        if evaluation.assessed_at is None:
            raise Stale("评估报告还没有报审，现在不能预览。请先完成逐项评估。")
        report = evaluation_report(desk, evaluation)
    name = file_name(report.title_in_words, "预览")
    return send_file(BytesIO(word(report)), mimetype=WORD, as_attachment=True, download_name=name)


@blueprint.post("/evaluation/<key>/approve")
@again(approve_report)
@confirmed
def approve(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        evaluation = evaluation_of(desk, key)
        evaluating.approve_report(desk, evaluation)
        case = evaluation.accident.key
    return done("评估报告已审定，由区安委办公布。", "evaluations.show", key=case)


@blueprint.post("/evaluation/<key>/approve/back")
@again(approve_report)
def send_back(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        evaluation = evaluation_of(desk, key)
        evaluating.return_report(desk, evaluation, Fields().text("reason"))
        case = evaluation.accident.key
    return done("已退回区安委办补充评估。", "evaluations.show", key=case)


@blueprint.post("/evaluation/<key>/publish")
@again(publish)
@confirmed
def make_public(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        evaluation = evaluation_of(desk, key)
        evaluating.publish_result(desk, evaluation, Fields().text("where"))
        told = FINISHED if evaluation.finished_at else ORDERED_AGAIN
        case = evaluation.accident.key
    return done(told, "evaluations.show", key=case)
