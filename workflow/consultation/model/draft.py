"""征求意见稿: each version a kept file and the clauses parsed from it; annexes in their order."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.documents.outline import Clause as OutlineClause
from workflow.documents.outline import Outline, Part
from workflow.files import KeptFile
from workflow.store import Base, RowId


class Draft(Base):
    """One version of the draft. A correction is a new version, never a change of the old."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("round_id", "version"),)
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    version: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    file_id: Mapped[int] = mapped_column(ForeignKey("kept_file.id"))
    made_at: Mapped[datetime]
    correction: Mapped[str] = mapped_column(Text, default="")  # what was corrected, for version 2 and later
    file: Mapped[KeptFile] = relationship()
    clauses: Mapped[list["Clause"]] = relationship(
        back_populates="draft", order_by="Clause.position", cascade="all, delete-orphan"
    )

    def take_structure(self, outline: Outline) -> None:
        """Replace the clauses by those of the outline."""
        self.title = outline.title
        self.clauses = [
            Clause(
                position=position,
                part_number=part.number or "",
                part_title=part.title or "",
                number=clause.number,
                title=clause.title or "",
                text="\n".join(clause.paragraphs),
            )
            for position, (part, clause) in enumerate(
                (part, clause) for part in outline.parts for clause in part.clauses
            )
        ]

    @property
    def outline(self) -> Outline:
        """The structure as it stands, corrections of the clerk included."""
        parts: dict[tuple[str, str], list[OutlineClause]] = {}
        for clause in self.clauses:
            paragraphs = tuple(clause.text.split("\n")) if clause.text else ()
            made = OutlineClause(clause.number, clause.title or None, paragraphs)
            parts.setdefault((clause.part_number, clause.part_title), []).append(made)
        return Outline(
            self.title,
            tuple(Part(number or None, title or None, tuple(clauses)) for (number, title), clauses in parts.items()),
        )

    @property
    def parts(self) -> "list[tuple[str, list[Clause]]]":
        """The clauses under their parts' headings; "" is the heading of a draft without parts."""
        found: dict[tuple[str, str], list[Clause]] = {}
        for clause in self.clauses:
            found.setdefault((clause.part_number, clause.part_title), []).append(clause)
        return [(Part(number or None, title or None, ()).heading, some) for (number, title), some in found.items()]

    def clause_labelled(self, label: str) -> "Clause | None":
        """The clause somebody means: 「二、（四）」, 「（四）」 where that is enough, or either with its title."""
        wanted = _plain(label)
        exact = [clause for clause in self.clauses if wanted in map(_plain, clause.names)]
        return exact[0] if len(exact) == 1 else None


class Clause(Base):
    """条款, as the units saw it."""

    __tablename__ = "clause"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), index=True)
    position: Mapped[int]
    part_number: Mapped[str] = mapped_column(String(20))
    part_title: Mapped[str] = mapped_column(String(300))
    number: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    draft: Mapped[Draft] = relationship(back_populates="clauses")

    @property
    def label(self) -> str:
        """How people name it: 「二、（四）」."""
        return f"{self.part_number}、{self.number}" if self.part_number else self.number

    @property
    def names(self) -> tuple[str, ...]:
        """All that people may call it."""
        return (self.label, self.number, self.label + self.title, self.number + self.title)


class Annex(Base):
    """附件 of the notice, beside the draft."""

    __tablename__ = "annex"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    file_id: Mapped[int] = mapped_column(ForeignKey("kept_file.id"))
    file: Mapped[KeptFile] = relationship()


def _plain(label: str) -> str:
    """Brackets and blanks are typed in either width."""
    return label.translate(str.maketrans("()", "（）", " \u3000、.．"))
