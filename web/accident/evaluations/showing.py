"""One evaluation: its window, its team, every measure with its finding; and what the pages of its steps share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from web.accident.evaluations.blueprint import blueprint
from web.deadlines import due_day
from web.frame.desk import read_desk
from web.steps import own_steps, waiting_units
from workflow.accident.custody import case_for, is_seen
from workflow.accident.model import Accident, Evaluation, Finding, FindingKind, Measure
from workflow.accident.rules import assessment, clocks
from workflow.accident.settings import clock_settings
from workflow.accident.timing import facts_of
from workflow.accident.why import events_about
from workflow.desk import Desk
from workflow.errors import Unknown


@dataclass(frozen=True)
class Item:
    """One measure in the evaluation. `finding`: the one that counts; `is_open`: this pass has yet to look at it."""

    measure: Measure
    finding: Finding | None
    is_open: bool
    in_pass: bool


@blueprint.get("/accident/<key>/evaluation")
def show(key: str) -> ResponseReturnValue:
    """By the key of the case, which has one evaluation; before it has begun, when it will."""
    with read_desk() as desk:
        accident = case_for(desk, key)
        if accident.evaluation is None:
            opens = clocks.evaluation_opens(facts_of(accident, clock_settings(desk.session), desk.calendar))
            return render_template("accident/evaluations/not_yet.html", accident=accident, opens=opens)
        return render_template("accident/evaluations/show.html", **about(desk, accident.evaluation))


def page(key: str, step: str, **more: Any) -> ResponseReturnValue:
    """The page of one step; once the step is done, or for somebody else, the evaluation as it stands."""
    with read_desk() as desk:
        found = about(desk, evaluation_of(desk, key))
        if step not in found["steps"]:
            return redirect(url_for("evaluations.show", key=found["accident"].key))
        return render_template(f"accident/evaluations/{step}.html", **found, **more)


def evaluation_of(desk: Desk, key: str) -> Evaluation:
    """An evaluation, for the people of its case; a foreign one and one that does not exist are the same Unknown."""
    find = select(Evaluation).join(Accident, Accident.id == Evaluation.accident_id)
    found = desk.session.scalar(find.where(Evaluation.key == key, is_seen(desk)))
    if found is None:
        raise Unknown()
    return found


def about(desk: Desk, evaluation: Evaluation) -> dict[str, Any]:
    """What every page of an evaluation shows."""
    accident = evaluation.accident
    items = items_of(evaluation)
    runs = evaluation.first_published_at is None
    return {
        "evaluation": evaluation,
        "accident": accident,
        "items": items,
        "counted": _counted(items),
        "due": due_day(evaluation.due_on, (evaluation.due_on - desk.today).days if runs else None),
        "steps": own_steps(desk, evaluation),
        "waiting": "、".join(waiting_units(desk, evaluation)),
        "papers": [paper for paper in accident.papers if paper.about == evaluation.subject],
        "events": events_about(desk, evaluation),
    }


def items_of(evaluation: Evaluation) -> list[Item]:
    """Every ordered measure, in the order of its number."""
    measures = evaluation.accident.measures
    open_, looked_at = assessment.open_(evaluation, measures), assessment.to_assess(evaluation, measures)
    return [
        Item(measure, assessment.finding(evaluation, measure), measure in open_, measure in looked_at)
        for measure in assessment.ordered(measures)
    ]


def _counted(items: Sequence[Item]) -> Mapping[FindingKind, int]:
    """How many measures have which finding."""
    return {kind: sum(item.finding is not None and item.finding.kind is kind for item in items) for kind in FindingKind}
