"""确认处理意见: the head reads the whole table, the summary and the report, and confirms or sends back."""

from collections.abc import Callable, Mapping
from io import BytesIO

from flask import abort, render_template, request, send_file
from flask.typing import ResponseReturnValue

from web.accounts.confirming import confirmed
from web.consultation.access import round_of_office
from web.consultation.decisions.blueprint import blueprint
from web.consultation.decisions.table import table_of
from web.frame.answers import done
from web.frame.desk import read_desk, write_desk
from web.frame.forms import again
from workflow.consultation import paperwork
from workflow.consultation.actions import deciding
from workflow.consultation.model import Round, RoundStage
from workflow.desk import Desk
from workflow.documents.paper import Paper, word
from workflow.files import WORD
from workflow.people import PostKind

CONFIRMED = "处理意见已确认，意见汇总表和采纳情况说明已生成。"
SENT_BACK = "处理意见已退回经办人修改。"

Preview = Callable[[Desk, Round], Paper]
PREVIEWS: Mapping[str, Preview] = {
    "summary": lambda desk, round_: paperwork.summary(round_, desk.now),
    "adoption_report": lambda desk, round_: paperwork.adoption_report(
        round_, deciding.coordinations(desk, round_), desk.now
    ),
}


@blueprint.get("/round/<key>/confirm")
def confirm(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        round_ = round_of_office(desk, key)
        if round_.proposed_at is None:
            return render_template("consultation/decisions/too_early.html", round=round_)
        table = table_of(desk, round_)
        pages = table.pages()
        number = min(max(request.args.get("page", 1, type=int), 1), max(len(pages), 1))
        waits = round_.stage is RoundStage.CONFIRMING and desk.holds(round_.lead_unit_id, PostKind.LEADER)
        return render_template(
            "consultation/decisions/confirm.html", round=round_, table=table, waits=waits, pages=pages,
            page=pages[number - 1] if pages else None,
            own=deciding.has_proposed(desk, round_), records=deciding.coordinations(desk, round_),
            figures=None if table.counts.undecided else paperwork.figures(round_),
        )  # fmt: skip


@blueprint.post("/round/<key>/confirm")
@again(confirm)
@confirmed
def confirm_all(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        deciding.confirm(desk, round_of_office(desk, key))
    return done(CONFIRMED, "decisions.confirm", key=key)


@blueprint.post("/round/<key>/confirm/back")
@again(confirm)
def send_back(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        deciding.send_decisions_back(desk, round_of_office(desk, key), request.form.get("reason", ""))
    return done(SENT_BACK, "decisions.confirm", key=key)


@blueprint.get("/round/<key>/preview/<kind>")
def preview(key: str, kind: str) -> ResponseReturnValue:
    """The paper as it would be made now; nothing is kept."""
    if kind not in PREVIEWS:
        abort(404)
    with read_desk() as desk:
        round_ = round_of_office(desk, key)
        round_.must_be(RoundStage.CONFIRMING)
        deciding.must_all_be_decided(round_)
        return as_word(PREVIEWS[kind](desk, round_), "预览")


def as_word(paper: Paper, about: str) -> ResponseReturnValue:
    name = paperwork.file_name(paper.title_in_words, about)
    return send_file(BytesIO(word(paper)), mimetype=WORD, as_attachment=True, download_name=name)
