"""原因分析: the tree of causes, each node asking why its parent happened, tied to what shows it."""

from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web.accident import access
from web.accident.reports.blueprint import blueprint
from web.accident.reports.case import about, to
from web.frame.desk import read_desk, write_desk
from web.frame.fields import Fields
from web.frame.forms import again
from workflow.accident.actions import tracing
from workflow.accident.model import Accident, Cause, CauseKind, Evidence, Measure
from workflow.accident.rules import gate
from workflow.errors import Unknown

NO_KIND = "请选择这是直接原因、间接原因，还是已排除的可能因素。"


@dataclass(frozen=True)
class Node:
    """A cause as the tree shows it: what it rests on, what is to be done about it, and what lies behind it."""

    cause: Cause
    evidence: list[Evidence]
    measures: list[Measure]
    children: list["Node"]


def tree_of(accident: Accident) -> list[Node]:
    return [_node(accident, cause) for cause in gate.standing_causes(accident) if cause.parent_id is None]


def _node(accident: Accident, cause: Cause) -> Node:
    return Node(
        cause,
        [piece for piece in accident.evidence if piece.id in cause.evidence_ids],
        [measure for measure in gate.proposed(accident) if cause.id in measure.cause_ids],
        [_node(accident, child) for child in gate.standing_causes(accident) if child.parent_id == cause.id],
    )


def kept_evidence(accident: Accident) -> list[Evidence]:
    """What a cause may rest on."""
    return [piece for piece in accident.evidence if piece.withdrawn_at is None]


@blueprint.get("/causes")
def causes(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        accident = access.accident(desk, key)
        return render_template(
            "accident/reports/causes.html", **about(desk, accident), tree=tree_of(accident),
            parents=gate.standing_causes(accident), kept=kept_evidence(accident), parent=request.args.get("parent", ""),
        )  # fmt: skip


@blueprint.post("/causes")
@again(causes)
def add_cause(key: str) -> ResponseReturnValue:
    fields = Fields()
    kind = fields.choice("kind", CauseKind, NO_KIND)
    fields.must_be_right()
    with write_desk() as desk:
        made = tracing.add_cause(
            desk, access.accident(desk, key), kind, fields.text("text"), parent=fields.text("parent"),
            evidence=request.form.getlist("evidence"),
        )  # fmt: skip
        anchor = f"cause-{made.key}"
    return to("causes", key, "已补充一条原因。", _anchor=anchor)


@blueprint.get("/causes/<cause>")
def cause(key: str, cause: str) -> ResponseReturnValue:
    with read_desk() as desk:
        accident = access.accident(desk, key)
        found = next((one for one in gate.standing_causes(accident) if one.key == cause), None)
        if found is None:
            raise Unknown("没有找到这条原因，可能已经移除。请从“原因分析”重新进入。")
        return render_template(
            "accident/reports/cause.html",
            **about(desk, accident),
            node=_node(accident, found),
            kept=kept_evidence(accident),
        )


@blueprint.post("/causes/<cause>")
@again(cause)
def change_cause(key: str, cause: str) -> ResponseReturnValue:
    fields = Fields()
    kind = fields.choice("kind", CauseKind, NO_KIND)
    fields.must_be_right()
    with write_desk() as desk:
        accident, shown = access.accident(desk, key), request.form.getlist("evidence")
        tracing.change_cause(desk, accident, cause, kind, fields.text("text"), shown)
    return to("causes", key, "已保存。", _anchor=f"cause-{cause}")


@blueprint.post("/causes/<cause>/removal")
def drop_cause(key: str, cause: str) -> ResponseReturnValue:
    with write_desk() as desk:
        tracing.drop_cause(desk, access.accident(desk, key), cause)
    return to("causes", key, "已移除这条原因，记录保留在案卷中。")
