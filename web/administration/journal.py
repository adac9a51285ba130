"""办理日志, for the auditor: by person, case, verb and time, refusals too, and as .xlsx."""

import io

from flask import render_template, request, send_file
from flask.typing import ResponseReturnValue

from web.administration import blueprint
from web.desk import read_desk, write_desk
from web.fields import Fields
from workflow.administration import auditing
from workflow.administration.auditing import PAGE, Wanted
from workflow.administration.telling import SENTENCES, label

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/journal")
def journal() -> ResponseReturnValue:
    fields = Fields(request.args)
    page = max(fields.count("page", "页码有误。"), 1)
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
    return Wanted(
        person=fields.text("person"), case=fields.text("case"), verb=fields.text("verb"),
        since=fields.day_if_given("since", "起始日期填写有误。") if fields.text("since") else None,
        until=fields.day_if_given("until", "截止日期填写有误。") if fields.text("until") else None,
        refused=fields.flag("refused"),
    )  # fmt: skip
