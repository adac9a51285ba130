"""一起事故的页面: where it stands, what is late and what comes next, its timeline, clocks, papers and alarms."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

from flask import render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from web.accident import access
from web.accident.cases import blueprint
from web.accident.cases.line import drawn
from web.accident.cases.steps import opened
from web.accident.reports.case import link_of
from web.accident.reports.causes import tree_of
from web.deadlines import due_day
from web.frame.desk import read_desk, write_desk
from web.lists import Column, List, look_at
from web.steps import named_desks
from workflow.accident import board, holdings, standing, timeline, why
from workflow.accident.actions import correcting, reading
from workflow.accident.model import Accident, Alarm, Stage
from workflow.accident.rules import gate
from workflow.accident.timing import report_clocks
from workflow.accident.words.following import TRIGGERS
from workflow.desk import Desk
from workflow.people import PostKind

ZIP = "application/zip"

# pages of a case, in the order in which they become useful
PAGES = (
    ("accidents.inform", "上报和通报"),
    ("accidents.classify", "定级"),
    ("accidents.supplement", "伤亡补报"),
    ("measures.lessons", "以往教训"),
    ("accidents.members", "调查组"),
    ("accidents.appraisals", "技术鉴定"),
    ("accidents.extensions", "延期"),
    ("reports.investigate", "调查和报告"),
    ("measures.board", "整改措施"),
    ("evaluations.show", "整改评估"),
    ("accidents.papers", "文书"),
    ("accidents.diagram", "流程图"),
)


@blueprint.get("/accident/<key>")
def show(key: str) -> ResponseReturnValue:
    _read_messages(key)
    with read_desk() as desk:
        accident = access.accident(desk, key)
        return render_template("accident/cases/case.html", **_standing(desk, accident), **_around(desk, accident))


def _read_messages(key: str) -> None:
    """That the case was looked at is a fact of its own, written before the page is shown."""
    with read_desk() as desk:
        is_news = reading.is_news(desk, access.accident(desk, key))
    if is_news:
        with write_desk() as desk:
            reading.read_messages(desk, access.accident(desk, key))


def _standing(desk: Desk, accident: Accident) -> dict[str, Any]:
    """What is late, what comes next, what of it lies before nobody, what a report still lacks, and the clocks."""
    steps = list(opened(desk, accident))
    empty = [step.deserted for step in steps if step.deserted]
    return {
        "deserted": named_desks(desk, [task for task in empty if task.unit_id != accident.team_unit_id]),
        "deserted_team": named_desks(desk, [task for task in empty if task.unit_id == accident.team_unit_id]),
        "gate": _gate(accident, desk.today)
        if accident.interests_cleared_at and accident.stage is Stage.INVESTIGATING
        else [],
        "late": standing.late(desk, accident),
        "steps": steps,
        "clocks": standing.standings(desk, accident),
        "first_hours": report_clocks(accident),
        "coming": _alarms(accident.alarms, pending=True),
        "raised": _alarms(accident.alarms, pending=False),
    }


def _gate(accident: Accident, today: date) -> list[tuple[str, list[tuple[gate.Missing, str]]]]:
    """Each check with what it finds missing and where that is mended."""
    checked = gate.by_check(accident, today)
    return [(words, [(line, link_of(accident, line)) for line in lines]) for words, lines in checked]


def _around(desk: Desk, accident: Accident) -> dict[str, Any]:
    days, papers = timeline.by_day(accident), holdings.papers(accident)
    facts = [fact for _, happened in days for fact in happened]
    rows = sorted(board.rows_of_case(desk, accident), key=board.urgency)
    return {
        "line": drawn(accident, facts, standing.standings(desk, accident), papers, desk.today),
        "tree": tree_of(accident),
        "measures": [(row, due_day(row.measure.due_on, row.days_left)) for row in rows],
        "figures": board.figures(rows),
        "accident": accident,
        "bodies": standing.told(accident),
        "pages": [(title, url_for(endpoint, key=accident.key)) for endpoint, title in PAGES],
        "days": days,
        "papers": papers,
        "events": why.events_of_case(desk, accident),
        "triggers": TRIGGERS,
        "now": desk.now,
        "may_correct": desk.holds(accident.lead_unit_id, PostKind.CLERK) and correcting.may_be_corrected(accident),
        "may_supervise": desk.holds(accident.lead_unit_id, PostKind.CLERK, PostKind.LEADER),
    }


def _alarms(alarms: Sequence[Alarm], *, pending: bool) -> list[Alarm]:
    found = [alarm for alarm in alarms if (alarm.is_pending if pending else alarm.raised_at)]
    return sorted(found, key=lambda alarm: alarm.due)


PAPERS: List[holdings.Holding] = List(
    "case-papers",
    "事故文书",
    "accidents.papers",
    (
        Column("文书", lambda paper: paper.title, "title"),
        Column("关于", lambda paper: paper.about or "本案", "about"),
        Column("文件", lambda paper: paper.file.name, "file"),
        Column("生成时间", lambda paper: paper.at, "at"),
    ),
)


@blueprint.get("/accident/<key>/papers")
def papers(key: str) -> ResponseReturnValue:
    look = look_at(PAPERS)
    with read_desk() as desk:
        accident = access.accident(desk, key)
        return look.answer(holdings.papers(accident), "accident/cases/papers.html", accident=accident)


@blueprint.get("/accident/<key>/papers.zip")
def all_papers(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        accident = access.accident(desk, key)
        data = holdings.archive(desk, accident)
        name = f"{accident.title}案卷.zip"
    return send_file(BytesIO(data), mimetype=ZIP, as_attachment=True, download_name=name)
