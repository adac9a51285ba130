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
from workflow.signatures import pdf
from workflow.signatures.canonical import digest
from workflow.signatures.keys import AUTHORITY, Vault
from workflow.signatures.marks import LENGTH, SIGNS, typed
from workflow.signatures.rows import MarkedPaper, SignedPdf, SignedStatement, SigningKey
from workflow.signatures.statements import Statement, read, statements_about
from workflow.signatures.verifying import Code, Verdict, is_ours, judged, verify_statement

PDF_BEGINS = b"%PDF-"
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
    """About a file that is this paper, or a copy of it; `original_kept`: the installation's own copy is whole.

    `in_pdf`: what was found about the signature inside a PDF; None for a Word file.
    """

    paper: MarkedPaper
    bytes_: Bytes
    words: Words
    difference: Difference
    signatures: tuple[Checked, ...]
    original_kept: bool = True
    in_pdf: Verdict | None = None

    @property
    def is_unchanged(self) -> bool:
        return self.words is Words.EQUAL and self.original_kept

    @property
    def holds(self) -> bool:
        """The content stands as it was signed, and every signature was good."""
        verdicts = [one.verdict for one in self.signatures] + ([self.in_pdf] if self.in_pdf else [])
        return self.is_unchanged and all(verdict.holds for verdict in verdicts)


SAME = Difference((), 0, pictures=False)


def check(session: Session, files: Files, vault: Vault, data: bytes, code: str, now: datetime) -> Answer | None:
    """None: nothing here fits both this file and this code."""
    if data.startswith(PDF_BEGINS):
        return _check_pdf(session, files, vault, data, code, now)
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


# -- the PDF beside the Word file


def _check_pdf(session: Session, files: Files, vault: Vault, data: bytes, code: str, now: datetime) -> Answer | None:
    """Only of a file with the very signature of the PDF that is kept: nobody gets an answer for a code alone."""
    roots = session.scalars(select(SigningKey.certificate).where(SigningKey.owner == AUTHORITY)).all()
    given = pdf.seen_in(data, roots)
    made = _made_as(session, typed(code) or typed(given.code), code_in=given.code) if given else None
    if given is None or made is None:
        return None
    kept = pdf.seen_in(files.find(made.file.sha256) or b"", roots)
    if kept is None or (kept.signature, kept.key_id) != (given.signature, given.key_id):
        return None
    exact = digest(data) == made.file.sha256
    words = Words.EQUAL if given.whole else Words.CHANGED
    copy = _copy_of(session, made)
    signatures = (
        *_signatures(session, vault, made.paper, now),
        *([_checked(session, vault, copy, now)] if copy else []),
    )
    return Answer(
        made.paper, Bytes.EXACT if exact else Bytes.DIFFERENT, words, SAME, signatures,
        original_kept=copy is not None, in_pdf=_judged(session, vault, given, now),
    )  # fmt: skip


def _made_as(session: Session, wanted: str, *, code_in: str) -> SignedPdf | None:
    if wanted != typed(code_in):
        return None
    return session.scalar(select(SignedPdf).join(SignedPdf.paper).where(MarkedPaper.code == wanted))


def _copy_of(session: Session, made: SignedPdf) -> SignedStatement | None:
    """What the system said of this PDF: its hash was signed, not only written into a row."""
    about = SignedStatement.paper_sha256 == made.file.sha256
    return session.scalars(select(SignedStatement).where(about).limit(1)).first()


def _judged(session: Session, vault: Vault, seen: pdf.Seen, now: datetime) -> Verdict:
    key = session.scalar(select(SigningKey).where(SigningKey.key_id == seen.key_id))
    if key is None or seen.at is None or not is_ours(session, vault, key):
        return Verdict(Code.UNKNOWN_KEY)
    return judged(session, key, seen.at, now, fits=seen.whole)


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
