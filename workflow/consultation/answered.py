"""What each unit is told in return, some units at a time: a round of thousands is never read as a whole for a page."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from workflow.consultation import papers, paperwork
from workflow.consultation.model import Comment, Letter, Paper, Reply, Round
from workflow.desk import Desk
from workflow.files import KeptFile


@dataclass(frozen=True)
class Answered:
    """One unit with its answer; `kept`: the paper, once it has gone out."""

    reply: Reply
    answer: papers.Answer
    kept: KeptFile | None


def count(desk: Desk, round_: Round) -> int:
    return desk.session.scalar(select(func.count()).where(Reply.round_id == round_.id)) or 0


def some(desk: Desk, round_: Round, first: int, size: int) -> list[Answered]:
    """`size` units from the `first` one (0) on, as they were served."""
    replies = _replies(desk, round_, first, size)
    kept = _kept(desk, round_, [reply.id for reply in replies])
    return [Answered(reply, paperwork.answer(reply, desk.now), kept.get(reply.id)) for reply in replies]


def _replies(desk: Desk, round_: Round, first: int, size: int) -> Sequence[Reply]:
    comments = selectinload(Reply.letters).selectinload(Letter.comments)
    found = select(Reply).where(Reply.round_id == round_.id).order_by(Reply.position, Reply.id)
    about = (
        joinedload(Reply.unit),
        selectinload(Reply.standings),
        comments.joinedload(Comment.clause),
        comments.selectinload(Comment.decisions),
    )
    return desk.session.scalars(found.offset(first).limit(size).options(*about)).all()


def _kept(desk: Desk, round_: Round, reply_ids: Collection[int]) -> Mapping[int, KeptFile]:
    """The latest of each."""
    of_these = Paper.round_id == round_.id, Paper.kind == papers.Answer.kind, Paper.reply_id.in_(reply_ids)
    found = select(Paper).where(*of_these).order_by(Paper.id).options(joinedload(Paper.file))
    return {paper.reply_id: paper.file for paper in desk.session.scalars(found) if paper.reply_id is not None}
