"""What a played round leaves behind: every document in a folder, and its figures for people and programs."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from workflow.clock import BEIJING
from workflow.consultation import rules
from workflow.consultation.audit import audit, matches
from workflow.consultation.model import Annex, Draft, Paper, Round
from workflow.consultation.said import comments_of
from workflow.desk import Desk
from workflow.files import KeptFile


@dataclass(frozen=True)
class Document:
    kind: str
    path: Path


def write_documents(desk: Desk, round_: Round, out: Path) -> list[Document]:
    """Write every kept file of the round below `out`, numbered in the order of their making."""
    found = [("draft", draft.file) for draft in _of(desk, Draft, round_)]
    found += [("annex", annex.file) for annex in _of(desk, Annex, round_)]
    found += [(paper.kind, paper.file) for paper in _of(desk, Paper, round_)]
    found += [("scan", letter.scan) for reply in round_.replies for letter in reply.letters if letter.scan]
    out.mkdir(parents=True, exist_ok=True)
    width = len(str(len(found)))
    return [_write(desk, kind, file, out / f"{n:0{width}d} {file.name}") for n, (kind, file) in enumerate(found, 1)]


def _of(desk: Desk, model: Any, round_: Round) -> Any:
    return desk.session.scalars(select(model).where(model.round_id == round_.id).order_by(model.id))


def _write(desk: Desk, kind: str, file: KeptFile, path: Path) -> Document:
    path.write_bytes(desk.files.read(file))
    return Document(kind, path)


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
        "documents": [{"kind": document.kind, "path": str(document.path)} for document in documents],
        "seconds": round(seconds, 2),
    }
