"""Beginning an errand, and finding it again."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from workflow.desk import Desk, Subject
from workflow.errands.rows import ENDED, Errand

A_FEW = 5


def start(desk: Desk, kind: str, about: Subject, title: str, *, total: int = 0, **arguments: Any) -> Errand:
    """In the transaction at hand: when that is undone, nothing has begun. A second click finds the first one's errand.

    `kind`: an entry of `workflow.errand_kinds`; `arguments` are plain JSON; `title` is what people read.
    """
    waiting = _unfinished(desk, kind, about.case, arguments)
    if waiting is not None:
        return waiting
    errand = Errand(
        kind=kind, title=title, case=about.case, arguments=arguments, officer_id=desk.officer_id, total=total,
        created_at=desk.now, not_before=desk.now,
    )  # fmt: skip
    desk.session.add(errand)
    desk.session.flush()
    return errand


def _unfinished(desk: Desk, kind: str, case: str, arguments: dict[str, Any]) -> Errand | None:
    same = select(Errand).where(Errand.kind == kind, Errand.case == case, Errand.state.not_in(ENDED))
    return next((each for each in desk.session.scalars(same) if each.arguments == arguments), None)


def unfinished(desk: Desk, kind: str, case: str) -> Errand | None:
    """What is waiting or going on of that kind about the case."""
    going = select(Errand).where(Errand.kind == kind, Errand.case == case, Errand.state.not_in(ENDED))
    return desk.session.scalars(going.order_by(Errand.id).limit(1)).first()


def of_case(desk: Desk, case: str) -> Sequence[Errand]:
    """The latest few, newest first."""
    found = select(Errand).where(Errand.case == case).order_by(Errand.id.desc()).limit(A_FEW)
    return desk.session.scalars(found.options(selectinload(Errand.file))).all()
