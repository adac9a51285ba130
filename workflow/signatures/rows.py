"""What is kept of signing: keys with their certificates, revocations, statements with their signatures, marked papers.

Rows are only added. A private key is stored encrypted and only because the system signs in its owner's name: 托管密钥.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.files import KeptFile
from workflow.official import official
from workflow.store import Base, RowId


class Custody(StrEnum):
    HELD = "held"  # 托管密钥: the private key lies encrypted in this installation
    EXTERNAL = "external"  # 外部签章服务: only the public key is known here


@official()
class SigningKey(Base):
    """A key of an officer ("officer:5"), a unit ("unit:3"), the installation's authority or the system itself."""

    __tablename__ = "signing_key"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key_id: Mapped[str] = mapped_column(String(64), unique=True)  # SHA-256 of the public key as certificates hold it
    owner: Mapped[str] = mapped_column(String(40), index=True)
    name: Mapped[str] = mapped_column(String(100))
    alg: Mapped[str] = mapped_column(String(20))
    custody: Mapped[Custody]
    public: Mapped[bytes] = mapped_column(LargeBinary)
    private: Mapped[bytes | None] = mapped_column(LargeBinary)  # encrypted
    certificate: Mapped[bytes] = mapped_column(LargeBinary)  # DER
    not_before: Mapped[datetime]
    not_after: Mapped[datetime]
    made_at: Mapped[datetime]


@official()
class Revocation(Base):
    """撤销: from `since` on nothing signed with the key counts; a line of its own, the key's row never changes."""

    __tablename__ = "signing_key_revocation"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    key_id: Mapped[str] = mapped_column(String(64), index=True)
    since: Mapped[datetime]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    reason: Mapped[str] = mapped_column(Text)


@official()
class SignedStatement(Base):
    """What somebody signed or sealed: the canonical bytes as text, and the signature over exactly these."""

    __tablename__ = "signed_statement"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    about: Mapped[str] = mapped_column(String(60), index=True)  # the letter, case or paper: what belongs together
    act: Mapped[str] = mapped_column(String(20))
    document: Mapped[str] = mapped_column(String(40))
    paper_sha256: Mapped[str] = mapped_column(String(64), default="")  # "": of a content, before there was a paper
    content: Mapped[str] = mapped_column(Text)
    alg: Mapped[str] = mapped_column(String(20))
    key_id: Mapped[str] = mapped_column(String(64), index=True)
    signature: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]


@official()
class MarkedPaper(Base):
    """A paper that carries a verification code, with the statement that names its SHA-256."""

    __tablename__ = "marked_paper"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("kept_file.id"), index=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("signed_statement.id"))
    about: Mapped[str] = mapped_column(String(60))
    file: Mapped[KeptFile] = relationship()
    statement: Mapped[SignedStatement] = relationship()


@official()
class UnitSeal(Base):
    """印章图像 that a unit's seal keeper put in; the latest one is used until it is withdrawn, the earlier ones stay."""

    __tablename__ = "unit_seal"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("kept_file.id"))
    uploaded_at: Mapped[datetime]
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    file: Mapped[KeptFile] = relationship()
    withdrawal: Mapped["SealWithdrawal | None"] = relationship()


@official()
class SealWithdrawal(Base):
    """停用: the image is pressed no more, nor any before it; a line of its own, the image's row never changes."""

    __tablename__ = "unit_seal_withdrawal"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    seal_id: Mapped[int] = mapped_column(ForeignKey("unit_seal.id"), unique=True)
    withdrawn_at: Mapped[datetime]
    withdrawn_by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    reason: Mapped[str] = mapped_column(Text)


@official()
class SignedPdf(Base):
    """The PDF that was made of a marked paper and signed by the system, kept once made."""

    __tablename__ = "signed_pdf"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("marked_paper.id"), unique=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("kept_file.id"), index=True)
    made_at: Mapped[datetime]
    paper: Mapped[MarkedPaper] = relationship()
    file: Mapped[KeptFile] = relationship()
