"""体检: the administrator sees that nothing is lost and nothing stands still."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from web import health, integrity
from web.access import must_administer
from web.frame.desk import read_desk
from workflow.engine.checkup import examine

blueprint = Blueprint("checkup", __name__)


@blueprint.get("/checkup")
def index() -> ResponseReturnValue:
    with read_desk() as desk:
        must_administer(desk)
        found = examine(desk, desk.engine)
        ahead = health.ahead_in_words(desk, found.ahead)
        findings = health.told(desk, found)
        verified = integrity.last_night(desk)
        return render_template(
            "checkup/index.html", found=found, findings=findings, ahead=ahead, verified=verified, now=desk.now
        )
