"""Is everything that was kept still what it was? The chain of the journal, official rows, kept files, signatures.

What is found is named by table and number, in the terms of the store; pages and commands put it into words.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from workflow.desk import Desk
from workflow.files import HELD, KeptFile
from workflow.journal import ALTERED, MISSING, first_broken, head, sealed_rows
from workflow.official import stored
from workflow.signatures.keys import Vault
from workflow.signatures.rows import SignedStatement, SigningKey
from workflow.signatures.verifying import LATER, Code, Verdict, is_ours, verify_statement
from workflow.store import Base, RowId, may_take_long

UNKNOWN = "unknown to the journal"
LINE, FILE = "journal_line", "file"
SIGNATURE: Mapping[Code, str] = {code: f"signature {code.value}" for code in Code}  # never mixed up with a changed row


@dataclass(frozen=True)
class Fault:
    """`what`: "journal_line:3", "letter:12", "file:<its hash>"."""

    what: str
    why: str


@dataclass(frozen=True)
class Verified:
    """How much was looked at, the end of the chain (to be noted down elsewhere), and what does not hold.

    `remarks`: how many signatures were good when they were made and rest on a certificate that has ended since.
    """

    lines: int
    rows: int
    files: int
    signatures: int
    head: str
    faults: tuple[Fault, ...]
    remarks: Mapping[Code, int] = field(default_factory=dict)


def verify(desk: Desk) -> Verified:
    may_take_long(desk.session)
    last = head(desk.session)
    rows, files = sealed_rows(desk.session), _hashes(desk)
    statements = desk.session.scalars(select(SignedStatement).order_by(SignedStatement.id)).all()
    verdicts = [verify_statement(desk.session, _vault(desk), each, desk.now) for each in statements]
    faults = (
        *_of_the_chain(desk),
        *_of_the_rows(desk, rows),
        *_of_the_files(desk, files),
        *_of_the_keys(desk),
        *_of_the_signatures(statements, verdicts),
    )
    remarks = {code: count for code in LATER if (count := [each.code for each in verdicts].count(code))}
    return Verified(last[0], len(rows), len(files), len(statements), last[1], faults, remarks)


def _of_the_chain(desk: Desk) -> Iterator[Fault]:
    broken = first_broken(desk.session)
    if broken:
        yield Fault(f"{LINE}:{broken.line}", broken.why)


def _of_the_rows(desk: Desk, sealed: dict[str, str]) -> Iterator[Fault]:
    left = dict(sealed)
    for name, hash_ in stored(desk.session):
        held = left.pop(name, None)
        if held != hash_:
            yield Fault(name, ALTERED if held else UNKNOWN)
    yield from (Fault(name, MISSING) for name in left)


def _hashes(desk: Desk) -> list[str]:
    return list(desk.session.scalars(HELD.order_by(KeptFile.sha256)))


def _of_the_files(desk: Desk, hashes: list[str]) -> Iterator[Fault]:
    for sha256 in hashes:
        data = desk.files.find(sha256)
        if data is None:
            yield Fault(f"{FILE}:{sha256}", MISSING)
        elif hashlib.sha256(data).hexdigest() != sha256:
            yield Fault(f"{FILE}:{sha256}", ALTERED)


def _of_the_keys(desk: Desk) -> Iterator[Fault]:
    for key in desk.session.scalars(select(SigningKey).order_by(SigningKey.id)):
        if not is_ours(desk.session, _vault(desk), key):
            yield Fault(f"{SigningKey.__tablename__}:{key.id}", SIGNATURE[Code.UNKNOWN_KEY])


def _of_the_signatures(statements: Sequence[SignedStatement], verdicts: Sequence[Verdict]) -> Iterator[Fault]:
    """Every row is proved by its own signature, whatever the chain says of it."""
    for statement, verdict in zip(statements, verdicts, strict=True):
        if not verdict.holds:
            yield Fault(f"{SignedStatement.__tablename__}:{statement.id}", SIGNATURE[verdict.code])


def _vault(desk: Desk) -> Vault | None:
    return desk.signing.vault if desk.signing else None


# -- every night


class Verification(Base):
    """What one night's verification found, for the page of the administrators."""

    __tablename__ = "verification"
    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    at: Mapped[datetime]
    lines: Mapped[int]
    head: Mapped[str] = mapped_column(String(64))
    faults: Mapped[list[Any]]  # of Fault

    @property
    def found(self) -> list[Fault]:
        return [Fault(**fault) for fault in self.faults]


def keep(desk: Desk, found: Verified) -> None:
    faults = [asdict(fault) for fault in found.faults]
    desk.session.add(Verification(at=desk.now, lines=found.lines, head=found.head, faults=faults))


def latest(desk: Desk) -> Verification | None:
    return desk.session.scalar(select(Verification).order_by(Verification.id.desc()).limit(1))
