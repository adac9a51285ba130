"""What an errand has made is no record but a convenience, and can be made anew: after its time the bytes go."""

from datetime import datetime, timedelta

from sqlalchemy import select

from workflow.desk import Desk
from workflow.errands.rows import Errand
from workflow.files import CLEARED, HELD, ClearedFile, KeptFile
from workflow.official import write_official
from workflow.store import nobody_writes

_REMEMBERED = timedelta(days=30)


def clear_results(desk: Desk, before: datetime) -> int:
    """Of the errands that ended before then: tonight it is written down, with the next night's round the bytes go."""
    _remove(desk)
    due = select(Errand.file_id).where(Errand.ended_at < before, Errand.file_id.not_in(CLEARED)).distinct()
    found = [file_id for file_id in desk.session.scalars(due) if file_id is not None]
    for file_id in found:
        write_official(desk.session, ClearedFile(file_id=file_id, cleared_at=desk.now))
    return len(found)


def _remove(desk: Desk) -> None:
    """What was written down in an earlier transaction and so will not be undone, unless the same bytes are held again."""
    told = ClearedFile.cleared_at.between(desk.now - _REMEMBERED, desk.now - timedelta(microseconds=1))
    gone = select(KeptFile.sha256).join(ClearedFile, ClearedFile.file_id == KeptFile.id).where(told)
    for sha256 in desk.session.scalars(gone.where(KeptFile.sha256.not_in(HELD))).all():
        with nobody_writes(desk.session, KeptFile) as is_quiet:  # where somebody does, the next night comes
            if is_quiet and not _is_held(desk, sha256):
                desk.files.place.remove(sha256)


def _is_held(desk: Desk, sha256: str) -> bool:
    """As of this moment: the same may have been made anew since the list was read."""
    return bool(desk.session.scalar(select(HELD.where(KeptFile.sha256 == sha256).exists())))
