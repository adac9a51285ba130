"""What a played round leaves behind: every document in a folder, and its figures for people and programs."""

from pathlib import Path
from typing import Any

from sqlalchemy import select

from workflow.archiving.gathering import of_round
from workflow.clock import BEIJING
from workflow.consultation import rules
from workflow.consultation.audit import audit, matches
from workflow.consultation.model import Annex, Draft, Paper, Round
from workflow.consultation.said import comments_of
from workflow.demo.documents import Document, in_json, write_archive, write_files
from workflow.desk import Desk


def write_documents(desk: Desk, round_: Round, out: Path) -> list[Document]:
    """Write every kept file of the round below `out`, numbered in the order of their making."""
    found = [("draft", draft.file) for draft in _of(desk, Draft, round_)]
    found += [("annex", annex.file) for annex in _of(desk, Annex, round_)]
    found += [(paper.kind, paper.file) for paper in _of(desk, Paper, round_)]
    found += [("scan", letter.scan) for reply in round_.replies for letter in reply.letters if letter.scan]
    return [*write_files(desk, found, out), write_archive(desk, of_round(round_), out)]


def _of(desk: Desk, model: Any, round_: Round) -> Any:
    return desk.session.scalars(select(model).where(model.round_id == round_.id).order_by(model.id))


def figures(desk: Desk, round_: Round, documents: list[Document], seconds: float) -> dict[str, Any]:
    """The object that `zhengxun demo --json` prints."""
    counts = rules.count(round_.replies, comments_of(round_))
    lines = audit(desk, round_)
    return {
        "units": counts.sent,
        "replies": {
            "with_comments": counts.with_comments,
            "no_objection": counts.no_objection,
            "silent": counts.silent,
            "undelivered": counts.undelivered,
            "late": counts.late,
        },
        "comments": counts.comments,
        "decisions": {
            "adopted": counts.adopted,
            "partly": counts.partly,
            "declined": counts.declined,
            "explained": counts.explained,
        },
        "deadline": round_.last_moment.astimezone(BEIJING).isoformat(),
        "events": sum(line.happened_at is not None for line in lines),
        "rehearsal_matches": matches(lines, desk.now),
        "documents": in_json(documents),
        "seconds": round(seconds, 2),
    }
