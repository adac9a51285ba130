"""One 挂牌督办 as it stands, and what the pages of its steps share."""

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from web.accident.supervisions.blueprint import blueprint
from web.deadlines import due_day
from web.frame.desk import read_desk
from web.steps import own_steps
from workflow.accident.custody import is_seen
from workflow.accident.model import Accident, Supervision
from workflow.accident.rules import triggers
from workflow.accident.rules.triggers import Trigger
from workflow.accident.why import events_about
from workflow.desk import Desk
from workflow.errors import Unknown


@blueprint.get("/supervision/<key>")
def show(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        return render_template("accident/supervisions/show.html", **about(desk, supervision_of(desk, key)))


def page(key: str, step: str) -> ResponseReturnValue:
    """The page of one step; once the step is done, or for somebody else, the supervision as it stands."""
    with read_desk() as desk:
        found = about(desk, supervision_of(desk, key))
        if step not in found["steps"]:
            return redirect(url_for("supervisions.show", key=key))
        return render_template(f"accident/supervisions/{step}.html", **found)


def supervision_of(desk: Desk, key: str) -> Supervision:
    """A supervision, for the people of its case; a foreign one and one that does not exist are the same Unknown."""
    find = select(Supervision).join(Accident, Accident.id == Supervision.accident_id)
    found = desk.session.scalar(find.where(Supervision.key == key, is_seen(desk)))
    if found is None:
        raise Unknown()
    return found


def about(desk: Desk, supervision: Supervision) -> dict[str, Any]:
    """What every page of a supervision shows."""
    accident = supervision.accident
    in_force = supervision.imposed_at is not None and supervision.lifted_at is None
    left = (supervision.due_on - desk.today).days if in_force and supervision.due_on else None
    return {
        "supervision": supervision,
        "accident": accident,
        "trigger": Trigger(supervision.trigger),
        "cause": triggers.draft(Trigger(supervision.trigger)).cause,
        "other": accident.supervision if accident.supervision is not supervision else None,
        "due": due_day(supervision.due_on, left),
        "steps": own_steps(desk, supervision),
        "papers": [paper for paper in accident.papers if paper.about == supervision.subject],
        "events": events_about(desk, supervision),
    }
