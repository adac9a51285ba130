"""Whether notices go out by mail. Who sends them writes it down; who takes in an address asks, often in another process.

Once they did they are taken to do so for good: an address that is not proved must never begin to count because the
mail server is away for a while.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from workflow.people.settings import Setting
from workflow.store import insert_once

SETTING = "mails"


def goes_out(session: Session) -> bool:
    return session.get(Setting, SETTING) is not None


def write_down(session: Session, now: datetime) -> None:
    if not goes_out(session):
        insert_once(session, Setting.__table__, name=SETTING, value="yes", changed_at=now)
