"""What the verification page answers about a file: is it byte for byte the paper, does it say the same, who signed.

Whoever has neither the paper nor something very like it learns nothing: an unknown code, a wrong file and a code
without a file get the same answer.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.documents.likeness import Difference, content_of, difference, mark_in
from workflow.errors import EngineFault, Unreadable
from workflow.files import Files
from workflow.signatures.canonical import digest
from workflow.signatures.keys import Vault
from workflow.signatures.marks import LENGTH, SIGNS, typed
from workflow.signatures.rows import MarkedPaper, SignedStatement
from workflow.signatures.statements import Statement, read, statements_about
from workflow.signatures.verifying import Code, Verdict, verify_statement

_CODE = re.compile(f"验证码 *([{SIGNS}]{{{LENGTH // 2}}}-[{SIGNS}]{{{LENGTH // 2}}})")


class Bytes(StrEnum):
    EXACT = "exact"  # 与原件逐字节一致
    DIFFERENT = "different"  # 字节不同


class Words(StrEnum):
    EQUAL = "equal"  # 内容一致
    CHANGED = "changed"  # 内容有改动


@dataclass(frozen=True)
class Checked:
    """One statement, with what was found about its signature."""

    said: Statement
    verdict: Verdict


@dataclass(frozen=True)
class Answer:
    """About a file that is this paper, or a copy of it; `original_kept`: the installation's own copy is whole."""

    paper: MarkedPaper
    bytes_: Bytes
    words: Words
    difference: Difference
    signatures: tuple[Checked, ...]
    original_kept: bool = True

    @property
    def holds(self) -> bool:
        """The content stands as it was signed, and every signature was good."""
        return self.words is Words.EQUAL and self.original_kept and all(one.verdict.holds for one in self.signatures)


SAME = Difference((), 0, pictures=False)


def check(session: Session, files: Files, vault: Vault, data: bytes, code: str, now: datetime) -> Answer | None:
    """None: nothing here fits both this file and this code."""
    paper = _paper(session, data, code)
    if paper is None:
        return None
    if digest(data) == _said_hash(paper):
        return _answer(session, vault, paper, Bytes.EXACT, SAME, now)
    try:
        found = difference(content_of(files.read(paper.file)), content_of(data))
    except (Unreadable, EngineFault, OSError):
        return None
    return None if found is None else _answer(session, vault, paper, Bytes.DIFFERENT, found, now)


def _paper(session: Session, data: bytes, code: str) -> MarkedPaper | None:
    """By the code that was typed or stands in the file; without one by the bytes themselves."""
    wanted = typed(code) or _code_in(data)
    query = select(MarkedPaper).where(MarkedPaper.code == wanted)
    if not wanted:
        same = SignedStatement.paper_sha256 == digest(data)
        query = select(MarkedPaper).join(MarkedPaper.statement).where(same)
    return session.scalars(query.limit(1)).first()


def _code_in(data: bytes) -> str:
    try:
        found = _CODE.search(mark_in(data))
    except (Unreadable, ValueError):
        return ""
    return typed(found[1]) if found else ""


def _said_hash(paper: MarkedPaper) -> str:
    """The hash that was signed, not the one of the row beside it."""
    return read(paper.statement.content).get("paper", "")


def _answer(
    session: Session, vault: Vault, paper: MarkedPaper, bytes_: Bytes, found: Difference, now: datetime
) -> Answer:
    words = Words.EQUAL if found.is_none else Words.CHANGED
    whole = paper.file.sha256 == _said_hash(paper)
    return Answer(paper, bytes_, words, found, _signatures(session, vault, paper, now), whole)


def _signatures(session: Session, vault: Vault, paper: MarkedPaper, now: datetime) -> tuple[Checked, ...]:
    """What the paper rests on, then its own. One that is named and not found any more counts as altered."""
    own = read(paper.statement.content)
    about = {digest(one.content.encode()): one for one in statements_about(session, paper.about)}
    named: list[Any] = own.get("rests_on", [])
    below = [_checked(session, vault, about[name], now) if name in about else _LOST for name in named]
    return (*below, _checked(session, vault, paper.statement, now))


def _checked(session: Session, vault: Vault, statement: SignedStatement, now: datetime) -> Checked:
    return Checked(Statement.read(statement), verify_statement(session, vault, statement, now))


_LOST = Checked(Statement.lost(), Verdict(Code.ALTERED))
