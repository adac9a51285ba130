"""统一反馈: one answer a unit, all released in the same moment."""

from flask import render_template
from flask.typing import ResponseReturnValue

from web.accounts.confirming import confirmed
from web.consultation.access import reply_of_office, round_of_office
from web.consultation.decisions.blueprint import blueprint
from web.consultation.decisions.confirming import as_word
from web.frame.answers import done
from web.frame.desk import read_desk, write_desk
from web.frame.forms import again
from workflow.consultation import paperwork, why
from workflow.consultation.actions import deciding
from workflow.consultation.model import RoundStage
from workflow.people import PostKind

RELEASED = "已向{count}家单位统一反馈采纳情况。"


@blueprint.get("/round/<key>/release")
def release(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        round_ = round_of_office(desk, key)
        if round_.confirmed_at is None:
            return render_template("consultation/decisions/too_early.html", round=round_)
        waits = round_.stage is RoundStage.RELEASING and desk.holds(round_.lead_unit_id, PostKind.CLERK)
        answers = [(reply, paperwork.answer(reply, desk.now)) for reply in round_.replies]
        kept = {reply.id: paperwork.kept_paper(round_, "answer", reply) for reply in round_.replies}
        corrections = why.corrections(desk, round_)
        return render_template(
            "consultation/decisions/release.html",
            round=round_,
            answers=answers,
            kept=kept,
            waits=waits,
            corrections=corrections,
        )


@blueprint.post("/round/<key>/release")
@again(release)
@confirmed
def release_all(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        round_ = round_of_office(desk, key)
        deciding.release(desk, round_)
        count = len(round_.replies)
    return done(RELEASED.format(count=count), "decisions.release", key=key)


@blueprint.get("/reply/<key>/answer/preview")
def preview_answer(key: str) -> ResponseReturnValue:
    """The answer as it would go out now; nothing is kept."""
    with read_desk() as desk:
        reply = reply_of_office(desk, key)
        reply.round.must_be(RoundStage.RELEASING)
        return as_word(paperwork.answer(reply, desk.now), f"{reply.unit.name}，预览")
