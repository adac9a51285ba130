"""What was refused to whom goes into the journal too, in a transaction of its own: that of the action is gone.

Left out: forms that are not filled in yet, and second clicks. They are no attempts at anything, and would bury
the lines that an auditor looks for.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import request
from sqlalchemy import select

from workflow.desk import Desk, Office
from workflow.errors import AlreadyDone, Incomplete, Refusal
from workflow.journal import JournalLine, Outcome

NO_ATTEMPT = (Incomplete, AlreadyDone)
AGAIN = timedelta(minutes=1)  # the same refusal to the same person so soon is the same attempt


@dataclass(frozen=True)
class Who:
    """Who asked, when, and from where."""

    officer_id: int | None
    at: datetime
    address: str | None


def write_down(office: Office, who: Who, refusal: Refusal) -> None:
    if who.officer_id is None or isinstance(refusal, NO_ATTEMPT):
        return
    verb, page = request.endpoint or "", request.path[:200]
    with office.desk(who.officer_id, now=who.at, address=who.address) as desk:
        if not _has_just_been_told(desk, verb, page):
            desk.note_refusal(verb, refusal.message, page)


def _has_just_been_told(desk: Desk, verb: str, page: str) -> bool:
    own = select(JournalLine.details).where(
        JournalLine.officer_id == desk.officer_id,
        JournalLine.outcome == Outcome.REFUSED.value,
        JournalLine.verb == verb,
        JournalLine.at > desk.now - AGAIN,
    )
    return any(details["page"] == page for details in desk.session.scalars(own))
