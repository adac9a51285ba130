"""How a paper of a round is made and kept, and found again."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import select

from workflow.consultation import attesting, papers
from workflow.consultation.model import Letter, Paper, Reply, Round
from workflow.consultation.paperwork.asking import comment_form
from workflow.desk import Desk
from workflow.documents.marking import Mark
from workflow.documents.paper import word
from workflow.files import EXCEL, WORD, KeptFile


@dataclass(frozen=True)
class Made:
    """A paper as a Word file, with the mark that it bears."""

    mark: Mark | None
    data: bytes


Ready = Mapping[papers.Paper, Made]  # by what each says: a paper that would say anything else is not among them
NONE_READY: Ready = MappingProxyType({})


def make_ready(desk: Desk, round_: Round, paper: papers.Paper) -> tuple[papers.Paper, Made]:
    """Before the transaction that needs it: nobody waits. Its bytes lie where they will be kept; unused they harm nobody."""
    paper = attesting.sealed(desk, round_, paper, None)
    made = _made(desk, paper)
    desk.files.put(hashlib.sha256(made.data).hexdigest(), made.data)
    return paper, made


def _made(desk: Desk, paper: papers.Paper) -> Made:
    mark = attesting.mark_for(desk, paper.kind)
    return Made(mark, word(paper, mark))


def keep(
    desk: Desk, round_: Round, paper: papers.Paper, about: str = "", reply: Reply | None = None,
    letter: Letter | None = None, ready: Ready = NONE_READY,
) -> KeptFile:  # fmt: skip
    """Make the paper, keep it with the round, and vouch for it. `letter`: whose paper it is; `ready`: already made."""
    paper = attesting.sealed(desk, round_, paper, letter)
    made = ready.get(paper) or _made(desk, paper)
    name = file_name(paper.title_in_words, about)
    kept = keep_bytes(desk, round_, paper.kind, made.data, name, WORD, reply)
    attesting.vouch(desk, round_, kept, paper, made.mark, letter)
    return kept


def keep_sheet(desk: Desk, round_: Round, paper: papers.Summary) -> KeptFile:
    name = file_name(paper.title_in_words, "", "xlsx")
    return keep_bytes(desk, round_, "summary_sheet", papers.summary_sheet(paper), name, EXCEL, None)


def keep_bytes(
    desk: Desk, round_: Round, kind: str, data: bytes, name: str, media_type: str, reply: Reply | None
) -> KeptFile:
    kept = desk.keep(data, name, media_type)
    desk.session.add(
        Paper(round_id=round_.id, reply_id=reply.id if reply else None, kind=kind, file_id=kept.id, made_at=desk.now)
    )
    return kept


def hand_out_form(desk: Desk, reply: Reply) -> None:
    """The unit's blank 反馈单 for the draft as it is now, made when somebody of the unit first comes to look."""
    if not _forms(desk, reply, since=reply.round.current_draft.made_at):
        keep(desk, reply.round, comment_form(reply), reply.unit.name, reply)


def renew_form(desk: Desk, reply: Reply) -> None:
    """After a correction: for whoever has one already."""
    if _forms(desk, reply):
        keep(desk, reply.round, comment_form(reply), reply.unit.name, reply)


def _forms(desk: Desk, reply: Reply, since: datetime | None = None) -> bool:
    made = select(Paper.id).where(Paper.reply_id == reply.id, Paper.kind == papers.CommentForm.kind)
    return desk.session.scalar((made.where(Paper.made_at >= since) if since else made).limit(1)) is not None


def file_name(title: str, about: str = "", suffix: str = "docx") -> str:
    return f"{title}（{about}）.{suffix}" if about else f"{title}.{suffix}"


def kept_paper(round_: Round, kind: str, reply: Reply | None = None) -> KeptFile | None:
    """The latest kept paper of that kind."""
    reply_id = reply.id if reply else None
    found = [paper for paper in round_.papers if paper.kind == kind and paper.reply_id == reply_id]
    return found[-1].file if found else None
