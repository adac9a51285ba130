"""Every file of a round as a line, read as columns: where there are tens of thousands no page reads them as objects.

They say the same, in the same order, as `holdings.folders`.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from workflow.consultation import holdings, paperwork, words
from workflow.consultation.model import Letter, Paper, Reply, Round
from workflow.desk import Desk
from workflow.files import KeptFile
from workflow.people import Unit


@dataclass(frozen=True)
class Line:
    """`unit`: "" of the office."""

    folder: str
    file_id: int
    title: str
    unit: str
    at: datetime
    note: str


def lines(desk: Desk, round_: Round) -> list[Line]:
    papers = _papers(desk, round_)
    return [
        line
        for folder, kinds in holdings.FOLDERS
        for line in (*_drafts(round_, folder), *_of(folder, kinds, papers), *_scans(desk, round_, folder))
    ]


def files(desk: Desk, ids: Collection[int]) -> Mapping[int, KeptFile]:
    """Those of the page that is looked at."""
    return {file.id: file for file in desk.session.scalars(select(KeptFile).where(KeptFile.id.in_(ids)))}


def _drafts(round_: Round, folder: str) -> Iterator[Line]:
    if folder == holdings.DRAFTS:
        for held in holdings.drafts(round_):
            yield Line(folder, held.file.id, held.title, held.unit, held.at, held.note)


def _papers(desk: Desk, round_: Round) -> Mapping[str, list[Line]]:
    """By their kinds; each in the order in which it was made."""
    found = (
        select(Paper.kind, Paper.file_id, Unit.name, Paper.made_at, Letter.void)
        .outerjoin(Reply, Reply.id == Paper.reply_id)
        .outerjoin(Unit, Unit.id == Reply.unit_id)
        .outerjoin(Letter, (Letter.file_id == Paper.file_id) & (Letter.reply_id == Paper.reply_id))
        .where(Paper.round_id == round_.id)
        .order_by(Paper.id)
    )
    by_kind: dict[str, list[Line]] = {}
    for kind, file_id, unit, made_at, void in desk.session.execute(found):
        note = words.VOIDS[void] if void else ""
        by_kind.setdefault(kind, []).append(Line("", file_id, holdings.KINDS[kind], unit or "", made_at, note))
    return by_kind


def _of(folder: str, kinds: Collection[str], papers: Mapping[str, list[Line]]) -> Iterator[Line]:
    for kind in kinds:
        found = papers.get(kind, [])
        for line in found:
            is_outdated = kind in paperwork.FIGURES and line is not found[-1]
            note = holdings.OUTDATED if is_outdated else line.note
            yield Line(folder, line.file_id, line.title, line.unit, line.at, note)


def _scans(desk: Desk, round_: Round, folder: str) -> Iterator[Line]:
    if folder != holdings.LETTERS:
        return
    found = (
        select(KeptFile.id, Letter.channel, Unit.name, KeptFile.kept_at, Letter.void)
        .join(Reply, Reply.id == Letter.reply_id)
        .join(Unit, Unit.id == Reply.unit_id)
        .join(KeptFile, KeptFile.id == Letter.scan_id)
        .where(Reply.round_id == round_.id)
        .order_by(Reply.position, Reply.id, Letter.number, Letter.id)
    )
    for file_id, channel, unit, kept_at, void in desk.session.execute(found):
        yield Line(folder, file_id, holdings.scan_title(channel), unit, kept_at, words.VOIDS[void] if void else "")
