"""Who may have a kept file: the unit what was sent to it and what it said itself, the office all of its rounds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from workflow.consultation import paperwork
from workflow.consultation.model import Annex, Draft, Letter, Paper, Reply, Round
from workflow.consultation.papers import PAPERS, CommentForm
from workflow.desk import Desk
from workflow.files import KeptFile
from workflow.people import PostKind

FORM = CommentForm.kind
OF_A_UNIT = (PostKind.CLERK, PostKind.LEADER, PostKind.SEAL_KEEPER)
TO_ALL = ("notice", "extension", "replacement", "revocation")  # papers of the round that every unit is sent
TO_ONE = ("comment_form", "reply", "reminder", "correction", "answer")  # papers about one unit that it is sent

_TITLES = {paper.kind: paper.title_in_words for paper in PAPERS}


def may_have(desk: Desk, file_id: int) -> bool:
    """Is the officer among those for whom the file was made, to whom it was sent, or who sent it?"""
    units = {unit_id for unit_id, kind in desk.posts if kind in OF_A_UNIT}
    office = {unit_id for unit_id, kind in desk.posts if kind in (PostKind.CLERK, PostKind.LEADER)}
    queries = [*_of_units(units, file_id), *_of_office(office, file_id)]
    return desk.session.execute(union_all(*queries).limit(1)).first() is not None


def _of_units(units: set[int], file_id: int) -> Iterator[Select[Any]]:
    """Of rounds that are out: drafts and annexes, papers to all, and what went between the office and the unit."""
    asked = select(Reply.round_id).where(Reply.unit_id.in_(units))
    own = select(Reply.id).where(Reply.unit_id.in_(units))
    yield select(Draft.id).where(Draft.file_id == file_id, Draft.round_id.in_(asked))
    yield select(Annex.id).where(Annex.file_id == file_id, Annex.round_id.in_(asked))
    yield _letters(file_id).where(Letter.reply_id.in_(own))
    to_all = and_(Paper.kind.in_(TO_ALL), Paper.reply_id.is_(None), Paper.round_id.in_(asked))
    to_one = and_(Paper.kind.in_(TO_ONE), Paper.reply_id.in_(own))
    yield select(Paper.id).where(Paper.file_id == file_id, or_(to_all, to_one))


def _of_office(units: set[int], file_id: int) -> Iterator[Select[Any]]:
    led = select(Round.id).where(Round.lead_unit_id.in_(units))
    for table in (Draft, Annex, Paper):
        of_round: InstrumentedAttribute[int] = table.round_id
        yield select(table.id).where(table.file_id == file_id, of_round.in_(led))
    replies = select(Reply.id).where(Reply.round_id.in_(led))
    yield _letters(file_id).where(Letter.reply_id.in_(replies))


def _letters(file_id: int) -> Select[Any]:
    return select(Letter.id).where(or_(Letter.file_id == file_id, Letter.scan_id == file_id))


@dataclass(frozen=True)
class Sent:
    """One paper as the unit's page lists it."""

    title: str
    file: KeptFile
    at: datetime


def drafts_and_annexes(reply: Reply) -> list[Sent]:
    """What is to be read: the current draft and the annexes in their order."""
    round_ = reply.round
    draft = round_.current_draft
    title = f"征求意见稿{f'（{paperwork.version(draft)}）' if draft.version > 1 else ''}"
    annexes = [Sent(f"附件：{annex.title}", annex.file, annex.file.kept_at) for annex in round_.annexes]
    return [Sent(title, draft.file, draft.made_at), *annexes]


def papers_for(desk: Desk, reply: Reply) -> list[Sent]:
    """The papers made for all units and for this one, oldest first; of the blank form only the latest."""
    to_all = and_(Paper.reply_id.is_(None), Paper.kind.in_(TO_ALL))
    to_one = and_(Paper.reply_id == reply.id, Paper.kind.in_(TO_ONE))
    find = select(Paper).where(Paper.round_id == reply.round_id, or_(to_all, to_one)).order_by(Paper.id)
    found = desk.session.scalars(find.options(joinedload(Paper.file))).all()
    forms = [paper for paper in found if paper.kind == FORM]
    return [Sent(_TITLES[p.kind], p.file, p.made_at) for p in found if p.kind != FORM or p is forms[-1]]


def blank_form(desk: Desk, reply: Reply) -> KeptFile | None:
    """The latest 反馈单 of the unit."""
    find = select(Paper).where(Paper.reply_id == reply.id, Paper.kind == FORM).order_by(Paper.id.desc()).limit(1)
    paper = desk.session.scalars(find.options(joinedload(Paper.file))).first()
    return paper.file if paper else None
