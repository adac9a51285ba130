"""更正登记: title and place of a case, as long as no report lies before the team."""

from flask import render_template
from flask.typing import ResponseReturnValue

from web.accident import access
from web.accident.cases import blueprint
from web.frame.answers import done
from web.frame.desk import read_desk, write_desk
from web.frame.fields import Fields
from web.frame.forms import again
from workflow.accident.actions import correcting
from workflow.people import PostKind


@blueprint.get("/accident/<key>/correction")
def correct(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        accident = access.accident(desk, key)
        desk.must_hold(accident.lead_unit_id, PostKind.CLERK)
        may = correcting.may_be_corrected(accident)
        return render_template("accident/cases/correct.html", accident=accident, may=may)


@blueprint.post("/accident/<key>/correction")
@again(correct)
def record_correction(key: str) -> ResponseReturnValue:
    fields = Fields()
    typed = {name: fields.text(name) for name in ("title", "place", "reason")}
    with write_desk() as desk:
        correcting.correct(desk, access.accident(desk, key), **typed)
    return done("已更正，原来的登记保留在办理记录中。", "accidents.show", key=key)
