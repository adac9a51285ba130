"""体检: the administrator sees that nothing is lost and nothing stands still."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from web import health, integrity
from web.access import must_administer
from web.frame.desk import read_desk
from web.health import Told
from web.lists import Column, List, look_at
from workflow.engine.checkup import examine

blueprint = Blueprint("checkup", __name__)


FINDINGS: List[Told] = List(
    "findings",
    "体检发现的问题",
    "checkup.index",
    (
        Column("问题", lambda finding: finding.meaning.title),
        Column("事项", lambda finding: finding.case),
        Column("步骤", lambda finding: finding.step),
        Column("时间", lambda finding: finding.since),
        Column("说明", lambda finding: finding.meaning.means),
        Column("怎么办", lambda finding: finding.meaning.do),
    ),
)


@blueprint.get("/checkup")
def index() -> ResponseReturnValue:
    look = look_at(FINDINGS)
    with read_desk() as desk:
        must_administer(desk)
        found = examine(desk, desk.engine)
        ahead = health.ahead_in_words(desk, found.ahead)
        findings = health.told(desk, found)
        verified = integrity.last_night(desk)
        return look.answer(findings, "checkup/index.html", found=found, ahead=ahead, verified=verified, now=desk.now)
