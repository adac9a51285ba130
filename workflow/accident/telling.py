"""通知 inside the system: a line on the desk of each unit that something concerns."""

from collections.abc import Iterable

from workflow.desk import Desk, Subject
from workflow.notices import Channel, Notice
from workflow.people import Unit


def tell_units(
    desk: Desk,
    about: Subject,
    units: Iterable[Unit | None],
    kind: str,
    title: str,
    body: str,
    file_id: int | None = None,
) -> None:
    """The same message to these units; a unit named twice is told once, None is nobody."""
    for unit in dict.fromkeys(unit for unit in units if unit is not None):
        desk.session.add(
            Notice(
                unit_id=unit.id, case=about.case, subject=about.subject, kind=kind, title=title, body=body,
                channel=Channel.SYSTEM, file_id=file_id, created_at=desk.now, sent_at=desk.now,
            )
        )  # fmt: skip
