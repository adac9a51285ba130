"""The auditor's reading: every line of the journal by person, case, verb and time, refusals too, and as a sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, or_, select

from workflow.administration.naming import in_words, meant
from workflow.administration.record import Record, must_be
from workflow.administration.telling import said
from workflow.clock import BEIJING, end_of, moment_in_words
from workflow.desk import Desk
from workflow.documents import sheets
from workflow.journal import JournalLine, Outcome, people_in
from workflow.people import POSTS, Officer, PostKind

PAGE = 100
MOST = 20_000  # lines of one sheet
HEADINGS = ("序号", "时间", "人员", "代谁办理", "岗位", "事项", "办理内容", "结果", "来源地址")


@dataclass(frozen=True)
class Wanted:
    """What the auditor asks for; an empty field asks for everything."""

    person: str = ""  # login or name
    case: str = ""  # 征求意见7号, or "round:7"
    verb: str = ""
    since: date | None = None
    until: date | None = None
    refused: bool = False  # only what was refused


@dataclass(frozen=True)
class Row:
    number: int
    at: str
    who: str
    on_behalf_of: str
    post: str
    subject: str
    said: str
    is_refused: bool
    address: str


def read(desk: Desk, wanted: Wanted, page: int = 1) -> list[Row]:
    """One page, the latest first."""
    must_be(desk, PostKind.AUDITOR)
    return _rows(desk, _found(wanted).limit(PAGE + 1).offset((max(page, 1) - 1) * PAGE))


def export(desk: Desk, wanted: Wanted) -> bytes:
    """The same as .xlsx; that it was taken out is written down."""
    must_be(desk, PostKind.AUDITOR)
    rows = _rows(desk, _found(wanted).limit(MOST))
    desk.note("export_journal", Record("journal", 0), count=len(rows))
    return sheets.table("办理日志", HEADINGS, [_as_cells(row) for row in rows])


def verbs(desk: Desk) -> Sequence[str]:
    """Every verb that has been written down so far."""
    return desk.session.scalars(select(JournalLine.verb).distinct().order_by(JournalLine.verb)).all()


def _found(wanted: Wanted) -> Select[JournalLine]:
    found = select(JournalLine).order_by(JournalLine.id.desc())
    if wanted.person:
        ids = select(Officer.id).where(or_(Officer.login == wanted.person, Officer.name == wanted.person))
        found = found.where(or_(JournalLine.officer_id.in_(ids), JournalLine.on_behalf_of_id.in_(ids)))
    if wanted.case:
        case = meant(wanted.case)
        found = found.where(or_(JournalLine.case == case, JournalLine.subject == case))
    if wanted.verb:
        found = found.where(JournalLine.verb == wanted.verb)
    if wanted.since:
        found = found.where(JournalLine.at >= end_of(wanted.since - timedelta(days=1)))
    if wanted.until:
        found = found.where(JournalLine.at < end_of(wanted.until))
    return found.where(JournalLine.outcome == Outcome.REFUSED.value) if wanted.refused else found


def _rows(desk: Desk, found: Select[JournalLine]) -> list[Row]:
    lines = desk.session.scalars(found).all()
    people = desk.session.scalars(select(Officer).where(Officer.id.in_(people_in(lines)))).all()
    names: dict[int | None, str] = {None: "系统", **{one.id: f"{one.name}（{one.login}）" for one in people}}
    return [_row(line, names) for line in lines]


def _row(line: JournalLine, names: Mapping[int | None, str]) -> Row:
    return Row(
        number=line.id,
        at=moment_in_words(line.at.astimezone(BEIJING), seconds=True),
        who=names[line.officer_id],
        on_behalf_of=names[line.on_behalf_of_id] if line.on_behalf_of_id is not None else "",
        post=POSTS[PostKind(line.post)] if line.post else "",
        subject=in_words(line.subject),
        said=said(line),
        is_refused=line.outcome == Outcome.REFUSED.value,
        address=line.address or "",
    )


def _as_cells(row: Row) -> list[str | int]:
    return [
        row.number, row.at, row.who, row.on_behalf_of, row.post, row.subject, row.said,
        "未予办理" if row.is_refused else "已办", row.address,
    ]  # fmt: skip
