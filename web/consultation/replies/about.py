"""What every page of a reply shows, and that its messages have been read."""

from typing import Any

from web import tones
from web.consultation import access
from web.deadlines import countdown
from web.frame.desk import read_desk, write_desk
from workflow.consultation import custody, paperwork, words
from workflow.consultation.actions import reading
from workflow.consultation.model import Reply, Stage
from workflow.consultation.possible import Possible, possible
from workflow.desk import Desk


def read_messages(key: str) -> frozenset[str]:
    """The first look of the unit is a fact of its own, written before the page is shown; what was new at this look."""
    with read_desk() as desk:
        reply = access.reply_of_unit(desk, key)
        news, unproven = reading.unread(desk, reply), reading.unproven(desk, reply)
    if news or unproven:  # otherwise no page view writes
        with write_desk() as desk:
            reading.read_messages(desk, access.reply_of_unit(desk, key))
    return news


def about(desk: Desk, reply: Reply) -> dict[str, Any]:
    """The head of the page, what may be done, and what there is to read."""
    can: Possible = possible(desk, reply)
    return {
        "reply": reply,
        "round": reply.round,
        "title": paperwork.bare(reply.round.title),
        "can": can,
        "stage": (words.STAGES[reply.stage], tones.REPLY_STAGES[reply.stage]),
        "next": _next(desk, reply),
        "until": countdown(desk, reply.round.deadline),
        "is_open": reply.round.is_in_time(desk.now),
        "to_read": custody.drafts_and_annexes(reply),
        "words": words,
        "tones": tones,
    }


def _next(desk: Desk, reply: Reply) -> str:
    has_fallen = reply.stage is Stage.AWAITING_SEAL and not reply.unit.has_seal_keeper(desk.today)
    return words.SEALED_BY_THE_LEADER if has_fallen else words.NEXT[reply.stage]
