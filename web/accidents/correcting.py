"""更正登记: title and place of a case, as long as no report lies before the team."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from web import access
from web.accidents import blueprint
from web.desk import read_desk, write_desk
from web.fields import Fields
from web.forms import again
from workflow.accident.actions import correcting
from workflow.people import PostKind


@blueprint.get("/accident/<key>/correction")
def correct(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        accident = access.accident(desk, key)
        desk.must_hold(accident.lead_unit_id, PostKind.CLERK)
        may = correcting.may_be_corrected(accident)
        return render_template("accidents/correct.html", accident=accident, may=may)


@blueprint.post("/accident/<key>/correction")
@again(correct)
def record_correction(key: str) -> ResponseReturnValue:
    fields = Fields()
    typed = {name: fields.text(name) for name in ("title", "place", "reason")}
    with write_desk() as desk:
        correcting.correct(desk, access.accident(desk, key), **typed)
    flash("已更正，原来的登记保留在办理记录中。", "good")
    return redirect(url_for("accidents.show", key=key))
