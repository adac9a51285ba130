"""为什么: what happened to a round or a reply, told from the journal — when, who, what, by which rule.

A unit's list holds only what concerns that unit: how many others answered is the office's affair.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import selectinload

from workflow.clock import moment_in_words
from workflow.consultation import words
from workflow.consultation.model import Reply, Round
from workflow.desk import Desk
from workflow.journal import JournalLine, by_whom, people_in
from workflow.people import Officer, Post

FOR_ALL = ("issue", "extend", "replace_draft", "release", "archive")  # lines of the round that concern every unit
LATE = timedelta(minutes=1)  # the system acts within seconds; when it could not, the sentence says when it should have


@dataclass(frozen=True)
class Event:
    """One line of the answer to 为什么. `rule`: what it follows, "" where nothing needs saying."""

    at: datetime
    who: str
    what: str
    rule: str = ""


def sentence(line: JournalLine) -> str:
    """What the line says, after its time and its person."""
    return words.SENTENCES[line.verb].format_map(_details(line.details))


def rule(line: JournalLine) -> str:
    """What the line rests on."""
    found = words.RULES_OF_VERBS.get(line.verb, "")
    return found if isinstance(found, str) else found[_case(line)]


def events_of_reply(desk: Desk, reply: Reply) -> list[Event]:
    """Everything that explains how this reply stands, oldest first; the system's own reminders too."""
    own = JournalLine.subject == reply.subject
    shared = and_(JournalLine.subject == reply.case, JournalLine.verb.in_(FOR_ALL))
    reminded = [
        Event(r.at, words.SYSTEM, f"提醒尽快反馈：{r.result}", words.RULE_REMIND)
        for r in reply.reminders
        if r.sent_by_id is None
    ]
    return sorted([*_told(desk, or_(own, shared)), *reminded], key=lambda event: event.at)


def events_of_round(desk: Desk, round_: Round) -> list[Event]:
    """The office's view of the round as a whole, oldest first; what each unit did stands with its reply."""
    return _told(desk, JournalLine.subject == round_.subject)


def corrections(desk: Desk, round_: Round) -> list[Event]:
    """What was corrected after papers had left the house, oldest first."""
    return _told(desk, and_(JournalLine.subject == round_.subject, JournalLine.verb == "correct_released"))


def events_of_case(desk: Desk, round_: Round) -> list[Event]:
    """Everything in the round and in its replies, oldest first: for the archive."""
    lines = _lines(desk, JournalLine.case == round_.case)
    units = {reply.subject: reply.unit.short_name for reply in round_.replies}
    told = zip(lines, _events(desk, lines), strict=True)
    return [replace(event, what=_about(units.get(line.subject, ""), event)) for line, event in told]


def _about(unit: str, event: Event) -> str:
    """What the office or the system did about a unit names the unit; what its own people did names them already."""
    return event.what if not unit or event.who.startswith(unit) else f"（{unit}）{event.what}"


def _told(desk: Desk, which: Any) -> list[Event]:
    return _events(desk, _lines(desk, which))


def _lines(desk: Desk, which: Any) -> Sequence[JournalLine]:
    return desk.session.scalars(select(JournalLine).where(which).order_by(JournalLine.id)).all()


def _events(desk: Desk, lines: Sequence[JournalLine]) -> list[Event]:
    names = _names(desk, lines)
    return [Event(line.at, by_whom(line, names), sentence(line) + _when_due(line), rule(line)) for line in lines]


def _names(desk: Desk, lines: Iterable[JournalLine]) -> Mapping[int | None, str]:
    """「区教育局 李乙」; nobody is the system itself."""
    ids = people_in(lines)
    with_units = selectinload(Officer.posts).joinedload(Post.unit)
    found = desk.session.scalars(select(Officer).where(Officer.id.in_(ids)).options(with_units)).all()
    return {None: words.SYSTEM, **{officer.id: _full_name(officer) for officer in found}}


def _full_name(officer: Officer) -> str:
    units = "、".join(dict.fromkeys(post.unit.short_name for post in officer.posts))
    return f"{units} {officer.name}".strip()


def _when_due(line: JournalLine) -> str:
    if line.due is None or line.at - line.due <= LATE:
        return ""
    return f"（应于{moment_in_words(line.due)}办理，系统恢复运行后补办）"


def _case(line: JournalLine) -> str:
    """Which of a verb's rules applies: 未送达 and 逾期视为无意见 rest on different ones, late and timely papers too."""
    return str(line.details.get("standing") or ("late" if line.details.get("late") else "in_time"))


def _details(details: Mapping[str, Any]) -> Mapping[str, Any]:
    """An old line may lack what a sentence mentions today; it is told with a gap, never refused."""
    return defaultdict(str, details)
