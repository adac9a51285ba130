"""我发起的: the rounds somebody began and the accidents he registered, and how far each has come."""

from flask.typing import ResponseReturnValue

from web.frame.desk import read_desk
from web.lists import Column, List, look_at
from web.tasks.blueprint import blueprint
from workflow.accident import desks as case_desks
from workflow.accident.model import Accident
from workflow.accident.model import Stage as CaseStage
from workflow.accident.words.opening import STAGES
from workflow.consultation import desks, words
from workflow.consultation.model import Round, RoundStage

_ROUND_STAGES, _CASE_STAGES = list(RoundStage), list(CaseStage)

ROUNDS: List[Round] = List(
    "started",
    "我发起的征求意见",
    "tasks.started",
    (
        Column("征求意见稿", lambda each: each.title, "title"),
        Column(
            "进度", lambda each: words.ROUND_STAGES[each.stage], "stage",
            order=lambda each: _ROUND_STAGES.index(each.stage),
        ),
        Column("发起时间", lambda each: each.started_at, "began"),
        Column("截止时间", lambda each: each.deadline, "deadline"),
        Column("发文字号", lambda each: each.doc_number, on_page=False),
    ),
)  # fmt: skip
CASES: List[Accident] = List(
    "registered",
    "我登记的事故",
    "tasks.started",
    (
        Column("事故", lambda each: each.title, "title"),
        Column("进度", lambda each: STAGES[each.stage], "stage", order=lambda each: _CASE_STAGES.index(each.stage)),
        Column("登记时间", lambda each: each.registered_at, "registered"),
    ),
    prefix="case_",
)


@blueprint.get("/started")
def started() -> ResponseReturnValue:
    rounds, cases = look_at(ROUNDS), look_at(CASES)
    with read_desk() as desk:
        mine = case_desks.started(desk)
        if cases.is_sheet:
            return cases.sheet(mine)
        return rounds.answer(
            desks.started(desk), "tasks/started.html", cases=cases.shown(mine), stages=words.ROUND_STAGES,
            case_stages=STAGES,
        )  # fmt: skip
