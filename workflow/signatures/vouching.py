"""What an action says when somebody signs, seals or lets a paper go: the facts, without keys and rows.

An installation that does not sign (no keys given) vouches for nothing and prints no codes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from workflow.documents.marking import Mark
from workflow.documents.paper import Paper
from workflow.files import KeptFile
from workflow.people import Officer, Unit
from workflow.signatures.canonical import digest
from workflow.signatures.marks import new_mark, typed
from workflow.signatures.rows import MarkedPaper, SignedStatement
from workflow.signatures.statements import (
    SYSTEM_OWNER,
    Act,
    Owner,
    Signing,
    Statement,
    hashes,
    statements_about,
)


@dataclass(frozen=True)
class Vouching:
    """One transaction's pen: whose session, at what moment, in whose hand."""

    signing: Signing
    session: Session
    now: datetime
    officer: Officer | None
    on_behalf_of: Officer | None = None

    @property
    def hand(self) -> str:
        """As the statement names it: a substitute with the one he stands in for."""
        if self.officer is None:
            return SYSTEM_OWNER.name
        return f"{self.officer.name}（代{self.on_behalf_of.name}）" if self.on_behalf_of else self.officer.name

    def sign(
        self, about: str, document: str, title: str, content: Mapping[str, Any], *, post: str, unit: Unit,
        images: Mapping[str, str] | None = None,
    ) -> SignedStatement:  # fmt: skip
        """签字: the officer signs this content in that post. `images`: what he wrote with his hand, by its SHA-256."""
        assert self.officer is not None  # nobody signs in the name of the system
        owner = Owner(f"officer:{self.officer.id}", self.officer.name)
        subject = About(about, document, title)
        return self._make(owner, Act.SIGN, subject, self.hand, post, unit, content, images=images)

    def record(
        self, about: str, document: str, title: str, content: Mapping[str, Any], *, signer: str, post: str, unit: Unit
    ) -> SignedStatement:
        """登记: the system vouches for what somebody put on paper, who has no account."""
        return self._make(SYSTEM_OWNER, Act.RECORD, About(about, document, title), signer, post, unit, content)

    def paper(self, kept: KeptFile, paper: Paper, mark: Mark, about: str, *, post: str, unit: Unit) -> MarkedPaper:
        """A finished paper: sealed by its unit when it carries a seal, else recorded by the system."""
        subject = About(about, paper.kind, paper.title_in_words)
        sealed = self.officer is not None and getattr(paper, "seal", None) is not None
        owner = Owner(f"unit:{unit.id}", unit.name) if sealed else SYSTEM_OWNER
        act = Act.SEAL if sealed else Act.RECORD
        statement = self._make(
            owner, act, subject, self.hand, post if self.officer else "", unit, {"code": mark.code},
            images=_images(paper), paper=kept.sha256, rests_on=hashes(self._signed(about, paper.kind)),
        )  # fmt: skip
        marked = MarkedPaper(code=typed(mark.code), file_id=kept.id, statement=statement, about=about)
        self.session.add(marked)
        return marked

    def certificate(
        self, kept: KeptFile, subject: "About", content: Mapping[str, Any], *, unit: Unit
    ) -> SignedStatement:
        """What the system certifies of its own knowledge; the file and every word in it are covered."""
        return self._make(SYSTEM_OWNER, Act.RECORD, subject, SYSTEM_OWNER.name, "", unit, content, paper=kept.sha256)

    def copy(self, kept: KeptFile, paper: MarkedPaper, content: Mapping[str, Any]) -> SignedStatement:
        """The paper in another form, made by the system; it rests on what was said of the paper itself."""
        said = Statement.read(paper.statement)
        statement = Statement(
            about=paper.about, act=Act.RECORD, document=said.document, title=f"{said.title}（PDF）",
            signer=SYSTEM_OWNER.name, unit=said.unit, at=self.now, content=content, paper=kept.sha256,
            rests_on=hashes([paper.statement]),
        )  # fmt: skip
        return self.signing.make(self.session, SYSTEM_OWNER, statement)

    def mark(self) -> Mark:
        return new_mark(self.signing.site)

    def _signed(self, about: str, document: str) -> list[SignedStatement]:
        """What this paper rests on: the signatures given to its content."""
        found = statements_about(self.session, about)
        return [one for one in found if not one.paper_sha256 and one.document == document]

    def _make(
        self, owner: Owner, act: Act, subject: "About", signer: str, post: str, unit: Unit, content: Mapping[str, Any],
        *, images: Mapping[str, str] | None = None, paper: str = "", rests_on: Sequence[str] = (),
    ) -> SignedStatement:  # fmt: skip
        said = Statement(
            about=subject.about, act=act, document=subject.document, title=subject.title, signer=signer, post=post,
            unit=unit.name, at=self.now, content=content, images=images or {}, paper=paper, rests_on=rests_on,
        )  # fmt: skip
        return self.signing.make(self.session, owner, said)


@dataclass(frozen=True)
class About:
    """What a statement is about: the letter, case or round; the kind of paper; what people call it."""

    about: str
    document: str
    title: str = field(default="")


def _images(paper: Paper) -> dict[str, str]:
    """The pictures of seal and handwriting in the paper, by their hashes."""
    values = {one.name: getattr(paper, one.name) for one in fields(paper)}
    return {name: digest(value) for name, value in values.items() if isinstance(value, bytes)}
