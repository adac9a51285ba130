"""Where a unit's reply stands and what became of it; the draft as text, with what the unit said beside its clauses."""

from collections.abc import Iterable
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from web.consultation import access
from web.consultation.replies.about import about, read_messages
from web.consultation.replies.blueprint import blueprint
from web.consultation.replies.way import way
from web.frame.desk import read_desk
from workflow.consultation import custody
from workflow.consultation.model import Comment, Letter, Reply
from workflow.consultation.said import heard
from workflow.consultation.why import events_of_reply
from workflow.desk import Desk


@blueprint.get("")
@blueprint.get("/receive", endpoint="receive")
def show(key: str) -> ResponseReturnValue:
    news = read_messages(key)
    with read_desk() as desk:
        reply = access.reply_of_unit(desk, key)
        shown = {**about(desk, reply), **_history(desk, reply), "news": news}
        return render_template("consultation/replies/show.html", **shown)


@blueprint.get("/draft")
def draft(key: str) -> ResponseReturnValue:
    news = read_messages(key)
    with read_desk() as desk:
        reply = access.reply_of_unit(desk, key)
        said = [comment for letter in _spoken(reply) for comment in letter.comments]
        shown = {**about(desk, reply), "said": _by_clause(reply, said), "news": news}
        return render_template("consultation/replies/draft.html", **shown)


def _spoken(reply: Reply) -> list[Letter]:
    """What the unit says: the letters that are heard, or the one that is still on its way."""
    in_hand = [reply.letter] if reply.letter is not None and reply.letter.void is None else []
    return heard(reply) or in_hand


def _by_clause(reply: Reply, said: Iterable[Comment]) -> dict[int | None, list[Comment]]:
    """Place in the current draft -> comments; None: on the whole, or on a clause that is no more."""
    found: dict[int | None, list[Comment]] = {}
    for comment in said:
        clause = reply.round.current_draft.clause_labelled(comment.clause.label) if comment.clause else None
        found.setdefault(clause.position if clause else None, []).append(comment)
    return found


def _history(desk: Desk, reply: Reply) -> dict[str, Any]:
    released = reply.round.released_at is not None
    return {
        "papers": custody.papers_for(desk, reply),
        "events": events_of_reply(desk, reply),
        "decided": [comment for letter in heard(reply) for comment in letter.comments] if released else [],
        "overdue": reply.is_overdue,
        "sealed_apart": reply.unit.has_seal_keeper(desk.today),
        "way": way(reply),
    }
