"""印章图像 of units: the latest one that its keeper put in is pressed, earlier papers keep the one they carry.

Once the latest is withdrawn (停用) nothing is pressed until another is put in: the unit is one without an image, and
its papers, those that lie before the keeper among them, leave for the seal of metal.

It is a picture for the eye, kept by its hash, which every sealing statement names. It is pressed only on what a leader
decided or a keeper seals (印章 goes on nothing that nobody approved), and never on papers of a demonstration: these
carry the seal that says 演示专用.
"""

from dataclasses import fields, replace
from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from workflow.documents.paper import Paper
from workflow.files import Files
from workflow.people import PostKind
from workflow.signatures.rows import UnitSeal

SEALING = (PostKind.LEADER, PostKind.SEAL_KEEPER)

_P = TypeVar("_P", bound=Paper)


def seal_of(session: Session, unit_id: int) -> UnitSeal | None:
    """The image in use."""
    latest = session.scalars(_latest_first(unit_id).limit(1)).first()
    return latest if latest and latest.withdrawal is None else None


def seal_to_withdraw(session: Session, unit_id: int) -> UnitSeal | None:
    """The image in use; of two who withdraw it at once the second waits, and finds it withdrawn."""
    held = _latest_first(unit_id).limit(1).with_for_update().execution_options(populate_existing=True)
    latest = session.scalars(held).first()
    return latest if latest and latest.withdrawal is None else None


def seals_of(session: Session, unit_id: int) -> list[UnitSeal]:
    """All that were ever put in, the latest first."""
    return list(session.scalars(_latest_first(unit_id)))


def _latest_first(unit_id: int) -> Select[UnitSeal]:
    return select(UnitSeal).where(UnitSeal.unit_id == unit_id).order_by(UnitSeal.id.desc())


def with_seal(paper: _P, unit_id: int, session: Session, files: Files, *, approved: bool) -> _P:
    """The paper with its unit's image; as it came when the unit has none or nobody approved."""
    has_place = "seal" in {field.name for field in fields(paper)}
    if paper.demonstration or not approved or not has_place:
        return paper
    found = seal_of(session, unit_id)
    return replace(paper, seal=files.read(found.file)) if found else paper  # type: ignore[call-arg]
