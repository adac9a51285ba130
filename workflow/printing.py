"""签名PDF of papers, made by a job where LibreOffice is installed: converted, signed by the system, kept beside the Word file.

What is to be done is read off the papers themselves: a recent one that carries a mark and has no PDF yet. Whoever makes
one notes it first, so that two workers never make the same; one that fails is tried again, and after that let be.
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from zipfile import BadZipFile

from sqlalchemy import ForeignKey, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from workflow.desk import Desk
from workflow.documents import office
from workflow.documents.marking import with_remark
from workflow.documents.uploads.kinds import PDF
from workflow.errors import EngineFault, Refusal
from workflow.files import Files, KeptFile
from workflow.signatures import pdf
from workflow.signatures.algorithms import ED25519
from workflow.signatures.keys import key_of
from workflow.signatures.marks import shown
from workflow.signatures.rows import MarkedPaper, SignedPdf
from workflow.signatures.statements import SYSTEM_OWNER
from workflow.signatures.verifying import issuer_of
from workflow.store import Base, RowId

OLDEST = timedelta(days=2)  # what lay longer, while there was no LibreOffice, stays a Word file
AT_ONCE = 10  # the rest a minute later: a program that is stopped has not much left to lose
PATIENCE = 120  # seconds for one conversion
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (10, 60, 240))  # before the next attempt; longer than PATIENCE
REMARK = "本PDF使用替代字体，版式以Word文件为准"
STANDARD = (  # PostScript names of the fonts that GB/T 9704 and our templates name
    "FangSong", "KaiTi", "SimHei", "SimSun", "NSimSun", "FZXBS", "FZXiaoBiaoSong", "TimesNewRoman", "OpenSymbol",
)  # fmt: skip

OpenDesk = Callable[[], AbstractContextManager[Desk]]  # a new writing transaction


class Printing(Base):
    """Attempts at one paper's PDF. `result`: why the last one failed."""

    __tablename__ = "printing"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("marked_paper.id"), unique=True)
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime]
    result: Mapped[str] = mapped_column(Text, default="")


@dataclass(frozen=True)
class _Order:
    """One paper to be made; nothing in it hangs on a transaction."""

    paper_id: int
    sha256: str
    files: Files


def make_due(open_desk: OpenDesk, goes_on: Callable[[], bool] = lambda: True) -> int:
    """Makes the PDFs that are due, some at a time and one after the other while `goes_on`; returns how many were made."""
    made = 0
    for _ in range(AT_ONCE if office.available() else 0):
        order = _claimed(open_desk) if goes_on() else None
        if order is None:
            break
        made += _made(open_desk, order)
    return made


def _claimed(open_desk: OpenDesk) -> _Order | None:
    """The next paper, marked as begun before it is; a process that dies over it leaves it for the next attempt."""
    with open_desk() as desk:
        if desk.signing is None:
            return None
        found = desk.session.execute(
            select(MarkedPaper, Printing)
            .join(KeptFile, KeptFile.id == MarkedPaper.file_id)
            .outerjoin(SignedPdf, SignedPdf.paper_id == MarkedPaper.id)
            .outerjoin(Printing, Printing.paper_id == MarkedPaper.id)
            .where(SignedPdf.id.is_(None), KeptFile.kept_at > desk.now - OLDEST)
            .where(Printing.id.is_(None) | ((Printing.attempts <= len(PAUSES)) & (Printing.not_before <= desk.now)))
            .order_by(MarkedPaper.id)
            .limit(1)
            .with_for_update(of=MarkedPaper, skip_locked=True)
        ).first()
        if found is None:
            return None
        paper, printing = found
        if printing is None:
            printing = Printing(paper_id=paper.id, attempts=0)
            desk.session.add(printing)
        printing.not_before = desk.now + PAUSES[min(printing.attempts, len(PAUSES) - 1)]
        printing.attempts += 1
        return _Order(paper.id, paper.file.sha256, desk.files)


def _made(open_desk: OpenDesk, order: _Order) -> int:
    try:
        data = printed(order.files.content(order.sha256))
    except (Refusal, EngineFault, BadZipFile, OSError) as failed:  # a spoilt file must not keep the others waiting
        with open_desk() as desk:
            row = desk.session.scalars(select(Printing).where(Printing.paper_id == order.paper_id)).one()
            row.result = str(failed)
        return 0
    with open_desk() as desk:
        keep(desk, desk.session.get_one(MarkedPaper, order.paper_id), data)
    return 1


def printed(word: bytes) -> bytes:
    """The paper as PDF; where this machine lacks fonts of the standard, every page says so."""
    remarked = office.convert(with_remark(word, REMARK), "pdf", PATIENCE)
    return remarked if are_substituted(pdf.fonts_in(remarked)) else office.convert(word, "pdf", PATIENCE)


def are_substituted(fonts: Iterable[str]) -> bool:
    """Whether among the fonts of a PDF some stand in for those that the paper names."""
    return any(not name.startswith(STANDARD) for name in fonts)


def keep(desk: Desk, paper: MarkedPaper, data: bytes) -> SignedPdf:
    """Signed with the system's key, kept, and vouched for like every file that the system makes."""
    signing, vouching = desk.signing, desk.vouching
    assert signing is not None  # a paper that carries a mark comes from an installation that signs
    assert vouching is not None
    key = key_of(desk.session, signing.vault, SYSTEM_OWNER.id, SYSTEM_OWNER.name, ED25519, desk.now)
    signed = pdf.signed(data, signing.vault, key, issuer_of(desk.session, key), shown(paper.code), desk.now)
    kept = desk.keep(signed, f"{paper.file.name.rpartition('.')[0]}.pdf", PDF.media_type)
    made = SignedPdf(paper_id=paper.id, file_id=kept.id, made_at=desk.now)
    desk.session.add(made)
    vouching.copy(kept, paper, {"code": shown(paper.code), "word_sha256": paper.file.sha256, "pdf_key": key.key_id})
    return made
