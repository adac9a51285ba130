"""逐项对照评估: each measure on a page of its own, against the test fixed with the order; then the opinion."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from web.accident.evaluations.blueprint import blueprint
from web.accident.evaluations.showing import about, evaluation_of, items_of, page
from web.frame.answers import done, saved
from web.frame.desk import read_desk, write_desk
from web.frame.fields import Fields
from web.frame.forms import again
from workflow.accident.actions import evaluating
from workflow.accident.model import Evaluation, FindingKind, Measure
from workflow.errors import Unknown

OPINION = ("overall", "problems", "proposals")


@blueprint.get("/evaluation/<key>/assess")
def assess(key: str) -> ResponseReturnValue:
    return page(key, "assess")


@blueprint.get("/evaluation/<key>/assess/<measure>")
def assess_measure(key: str, measure: str) -> ResponseReturnValue:
    with read_desk() as desk:
        found = about(desk, evaluation_of(desk, key))
        if "assess" not in found["steps"]:
            return redirect(url_for("evaluations.show", key=found["accident"].key))
        item = next((item for item in found["items"] if item.measure.key == measure), None)
        if item is None or not item.in_pass:
            return redirect(url_for("evaluations.assess", key=key))
        return render_template("accident/evaluations/assess_measure.html", **found, item=item, measure=item.measure)


@blueprint.post("/evaluation/<key>/assess/<measure>")
@again(assess_measure)
def record(key: str, measure: str) -> ResponseReturnValue:
    fields = Fields()
    kind = fields.choice("kind", FindingKind, "请选择评估结论。")
    redo_by = fields.day("redo_by", "请填写重新整改的完成期限。") if fields.text("redo_by") else None
    fields.must_be_right()
    with write_desk() as desk:
        evaluation = evaluation_of(desk, key)
        found = _measure(evaluation, measure)
        evaluating.record_finding(desk, evaluation, found, kind, fields.text("seen"), redo_by)
        following = next((item.measure.key for item in items_of(evaluation) if item.is_open), None)
        number = found.number
    if following is None:
        told = f"第{number}项已登记。全部措施都有了结论，请填写总体意见后报审。"
        return done(told, "evaluations.assess", key=key, _anchor="opinion")
    return done(f"第{number}项已登记。", "evaluations.assess_measure", key=key, measure=following)


@blueprint.post("/evaluation/<key>/opinion")
def save_opinion(key: str) -> ResponseReturnValue:
    """One field of the opinion, as it is typed."""
    with write_desk() as desk:
        evaluation = evaluation_of(desk, key)
        typed = {name: request.form.get(name, getattr(evaluation, name)) for name in OPINION}
        evaluating.save_opinion(desk, evaluation, **typed)
        return saved(desk.now)


@blueprint.post("/evaluation/<key>/assess")
@again(assess)
def finish(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        evaluation = evaluation_of(desk, key)
        evaluating.finish_assessment(desk, evaluation)
        case = evaluation.accident.key
    return done("评估报告已报区人民政府审定。", "evaluations.show", key=case)


def _measure(evaluation: Evaluation, key: str) -> Measure:
    found = next((measure for measure in evaluation.accident.measures if measure.key == key), None)
    if found is None:
        raise Unknown()
    return found
