"""印章图像 of units: the latest one that its keeper put in is pressed, earlier papers keep the one they carry.

It is a picture for the eye, kept by its hash, which every sealing statement names. It is pressed only on what a leader
decided or a keeper seals (印章 goes on nothing that nobody approved), and never on papers of a demonstration: these
carry the seal that says 演示专用.
"""

from dataclasses import fields, replace
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.documents.paper import Paper
from workflow.files import Files
from workflow.people import PostKind
from workflow.signatures.rows import UnitSeal

SEALING = (PostKind.LEADER, PostKind.SEAL_KEEPER)

_P = TypeVar("_P", bound=Paper)


def seal_of(session: Session, unit_id: int) -> UnitSeal | None:
    """The image in use."""
    wanted = select(UnitSeal).where(UnitSeal.unit_id == unit_id)
    return session.scalars(wanted.order_by(UnitSeal.id.desc()).limit(1)).first()


def seals_of(session: Session, unit_id: int) -> list[UnitSeal]:
    """All that were ever put in, the latest first."""
    wanted = select(UnitSeal).where(UnitSeal.unit_id == unit_id)
    return list(session.scalars(wanted.order_by(UnitSeal.id.desc())))


def with_seal(paper: _P, unit_id: int, session: Session, files: Files, *, approved: bool) -> _P:
    """The paper with its unit's image; as it came when the unit has none or nobody approved."""
    has_place = "seal" in {field.name for field in fields(paper)}
    if paper.demonstration or not approved or not has_place:
        return paper
    found = seal_of(session, unit_id)
    return replace(paper, seal=files.read(found.file)) if found else paper  # type: ignore[call-arg]
