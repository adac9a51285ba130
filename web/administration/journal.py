"""办理日志, for the auditor: by person, case, verb and time, refusals too, and as .xlsx."""

import io
from datetime import date

from flask import render_template, request, send_file
from flask.typing import ResponseReturnValue

from web.administration import blueprint
from web.frame.desk import read_desk, write_desk
from web.frame.fields import Fields
from workflow.administration import auditing
from workflow.administration.auditing import PAGE, Wanted
from workflow.administration.telling import SENTENCES, label

FARTHEST = 10_000  # page
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/journal")
def journal() -> ResponseReturnValue:
    fields = Fields(request.args)
    page = min(max(fields.count("page", "页码有误。"), 1), FARTHEST)
    with read_desk() as desk:
        rows = auditing.read(desk, _wanted(fields), page)
        return render_template(
            "administration/journal.html", rows=rows[:PAGE], more=len(rows) > PAGE, page=page, asked=request.args,
            verbs=[(verb, label(verb)) for verb in auditing.verbs(desk) if verb in SENTENCES], wrong=fields.wrong,
        )  # fmt: skip


@blueprint.post("/journal.xlsx")
def export_journal() -> ResponseReturnValue:
    with write_desk() as desk:
        data = auditing.export(desk, _wanted(Fields()))
    return send_file(io.BytesIO(data), EXCEL, as_attachment=True, download_name="办理日志.xlsx")


def _wanted(fields: Fields) -> Wanted:
    since, until = _day(fields, "since", "起始日期填写有误。"), _day(fields, "until", "截止日期填写有误。")
    person, case, verb = fields.text("person"), fields.text("case"), fields.text("verb")
    return Wanted(person, case, verb, since, until, fields.flag("refused"))


def _day(fields: Fields, name: str, sentence: str) -> date | None:
    """A day that cannot be is told beside its field, and asks for nothing."""
    day = fields.day_if_given(name, sentence)
    if day is not None and not 2000 <= day.year < 2200:
        fields.wrong[name] = sentence
    return None if name in fields.wrong else day
