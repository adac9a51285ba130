"""One measure: what was ordered, what became of it, and what every page of its steps shows beside its form."""

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from web.accident.measures.access import measure_of_all, sees_case
from web.accident.measures.blueprint import blueprint
from web.deadlines import due_day
from web.frame.desk import read_desk
from web.steps import own_steps, waiting_units
from workflow.accident import board
from workflow.accident.actions.postponing import open_extension
from workflow.accident.actions.rectifying import may_withdraw, proofs_of_pass
from workflow.accident.model import Measure, Proof
from workflow.accident.rules import assessment
from workflow.accident.why import events_about
from workflow.desk import Desk
from workflow.people import PostKind


@blueprint.get("/measure/<key>")
def show(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        return render_template("accident/measures/show.html", **about(desk, measure_of_all(desk, key)))


def page(key: str, step: str) -> ResponseReturnValue:
    """The page of one step; once the step is done, or for somebody else, the measure as it stands."""
    with read_desk() as desk:
        found = about(desk, measure_of_all(desk, key))
        if step not in found["steps"]:
            return redirect(url_for("measures.show", key=key))
        return render_template(f"accident/measures/{step}.html", **found)


def about(desk: Desk, measure: Measure) -> dict[str, Any]:
    """What every page of a measure shows."""
    evaluation = measure.accident.evaluation
    found = assessment.finding(evaluation, measure) if evaluation else None
    return {
        "measure": measure,
        "accident": measure.accident,
        "row": board.row(measure, desk.today),
        "due": due_day(measure.due_on, board.days_left(measure, desk.today)),
        "steps": own_steps(desk, measure),
        "waiting": "、".join(waiting_units(desk, measure)),
        "in_case": sees_case(desk, measure),
        "proofs": proofs_of_pass(measure),
        "withdrawable": _withdrawable(desk, measure),
        "asked": open_extension(measure),
        "found": found if found and evaluation and evaluation.first_published_at else None,
        "papers": [paper for paper in measure.accident.papers if paper.about == measure.subject],
        "events": events_about(desk, measure),
        "today": desk.today,
    }


def _withdrawable(desk: Desk, measure: Measure) -> list[Proof]:
    """What the clerk at the page may still take back."""
    is_clerk = measure.unit_id is not None and desk.holds(measure.unit_id, PostKind.CLERK)
    return [proof for proof in measure.proofs if is_clerk and may_withdraw(desk, measure, proof)]
