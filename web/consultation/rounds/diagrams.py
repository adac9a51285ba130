"""办到哪一步 for a round, for each unit's reply, and for all replies of a round in one drawing."""

from collections.abc import Iterable, Mapping

from flask import url_for
from flask.typing import ResponseReturnValue

from web.consultation import access
from web.consultation.rounds.blueprint import blueprint
from web.diagram import Around, Paper, crowd_page, page_of, source_of, xml_response
from web.frame.desk import read_desk
from workflow.consultation import holdings
from workflow.consultation.custody import may_have
from workflow.consultation.model import Paper as Kept
from workflow.consultation.model import Reply, Round
from workflow.desk import Desk
from workflow.documents.title_marks import in_marks
from workflow.engine.crowd import Crowd, crowd
from workflow.errors import Unknown
from workflow.people import PostKind

NOT_YET = "通知还没有分送各单位，没有可以统计的回函。请先在“征求意见”中完成送审和签发。"


@blueprint.get("/round/<key>/diagram")
def diagram(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        round_ = access.round_of_office(desk, key)
        papers = _by_step(desk, (paper for paper in round_.papers if paper.reply_id is None))
        source = url_for("rounds.diagram_source", key=key)
        around = Around(round_.title_in_marks, source, _board(key), papers, _siblings(round_, "rounds.diagram"))
        return page_of(desk, round_, around)


@blueprint.get("/round/<key>/diagram.bpmn")
def diagram_source(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        return source_of(desk, access.round_of_office(desk, key))


@blueprint.get("/round/<key>/replies/diagram")
def diagram_of_replies(key: str) -> ResponseReturnValue:
    """How many units stand where: for the office alone, no unit learns of another."""
    with read_desk() as desk:
        round_ = access.round_of_office(desk, key)
        source = url_for("rounds.source_of_replies", key=key)
        siblings = _siblings(round_, "rounds.diagram_of_replies")
        around = Around(round_.title_in_marks, source, _board(key), siblings=siblings)
        named = {reply.id: (reply.unit.short_name, url_for("checks.check", key=reply.key)) for reply in round_.replies}
        return crowd_page(desk, _crowd(desk, round_), around, "家", named.__getitem__)


@blueprint.get("/round/<key>/replies/diagram.bpmn")
def source_of_replies(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        return xml_response(_crowd(desk, access.round_of_office(desk, key)).xml)


@blueprint.get("/reply/<key>/diagram")
def diagram_of_reply(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        reply = access.reply_of_both(desk, key)
        papers = _by_step(desk, (paper for paper in reply.round.papers if paper.reply_id == reply.id))
        about = f"{reply.unit.name}对{in_marks(reply.round.title)}的回复"
        source = url_for("rounds.source_of_reply", key=key)
        return page_of(desk, reply, Around(about, source, _above(desk, reply), papers))


@blueprint.get("/reply/<key>/diagram.bpmn")
def source_of_reply(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        return source_of(desk, access.reply_of_both(desk, key))


def _crowd(desk: Desk, round_: Round) -> Crowd:
    found = crowd(desk, desk.engine, Reply.process, [reply.id for reply in round_.replies if round_.issued_at])
    if found is None:
        raise Unknown(NOT_YET)
    return found


def _board(key: str) -> tuple[str, str]:
    return ("各单位办理情况", url_for("rounds.board", key=key))


def _siblings(round_: Round, here: str) -> list[tuple[str, str, bool]]:
    """The round itself, and its replies as soon as there are some."""
    pages = {"rounds.diagram": "本轮办理"} | ({"rounds.diagram_of_replies": "各单位回函"} if round_.issued_at else {})
    return [(title, url_for(page, key=round_.key), page == here) for page, title in pages.items()]


def _by_step(desk: Desk, papers: Iterable[Kept]) -> Mapping[str, list[Paper]]:
    """By the step that makes such papers; those that the person may have."""
    found: dict[str, list[Paper]] = {}
    for paper in papers:
        step = holdings.MADE_IN.get(paper.kind)
        if step and may_have(desk, paper.file_id):
            shown = Paper(holdings.KINDS[paper.kind], url_for("files.download", key=paper.file.key))
            found.setdefault(step, []).append(shown)
    return found


def _above(desk: Desk, reply: Reply) -> tuple[str, str]:
    """The page about the reply: the unit's own, or the office's."""
    if desk.holds(reply.unit_id, *PostKind):
        return ("回函情况", url_for("replies.show", key=reply.key))
    return ("回函审查", url_for("checks.check", key=reply.key))
