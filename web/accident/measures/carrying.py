"""责任单位: answer the order, carry it out and prove it, ask for more time, and the leader's sign-off."""

from pathlib import PurePath

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from web.accident.measures.access import measure_of_unit
from web.accident.measures.blueprint import blueprint
from web.accident.measures.showing import about, page
from web.accounts.confirming import confirmed
from web.frame.answers import done
from web.frame.desk import read_desk, write_desk
from web.frame.fields import Fields, beside, one_file
from web.frame.forms import again
from workflow.accident.actions import postponing, rectifying
from workflow.accident.model import Answer, Measure, Proof
from workflow.desk import Desk
from workflow.documents.uploads import annex
from workflow.errors import Unknown
from workflow.files import KeptFile

ANSWERED = "答复已报送区安委办，请按方案落实，随时上传佐证材料。"
OBJECTED = "异议已报送区安委办研究，答复后会回到您的待办。"


# -- pages


@blueprint.get("/measure/<key>/answer")
def answer_order(key: str) -> ResponseReturnValue:
    return page(key, "answer_order")


@blueprint.get("/measure/<key>/carry-out")
def carry_out(key: str) -> ResponseReturnValue:
    return page(key, "carry_out")


@blueprint.get("/measure/<key>/sign-off")
def sign_off(key: str) -> ResponseReturnValue:
    return page(key, "sign_off")


# -- what people do


@blueprint.post("/measure/<key>/answer")
@again(answer_order)
def answer(key: str) -> ResponseReturnValue:
    fields = Fields()
    chosen = fields.choice("answer", Answer, "请选择是否接受这项整改要求。")
    fields.must_be_right()
    said = {name: fields.text(name) for name in ("plan", "timetable", "reason")}
    with write_desk() as desk:
        rectifying.answer_order(desk, measure_of_unit(desk, key), chosen, **said)
    return done(ANSWERED if chosen is Answer.ACCEPTED else OBJECTED, "measures.show", key=key)


@blueprint.post("/measure/<key>/proofs")
@again(carry_out)
def add_proof(key: str) -> ResponseReturnValue:
    fields = Fields()
    sent = request.files.get("file")
    has_file = bool(sent and sent.filename)
    with write_desk() as desk, beside("file"):
        measure = measure_of_unit(desk, key)
        kept = _kept(desk) if has_file else None
        title = fields.text("title") or (PurePath(kept.name).stem if kept else "")
        rectifying.add_proof(desk, measure, title, note=fields.text("note"), file=kept)
    return done(f"佐证材料“{title}”已登记。全部传齐后，请报送主要领导签报。", "measures.carry_out", key=key)


@blueprint.get("/measure/<key>/proofs/<proof>")
def proof(key: str, proof: str) -> ResponseReturnValue:
    with read_desk() as desk:
        found = about(desk, measure_of_unit(desk, key))
        one = _proof(found["measure"], proof)
        if one not in found["withdrawable"]:
            return redirect(url_for("measures.show", key=key))
        return render_template("accident/measures/withdraw_proof.html", **found, proof=one)


@blueprint.post("/measure/<key>/proofs/<proof>")
@again(proof)
def withdraw_proof(key: str, proof: str) -> ResponseReturnValue:
    with write_desk() as desk:
        measure = measure_of_unit(desk, key)
        one = _proof(measure, proof)
        rectifying.withdraw_proof(desk, measure, one, Fields().text("reason"))
        told = f"已撤回佐证材料“{one.title}”，记录保留。"
    return done(told, "measures.show", key=key)


@blueprint.post("/measure/<key>/carry-out")
@again(carry_out)
def report(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        rectifying.report_carried_out(desk, measure_of_unit(desk, key))
    return done("已送主要领导签报。领导退回的，会回到您的待办。", "measures.show", key=key)


@blueprint.post("/measure/<key>/extension")
@again(carry_out)
def ask_extension(key: str) -> ResponseReturnValue:
    fields = Fields()
    day = fields.day("new_due_on", "请填写申请延至哪一天。")
    fields.must_be_right()
    with write_desk() as desk:
        postponing.ask_extension(desk, measure_of_unit(desk, key), day, fields.text("reason"))
    return done("延期申请已报送，审批之前原期限仍然有效，请继续落实。", "measures.show", key=key)


@blueprint.post("/measure/<key>/sign-off")
@again(sign_off)
@confirmed
def sign(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        rectifying.sign_off(desk, measure_of_unit(desk, key))
    return done("已签报，区安委办将到现场核查验收。", "measures.show", key=key)


@blueprint.post("/measure/<key>/sign-off/back")
@again(sign_off)
def hand_back(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        rectifying.return_to_clerk(desk, measure_of_unit(desk, key), Fields().text("reason"))
    return done("已退回经办人补充。补好后会再送您签报。", "measures.show", key=key)


def _proof(measure: Measure, key: str) -> Proof:
    found = next((proof for proof in measure.proofs if proof.key == key), None)
    if found is None:
        raise Unknown()
    return found


def _kept(desk: Desk) -> KeptFile:
    data, name = one_file("file", "请选择文件。")
    return desk.take_in(annex(data, name))
