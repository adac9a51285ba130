"""办到哪一步 for a round and for each unit's reply: the drawing, and the same as a list."""

from flask import url_for
from flask.typing import ResponseReturnValue

from web.consultation import access
from web.consultation.rounds.blueprint import blueprint
from web.diagram import page_of, source_of
from web.frame.desk import read_desk
from workflow.consultation.model import Reply
from workflow.desk import Desk
from workflow.people import PostKind


@blueprint.get("/round/<key>/diagram")
def diagram(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        round_ = access.round_of_office(desk, key)
        back = ("各单位办理情况", url_for("rounds.board", key=key))
        return page_of(desk, round_, round_.title_in_marks, url_for("rounds.diagram_source", key=key), back)


@blueprint.get("/round/<key>/diagram.bpmn")
def diagram_source(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        return source_of(desk, access.round_of_office(desk, key))


@blueprint.get("/reply/<key>/diagram")
def diagram_of_reply(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        reply = access.reply_of_both(desk, key)
        about = f"{reply.unit.name}对《{reply.round.title}》的回复"
        return page_of(desk, reply, about, url_for("rounds.source_of_reply", key=key), _above(desk, reply))


@blueprint.get("/reply/<key>/diagram.bpmn")
def source_of_reply(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        return source_of(desk, access.reply_of_both(desk, key))


def _above(desk: Desk, reply: Reply) -> tuple[str, str]:
    """The page about the reply: the unit's own, or the office's."""
    if desk.holds(reply.unit_id, *PostKind):
        return ("回函情况", url_for("replies.show", key=reply.key))
    return ("回函审查", url_for("checks.check", key=reply.key))
