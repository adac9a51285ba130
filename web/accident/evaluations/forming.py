"""成立评估组: who evaluates and how; offered are those who investigated (安委办〔2021〕4号)."""

from typing import NamedTuple

from flask import render_template
from flask.typing import ResponseReturnValue

from web.accident.evaluations.blueprint import blueprint
from web.accident.evaluations.showing import evaluation_of, page
from web.frame.answers import done
from web.frame.desk import read_desk, write_desk
from web.frame.fields import Fields, together
from web.frame.forms import again, errors
from workflow.accident.actions import evaluating
from workflow.accident.actions.evaluating import Evaluator
from workflow.accident.model import Evaluation, Role

EMPTY_ROWS = 2
METHOD = "资料审查、座谈问询、走访核查"
ROLES = ("成员", evaluating.LEADER, "专家")


class TypedMember(NamedTuple):
    """One line of the table as it was typed."""

    name: str = ""
    body: str = ""
    role: str = ROLES[0]


@blueprint.get("/evaluation/<key>/team")
def form_team(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        proposed = _investigators(evaluation_of(desk, key))
    rows = (_typed() if errors() else proposed) + [TypedMember()] * EMPTY_ROWS
    return page(key, "form_team", rows=rows, roles=ROLES, method=METHOD)


@blueprint.get("/evaluation/<key>/team/row")
def team_row(key: str) -> ResponseReturnValue:
    """One more empty line of the table."""
    with read_desk() as desk:
        evaluation_of(desk, key)
        return render_template("accident/evaluations/_team_row.html", row=TypedMember(), roles=ROLES)


@blueprint.post("/evaluation/<key>/team")
@again(form_team)
def form(key: str) -> ResponseReturnValue:
    team = [Evaluator(*member) for member in _typed()]
    with write_desk() as desk:
        evaluating.form_team(desk, evaluation_of(desk, key), team, Fields().text("method"))
    return done("评估组已成立，请逐项对照验收标准评估。", "evaluations.assess", key=key)


def _typed() -> list[TypedMember]:
    """The lines that name anybody; what is no role of ours is a member."""
    lines = (TypedMember(*line) for line in together("name", "body", "role"))
    named = (line for line in lines if line.name or line.body)
    return [line if line.role in ROLES else line._replace(role=ROLES[0]) for line in named]


def _investigators(evaluation: Evaluation) -> list[TypedMember]:
    """Who investigated: the evaluation's team is as a rule made of the bodies that took part."""
    members = [member for member in evaluation.accident.members if member.is_active]
    return [
        TypedMember(member.name, member.body, ROLES[2] if member.role is Role.EXPERT else ROLES[0])
        for member in members
        if member.role is not Role.INVITED
    ]
