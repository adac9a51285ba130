"""办结和归档: the package for submission or a further round, then the archive, which only reads."""

from collections.abc import Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from web.consultation.access import round_of_office
from web.consultation.decisions.blueprint import blueprint
from web.frame.answers import done
from web.frame.desk import read_desk, write_desk
from web.frame.forms import again
from workflow.consultation import bundles, holdings, rules, why
from workflow.consultation.actions import concluding
from workflow.consultation.model import Outcome, Round, RoundStage
from workflow.consultation.said import comments_of, gather
from workflow.errands import of_case
from workflow.errors import Incomplete
from workflow.people import PostKind, Unit

CONCLUDED = "已办结，送审材料已生成，可以下载。"
BEGUN = "本轮已办结，新一轮已建好，收件单位已带入。请上传修改后的征求意见稿。"
ARCHIVED = "已归档，此后只能查阅。"


@blueprint.get("/round/<key>/conclude")
def conclude(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        round_ = round_of_office(desk, key)
        if round_.released_at is None:
            return render_template("consultation/decisions/too_early.html", round=round_)
        gather(desk, round_)
        waits = round_.stage is RoundStage.CONCLUDING and desk.holds(round_.lead_unit_id, PostKind.CLERK)
        concerned = {unit.id for unit in concluding.concerned(round_)}
        return render_template(
            "consultation/decisions/conclude.html", round=round_, waits=waits, concerned=concerned,
            counts=rules.count(round_.replies, comments_of(round_)),
        )  # fmt: skip


@blueprint.post("/round/<key>/conclude")
@again(conclude)
def conclude_for_submission(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        round_ = round_of_office(desk, key)
        concluding.conclude(desk, round_, Outcome.FOR_SUBMISSION, request.form.get("addressee", ""))
    return done(CONCLUDED, "decisions.archive", key=key)


@blueprint.post("/round/<key>/further")
@again(conclude)
def begin_further_round(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        round_ = round_of_office(desk, key)
        concluding.conclude(desk, round_, Outcome.FURTHER_ROUND)
        new = concluding.further_round(desk, round_, _units(round_, request.form))
        new_key = new.key
    return done(BEGUN, "rounds.draft", key=new_key)


def _units(round_: Round, form: MultiDict[str, str]) -> Sequence[Unit] | None:
    """None: all of them again."""
    if form.get("whom") not in ("all", "some"):
        raise Incomplete({"whom": "请选择再次征求哪些单位的意见。"})
    chosen = set(form.getlist("units"))
    return None if form["whom"] == "all" else [r.unit for r in round_.replies if r.unit.key in chosen]


@blueprint.get("/round/<key>/archive")
def archive(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        round_ = round_of_office(desk, key)
        if round_.concluded_at is None:
            return render_template("consultation/decisions/too_early.html", round=round_)
        gather(desk, round_)
        few = bundles.are_few(desk, round_)
        waits = round_.stage is RoundStage.ARCHIVING and desk.holds(round_.lead_unit_id, PostKind.CLERK)
        return render_template(
            "consultation/decisions/archive.html", round=round_, waits=waits, few=few,
            folders=holdings.folders(round_) if few else [],
            counts=rules.count(round_.replies, comments_of(round_)), events=why.events_of_case(desk, round_),
            corrections=why.corrections(desk, round_),
            errands=of_case(desk, round_.case),
        )  # fmt: skip


@blueprint.post("/round/<key>/archive")
def archive_round(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        concluding.archive(desk, round_of_office(desk, key))
    return done(ARCHIVED, "decisions.archive", key=key)
