"""调查进展: how far findings and report have come, what is still missing, and 提交讨论."""

from datetime import date
from io import BytesIO

from flask import render_template, send_file
from flask.typing import ResponseReturnValue

from web.accident import access
from web.accident.reports.blueprint import blueprint
from web.accident.reports.case import about, due, link_of, to
from web.frame.desk import read_desk, write_desk
from web.frame.forms import again
from workflow.accident.actions import signing
from workflow.accident.model import Accident
from workflow.accident.papers import Paper, word
from workflow.accident.paperwork import file_name
from workflow.accident.paperwork import report as paperwork
from workflow.accident.rules import gate
from workflow.errors import Incomplete, Unknown
from workflow.files import WORD

FINISHED = "报告已提交调查组讨论签署，各成员的待办中会出现。需要修改的，可以在讨论签署页退回。"


@blueprint.get("/investigation")
def investigate(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        accident = access.accident(desk, key)
        written = sum(bool(chapter.body.strip()) for chapter in accident.chapters)
        missing = missing_in_text(accident, desk.today)
        return render_template(
            "accident/reports/investigate.html", **about(desk, accident), missing=missing, written=written,
            due_on=due(desk, accident, "report_due"),
        )  # fmt: skip


@blueprint.post("/investigation")
@again(investigate)
def finish_report(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        signing.finish_report(desk, access.accident(desk, key))
    return to("sign_report", key, FINISHED)


def missing_in_text(accident: Accident, today: date) -> list[tuple[gate.Missing, str]]:
    """Each line with the address where it is mended."""
    return [(line, link_of(accident, line)) for line in gate.missing_in_text(accident, today)]


def missing_in_all(accident: Accident, today: date) -> list[tuple[gate.Missing, str]]:
    return [(line, link_of(accident, line)) for line in gate.missing(accident, today)]


@blueprint.get("/report.docx")
def preview(key: str) -> ResponseReturnValue:
    """The report as it would be made now; nothing is kept."""
    with read_desk() as desk:
        accident = access.accident(desk, key)
        if accident.team_unit is None:
            raise Unknown("本案还没有成立调查组，没有可以预览的报告。")
        unfinished = list(gate.unfinished_measures(accident))
        if unfinished:
            raise Incomplete({line.link: line.sentence for line in unfinished})
        return as_word(paperwork.report(accident, desk.today), f"第{accident.report_version}稿预览")


def as_word(paper: Paper, name: str) -> ResponseReturnValue:
    shown = file_name(paper.title_in_words, name)
    return send_file(BytesIO(word(paper)), mimetype=WORD, as_attachment=True, download_name=shown)
