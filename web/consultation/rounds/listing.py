"""All rounds of the office, and a new one."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from web.access import lead_unit
from web.consultation.rounds.blueprint import blueprint
from web.deadlines import countdown
from web.frame.desk import read_desk, write_desk
from workflow.consultation import board
from workflow.consultation.actions import drafting
from workflow.consultation.model import Round
from workflow.people import PostKind


@blueprint.get("/rounds")
def index() -> ResponseReturnValue:
    with read_desk() as desk:
        lead = lead_unit(desk)
        newest_first = select(Round).where(Round.lead_unit_id == lead.id).order_by(Round.id.desc())
        found = desk.session.scalars(newest_first).all()
        return render_template(
            "consultation/rounds/index.html",
            rounds=found,
            progress=board.progress(desk, found),
            left={round_.id: countdown(desk, round_.deadline) for round_ in found},
            may_begin=desk.holds(lead.id, PostKind.CLERK),
        )


@blueprint.post("/rounds/new")
def new() -> ResponseReturnValue:
    with write_desk() as desk:
        round_ = drafting.begin(desk, lead_unit(desk))
        key = round_.key
    return redirect(url_for("rounds.draft", key=key))
