"""`zhengxun demo accident`: a whole case by the simulated clock; and the cases that stand at each stage."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.makers import Stage, a_stage
from web.commands import main
from workflow.accident.model import Accident, Escalation, MeasureStage
from workflow.accident.model import Stage as Reached
from workflow.accident.papers import PAPERS
from workflow.accident.rehearsal import audit, matches
from workflow.clock import beijing
from workflow.demo.accident.case import Case
from workflow.demo.accident.seeding import announce_cases
from workflow.desk import Desk
from workflow.documents.outline import Outline
from workflow.documents.reading import read_draft
from workflow.engine.checkup import examine

NOW = beijing(2026, 11, 20, 9)
FIRST_NEWS = beijing(2025, 5, 1, 9)


# -- one whole case


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the command prints."""
    out = tmp_path_factory.mktemp("case") / "文书"
    result = CliRunner().invoke(main, ["demo", "accident", "--out", str(out), "--json"], catch_exceptions=False)
    assert result.exit_code == 0
    return dict(json.loads(result.stdout))


FIGURES = {
    "grade": "一般",
    "report_due": "2018-02-24",  # 12月1日 + 60日 + 鉴定25日
    "extended_to": "2018-04-25",  # + 延长60日
    "approved": "2018-04-24",
    "evaluation_opens": "2019-02-24",
    "evaluation_due": "2019-04-24",
    "published": "2018-05-07",
    "measures": {"total": 4, "extended": 1, "redone": 1},
    "dissents": 1,
    "rehearsal_matches": True,
}


@pytest.mark.parametrize("name", FIGURES)
def test_the_case_ends_with_its_figures(told: dict[str, Any], name: str) -> None:
    assert told[name] == FIGURES[name]


def test_the_system_reminded_and_opened_by_itself(told: dict[str, Any]) -> None:
    """The supplement window, report, approval, the late fine, four measures, the evaluation that opens and comes due."""
    assert told["events"] == 10


def test_every_kind_of_paper_was_made(told: dict[str, Any]) -> None:
    assert {document["kind"] for document in told["documents"]} == {paper.kind for paper in PAPERS} | {"archive"}
    assert all(Path(document["path"]).stat().st_size for document in told["documents"])


def test_the_dead_are_named_in_the_file_and_not_before_the_public(told: dict[str, Any]) -> None:
    assert "邵立顺" in text_of(told, "accident_report")
    assert "邵立顺" not in text_of(told, "accident_publication")


def text_of(told: dict[str, Any], kind: str) -> str:
    path = next(Path(document["path"]) for document in told["documents"] if document["kind"] == kind)
    return said(read_draft(path.read_bytes(), path.name))


def said(outline: Outline) -> str:
    return "\n".join(paragraph for clause in outline.clauses() for paragraph in clause[1].paragraphs)


def test_without_a_folder_nothing_is_played() -> None:
    for command in (["demo"], ["demo", "accident"]):
        result = CliRunner().invoke(main, command)
        assert result.exit_code == 2
        assert "--out" in result.stderr


# -- the cases of the district


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    folder = tmp_path_factory.mktemp("district")
    return a_stage(f"sqlite:///{folder / 'zhengxun.db'}", folder / "files", start=FIRST_NEWS)


@pytest.fixture(scope="module")
def cases(district: Stage) -> list[Case]:
    played = announce_cases(district, NOW)
    district.run()
    district.pass_until(NOW)
    return played


STANDING = (  # stage, and what somebody has to do next
    (Reached.REPORTED, {"inform"}),
    (Reached.FORMING_TEAM, {"appoint_team"}),
    (Reached.INVESTIGATING, {"investigate"}),
    (Reached.INVESTIGATING, {"sign_report"}),
    (Reached.APPROVING, {"approve"}),
    (Reached.CLOSED, {"settle_accountability"}),
    (Reached.CLOSED, set()),  # its evaluation is open
    (Reached.ARCHIVED, set()),
)


def test_there_is_a_case_at_each_stage(cases: list[Case]) -> None:
    found = []
    for case in cases:
        with case.look() as (desk, accident):
            found.append((accident.stage, desk.open_steps(accident)))
    assert found == list(STANDING)


def test_an_appraisal_is_running(cases: list[Case]) -> None:
    with cases[2].look() as (_, accident):
        assert [appraisal.concluded_on for appraisal in accident.appraisals] == [None]


def test_the_measures_of_the_closed_case_stand_in_several_states(cases: list[Case]) -> None:
    with cases[5].look() as (desk, accident):
        standing = [(measure.stage, measure.escalation) for measure in accident.measures]
        assert standing == [
            (MeasureStage.CLOSED, None),
            (MeasureStage.INSPECTING, None),
            (MeasureStage.CARRYING_OUT, Escalation.REPRIMANDED),
            (MeasureStage.CARRYING_OUT, None),
        ]
        assert desk.open_steps(accident.measures[3]) == {"decide_extension"}
        assert accident.supervision is not None


def test_an_evaluation_is_half_way(cases: list[Case]) -> None:
    with cases[6].look() as (desk, accident):
        assert accident.evaluation is not None
        assert desk.open_steps(accident.evaluation) == {"assess"}
        assert len(accident.evaluation.findings) == 2


def test_what_the_system_said_is_what_it_had_announced(district: Stage, cases: list[Case]) -> None:
    with district.office.desk(write=False) as desk:
        assert all(agrees(desk, case) for case in cases)
        assert examine(desk, desk.engine).findings == ()


def agrees(desk: Desk, case: Case) -> bool:
    accident = desk.session.get_one(Accident, case.accident_id)
    return matches(audit(desk, accident), desk.now)
