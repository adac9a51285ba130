"""What somebody had typed into a form when his login had lapsed: kept a while, encrypted, for nobody but himself."""

import json
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, select

from workflow.accounts.rows import KeptForm, Visit
from workflow.accounts.vault import Vault
from workflow.desk import Desk
from workflow.store import public_key

STANDS = timedelta(hours=24)
LARGEST = 1_000_000  # bytes; the comments of a whole draft are a tenth of that
MOST = 5  # of one person: as many pages as he may have had open

Typed = Sequence[tuple[str, str]]


def writer(desk: Desk, visit_key: str) -> int | None:
    """The officer for whom a form was drawn during that visit, open or not; None when he may not come in any more."""
    found = desk.session.scalar(select(Visit).where(Visit.key == visit_key))
    return found.officer_id if found and found.officer.active else None


def keep(desk: Desk, vault: Vault, officer_id: int, page: str, typed: Typed, *, with_files: bool) -> str | None:
    """The key under which he finds it again; None when it is too much. `page`: where the form stands."""
    text = json.dumps(list(typed), ensure_ascii=False)
    if len(text.encode()) > LARGEST:
        return None
    key = public_key()
    closed = vault.close(text, officer_id)
    desk.session.add(
        KeptForm(key=key, officer_id=officer_id, page=page, typed=closed, with_files=with_files, kept_at=desk.now)
    )
    desk.session.flush()
    _forget_older(desk, officer_id)
    return key


def find(desk: Desk, vault: Vault, key: str, page: str) -> tuple[Typed, bool] | None:
    """What was typed, and whether files were with it; on the page of that form, to the person at the desk alone."""
    own = KeptForm.key == key, KeptForm.officer_id == desk.officer_id, KeptForm.page == page
    found = desk.session.scalar(select(KeptForm).where(*own, KeptForm.kept_at > desk.now - STANDS))
    if found is None:
        return None
    typed = json.loads(vault.open(found.typed, found.officer_id))
    return [(name, value) for name, value in typed], found.with_files


def forget_old(desk: Desk) -> int:
    """What nobody came back for; how many that were."""
    old = select(KeptForm.id).where(KeptForm.kept_at <= desk.now - STANDS)
    ids = desk.session.scalars(old).all()
    desk.session.execute(delete(KeptForm).where(KeptForm.id.in_(ids)))
    return len(ids)


def _forget_older(desk: Desk, officer_id: int) -> None:
    newest = select(KeptForm.id).where(KeptForm.officer_id == officer_id).order_by(KeptForm.id.desc())
    beyond = desk.session.scalars(newest.offset(MOST)).all()
    desk.session.execute(delete(KeptForm).where(KeptForm.id.in_(beyond)))
