"""统一反馈: one answer a unit, all released in the same moment."""

from collections import Counter

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from web.accounts.confirming import confirmed
from web.consultation.access import reply_of_office, round_of_office
from web.consultation.decisions.blueprint import blueprint
from web.consultation.decisions.confirming import as_word
from web.frame.answers import done
from web.frame.desk import read_desk, write_desk
from web.frame.forms import again
from web.lists import Column, List, look_at
from workflow.consultation import answered, paperwork, sending_errands, why
from workflow.consultation.answered import Answered
from workflow.consultation.model import RoundStage
from workflow.consultation.sending_errands import RELEASE
from workflow.consultation.words import VERDICTS
from workflow.errands import Errand, unfinished
from workflow.people import PostKind


def results(each: Answered) -> str:
    """采纳2条，不予采纳1条."""
    counted = Counter(line.decision for line in each.answer.lines)
    return "，".join(f"{label}{counted[label]}条" for label in VERDICTS.values() if counted[label]) or "—"


ANSWERS: List[Answered] = List(
    "round-answers",
    "采纳情况反馈",
    "decisions.release",
    (
        Column("单位", lambda each: each.reply.unit.name),
        Column("反馈函中的表述", lambda each: f"你单位{each.answer.standing}"),
        Column("意见", lambda each: len(each.answer.lines), figures=True),
        Column("处理结果", results),
        Column("反馈函", lambda each: "已发出" if each.kept else "未发出"),
    ),
    size=50,
)


@blueprint.get("/round/<key>/release")
def release(key: str) -> ResponseReturnValue:
    look = look_at(ANSWERS)
    with read_desk() as desk:
        round_ = round_of_office(desk, key)
        if round_.confirmed_at is None:
            return render_template("consultation/decisions/too_early.html", round=round_)
        waits = round_.stage is RoundStage.RELEASING and desk.holds(round_.lead_unit_id, PostKind.CLERK)
        units = answered.count(desk, round_)
        if look.is_sheet:
            return look.sheet(answered.some(desk, round_, 0, units))
        return render_template(
            "consultation/decisions/release.html", round=round_, waits=waits, units=units,
            list=look.paged(units, units, lambda first, size: answered.some(desk, round_, first, size)),
            corrections=why.corrections(desk, round_), results=results, releasing=unfinished(desk, RELEASE.kind, round_.case),
        )  # fmt: skip


@blueprint.post("/round/<key>/release")
@again(release)
@confirmed
def release_all(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        round_ = round_of_office(desk, key)
        sent = sending_errands.send(desk, round_, RELEASE)
        if isinstance(sent, Errand):
            return redirect(url_for("errands.show", key=sent.key))
    return done(sent, "decisions.release", key=key)


@blueprint.get("/reply/<key>/answer/preview")
def preview_answer(key: str) -> ResponseReturnValue:
    """The answer as it would go out now; nothing is kept."""
    with read_desk() as desk:
        reply = reply_of_office(desk, key)
        reply.round.must_be(RoundStage.RELEASING)
        return as_word(paperwork.answer(reply, desk.now), f"{reply.unit.name}，预览")
