"""What an archive is made of: files in their folders, official rows, lines of the journal, and what describes them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.files import KeptFile
from workflow.signatures.rows import MarkedPaper, SignedPdf

_NOT_IN_A_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]')  # a name is never a path


@dataclass(frozen=True)
class Held:
    """A kept file with its place in the archive; `title` as people call it."""

    folder: str
    title: str
    kind: str
    file: KeptFile


@dataclass(frozen=True)
class Holding:
    """One case, gathered. `owners`: which rows belong to it, by the column that says so."""

    case: str
    title: str
    held: Sequence[Held]
    owners: Mapping[str, Sequence[int]]
    described: Mapping[str, Any]


def with_pdfs(session: Session, holding: Holding) -> Holding:
    """Each paper followed by its signed PDF, where one was made."""
    of_paper = select(MarkedPaper.file_id, SignedPdf).join(SignedPdf, SignedPdf.paper_id == MarkedPaper.id)
    of_these = of_paper.where(MarkedPaper.file_id.in_([held.file.id for held in holding.held]))
    made = {file_id: printed.file for file_id, printed in session.execute(of_these)}
    pairs = [
        (held, replace(held, title=f"{held.title}（PDF）", file=made[held.file.id]) if held.file.id in made else None)
        for held in holding.held
    ]
    return replace(holding, held=[held for pair in pairs for held in pair if held])


def path_of(number: int, held: Held, most: int) -> str:
    name = _NOT_IN_A_NAME.sub("_", held.file.name)
    return f"{held.folder}/{number:0{len(str(most))}d} {name}"
