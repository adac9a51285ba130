"""征求意见期间: the clerk reminds several units or replaces the draft; the head extends the deadline, or takes all back."""

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from web.accounts.confirming import confirmed
from web.consultation import access
from web.consultation.reminders import reminder
from web.consultation.rounds.blueprint import blueprint
from web.consultation.rounds.board import show
from web.consultation.rounds.units import look_at_units
from web.deadlines import countdown
from web.frame.answers import done
from web.frame.desk import read_desk, write_desk
from web.frame.fields import Fields, beside, one_file
from web.frame.forms import again
from workflow.consultation import board, rules
from workflow.consultation.actions import revoking, running
from workflow.consultation.model import Round, RoundStage
from workflow.desk import Desk
from workflow.people import PostKind


@blueprint.post("/round/<key>/remind")
@again(show)
def remind(key: str) -> ResponseReturnValue:
    fields = Fields()
    channel, result = reminder(fields)
    everybody = fields.flag("everybody")
    fields.require("reply", everybody or bool(request.form.getlist("reply")), "请勾选要催办的单位。")
    fields.must_be_right()
    with write_desk() as desk:
        round_ = access.round_of_office(desk, key)
        chosen = _looked_at(desk, round_) if everybody else request.form.getlist("reply")
        count = running.remind_several(desk, round_, chosen, channel, result)
    return done(
        f"已催办{count}家单位，催办函和催办情况都已存档。" if count else "所选单位都已报送，没有催办。",
        "rounds.board",
        key=key,
    )


def _looked_at(desk: Desk, round_: Round) -> list[str]:
    """Every unit without a reply among those that the board's filter shows, on whatever page."""
    return [row.key for row in look_at_units(round_).of(board.rows(desk, round_)) if not row.answered]


@blueprint.get("/round/<key>/extension")
def extension(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        round_ = access.round_of_office(desk, key)
        desk.must_hold(round_.lead_unit_id, PostKind.LEADER)
        round_.must_be(RoundStage.COLLECTING)
        return render_template(
            "consultation/rounds/extension.html", round=round_, left=countdown(desk, round_.deadline)
        )


@blueprint.post("/round/<key>/extension")
@again(extension)
@confirmed
def extend(key: str) -> ResponseReturnValue:
    fields = Fields()
    moment = fields.moment("deadline", "请填写延期后的日期和时间，精确到分。")
    fields.require("reason", bool(fields.text("reason")), "请写明延期理由，将写入延期通知。")
    fields.must_be_right()
    with write_desk() as desk:
        round_ = access.round_of_office(desk, key)
        made = running.extend(desk, round_, moment, fields.text("reason"))
        warning = rules.deadline_warning(made.new_deadline, desk.calendar)
        told = f"已延期，文号{made.doc_number}，延期通知已送达{len(round_.replies)}家单位。"
    page = done(told, "rounds.board", key=key)
    if warning:
        flash(warning, "warn")
    return page


@blueprint.get("/round/<key>/replacement")
def replacement(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        round_ = access.round_of_office(desk, key)
        desk.must_hold(round_.lead_unit_id, PostKind.CLERK)
        round_.must_be(RoundStage.COLLECTING)
        answered = sum(reply.has_answered for reply in round_.replies)
        return render_template("consultation/rounds/replacement.html", round=round_, answered=answered)


@blueprint.post("/round/<key>/replacement")
@again(replacement)
@confirmed
def replace_draft(key: str) -> ResponseReturnValue:
    fields = Fields()
    fields.require("correction", bool(fields.text("correction")), "请写明更正了什么、为什么更正，将写入更正通知。")
    fields.must_be_right()
    data, name = one_file("draft", "请选择更正后的征求意见稿（.docx）。")
    with write_desk() as desk, beside("draft"):
        round_ = access.round_of_office(desk, key)
        made = running.replace_draft(desk, round_, data, name, fields.text("correction"))
        told = f"已更正为第{made.version}稿，更正通知和新的反馈单已送达{len(round_.replies)}家单位。"
    return done(told, "rounds.board", key=key)


@blueprint.get("/round/<key>/revocation")
def revocation(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        round_ = access.round_of_office(desk, key)
        desk.must_hold(round_.lead_unit_id, PostKind.LEADER)
        round_.must_be(*revoking.REVOCABLE)
        answered = sum(reply.has_answered for reply in round_.replies)
        return render_template("consultation/rounds/revocation.html", round=round_, answered=answered)


@blueprint.post("/round/<key>/revocation")
@again(revocation)
@confirmed
def revoke(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        round_ = access.round_of_office(desk, key)
        made = revoking.revoke(desk, round_, Fields().text("reason"))
        told = f"本轮已撤销，文号{made.doc_number}，撤销通知已送达{len(round_.replies)}家单位。"
    return done(told, "rounds.board", key=key)
