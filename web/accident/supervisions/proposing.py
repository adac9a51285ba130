"""提请挂牌督办: what only people can see, such as a conclusion that the facts do not bear out."""

from flask import render_template
from flask.typing import ResponseReturnValue

from web.accident.supervisions.blueprint import blueprint
from web.frame.answers import done
from web.frame.desk import read_desk, write_desk
from web.frame.fields import Fields
from web.frame.forms import again
from workflow.accident.actions import supervising
from workflow.accident.custody import ACTING, case_for
from workflow.accident.rules.triggers import Trigger


@blueprint.get("/accident/<key>/supervision")
def propose(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        accident = case_for(desk, key)
        desk.must_hold(accident.lead_unit_id, *ACTING)
        return render_template("accident/supervisions/propose.html", accident=accident)


@blueprint.post("/accident/<key>/supervision")
@again(propose)
def send_proposal(key: str) -> ResponseReturnValue:
    fields = Fields()
    trigger = fields.choice("trigger", Trigger, "请选择提请的事由。")
    fields.must_be_right()
    with write_desk() as desk:
        made = supervising.propose(desk, case_for(desk, key), trigger, fields.text("reason"))
        found = made.key
    return done("已提请挂牌督办，由负责人决定。", "supervisions.show", key=found)
