"""全程一览: where facts, clocks, pauses and papers lie in the drawing of a case."""

from datetime import timedelta
from itertools import pairwise

from tests.accident.inquiry import an_inquiry
from tests.accident.makers import OCCURRED, Case, a_case
from tests.makers import Stage
from web.accident.cases.line import LEFT, RIGHT, Bar, Drawing, drawn
from workflow.accident import holdings, standing, timeline
from workflow.accident.actions import clocks
from workflow.clock import day_of


def line_of(case: Case) -> Drawing:
    with case.look() as (desk, accident):
        facts = [fact for _, happened in timeline.by_day(accident) for fact in happened]
        clocks_ = standing.standings(desk, accident)
        return drawn(accident, facts, clocks_, holdings.papers(accident), desk.today)


def bar(line: Drawing, name: str) -> Bar:
    return next(bar for bar in line.bars if bar.standing.name == name)


def test_it_begins_with_the_accident_and_goes_on_to_the_last_due_day(stage: Stage) -> None:
    line = line_of(a_case(stage, "propose_team"))
    assert line.marks[0].x == LEFT
    assert line.marks[0].label is not None
    assert line.marks[0].label.what == "事故发生"
    report = bar(line, "report_due")
    assert (report.x, report.due_x) == (LEFT, RIGHT)
    assert line.today_x is not None
    assert LEFT <= line.today_x < LEFT + 20


def test_no_fact_and_no_paper_is_lost_in_it(stage: Stage) -> None:
    case = an_inquiry(stage, "submit")
    line = line_of(case)
    with case.look() as (_, accident):
        assert sum(len(mark.facts) for mark in line.marks) == sum(len(facts) for _, facts in timeline.by_day(accident))
        assert sum(len(sheet.papers) for sheet in line.sheets) == len(accident.papers) > 0


def test_what_is_done_ends_there_and_what_is_late_runs_on_in_red(stage: Stage) -> None:
    case = a_case(stage, "propose_team")
    case.pass_(days=8)
    late = bar(line_of(case), "team_due")
    assert late.due_x == late.x + late.width
    assert late.late_width > 0
    case.propose()
    case.appoint()
    before = bar(line_of(case), "team_due").late_width
    case.pass_(days=3)
    assert bar(line_of(case), "team_due").late_width == before
    assert bar(line_of(case), "report_due").late_width == 0


def test_the_pause_of_an_appraisal_lies_on_the_clock_it_stops(stage: Stage) -> None:
    case = a_case(stage, "investigate")
    on = day_of(OCCURRED) + timedelta(20)
    case.until(OCCURRED + timedelta(20))
    with case.team() as (desk, accident):
        clocks.commission_appraisal(desk, accident, "市鉴定中心", "绳索断裂原因", commissioned_on=on)
    case.pass_(days=10)
    line = line_of(case)
    report = bar(line, "report_due")
    [(x, width, _)] = report.pauses
    assert report.x < x < x + width <= report.x + report.width + 0.2
    assert report.due_x is None  # its day is not known while it stands still
    assert not bar(line, "supplement_until").pauses


def test_labels_do_not_lie_over_each_other(stage: Stage) -> None:
    line = line_of(an_inquiry(stage, "submit"))
    rows: dict[float, list[tuple[float, float]]] = {}
    for mark in line.marks:
        if mark.label and mark.label_y:
            wide = 13 * len(mark.label.what)
            start = mark.x - wide if mark.anchor == "end" else mark.x
            rows.setdefault(mark.label_y, []).append((start, start + wide))
    for spans in rows.values():
        ordered = sorted(spans)
        assert all(a[1] < b[0] for a, b in pairwise(ordered))
