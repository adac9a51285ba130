"""为什么: what happened to a case, told from the journal — when, who, what, by which rule."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from workflow.accident.model import Accident
from workflow.accident.words import journal
from workflow.clock import moment_in_words
from workflow.desk import Desk, Subject
from workflow.journal import JournalLine, by_whom, people_in
from workflow.people import Officer, Post, UnitKind

SYSTEM = "系统"
LATE = timedelta(minutes=1)  # the system acts within seconds; when it could not, the sentence says when it should have
OF_A_PERSON = frozenset({"late_unit_report", "late_report_up"})  # `due` is somebody else's time, not the system's


@dataclass(frozen=True)
class Event:
    """One line of the answer to 为什么. `rule`: what it follows; `subject`: the part of the case it is about."""

    at: datetime
    who: str
    what: str
    rule: str = ""
    subject: str = ""


def sentence(line: JournalLine) -> str:
    """What the line says, after its time and its person."""
    return journal.SENTENCES[line.verb].format_map(_details(line.details))


def rule(line: JournalLine) -> str:
    """What the line rests on, "" where nothing needs saying."""
    return journal.RULES.get(line.verb, "").format_map(_details(line.details))


def events_of_case(desk: Desk, accident: Accident) -> list[Event]:
    """Everything in the case and its measures, evaluation and supervisions, oldest first."""
    return _told(desk, JournalLine.case == accident.case)


def events_about(desk: Desk, subject: Subject) -> list[Event]:
    """Only what concerns this one part of a case, oldest first."""
    return _told(desk, JournalLine.subject == subject.subject)


def _told(desk: Desk, which: Any) -> list[Event]:
    lines = desk.session.scalars(select(JournalLine).where(which).order_by(JournalLine.id)).all()
    names = _names(desk, lines)
    return [
        Event(line.at, by_whom(line, names), sentence(line) + _when_due(line), rule(line), line.subject)
        for line in lines
    ]


def _names(desk: Desk, lines: Iterable[JournalLine]) -> Mapping[int | None, str]:
    """「区安委会办公室 李乙」; nobody is the system itself."""
    ids = people_in(lines)
    with_units = selectinload(Officer.posts).joinedload(Post.unit)
    found = desk.session.scalars(select(Officer).where(Officer.id.in_(ids)).options(with_units)).all()
    return {None: SYSTEM, **{officer.id: _full_name(officer) for officer in found}}


def _full_name(officer: Officer) -> str:
    units: Sequence[str] = [post.unit.short_name for post in officer.posts if post.unit.kind is not UnitKind.TEAM]
    return f"{'、'.join(dict.fromkeys(units))} {officer.name}".strip()


def _when_due(line: JournalLine) -> str:
    if line.due is None or line.verb in OF_A_PERSON or line.at - line.due <= LATE:
        return ""
    return f"（应于{moment_in_words(line.due)}办理，系统恢复运行后补办）"


def _details(details: Mapping[str, Any]) -> Mapping[str, Any]:
    """An old line may lack what a sentence mentions today; it is told with a gap, never refused."""
    return defaultdict(str, details)
