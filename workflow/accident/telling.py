"""通知 inside the system: a line on the desk of each unit that something concerns, headed by the name of its case."""

from collections.abc import Iterable

from workflow.accident.model import Accident, Evaluation, Measure, Supervision
from workflow.desk import Desk
from workflow.notices import Channel, Notice
from workflow.people import Unit


def tell_units(
    desk: Desk,
    about: Accident | Measure | Evaluation | Supervision,
    units: Iterable[Unit | None],
    kind: str,
    title: str,
    body: str,
    file_id: int | None = None,
) -> None:
    """The same message to these units; a unit named twice is told once, None is nobody.

    `title` says what it is; the name of the case is put behind it here, for a mail has no page around it.
    """
    accident = about if isinstance(about, Accident) else about.accident
    for unit in dict.fromkeys(unit for unit in units if unit is not None):
        desk.session.add(
            Notice(
                unit_id=unit.id, case=about.case, subject=about.subject, kind=kind, title=f"{title}：{accident.title}",
                body=body, channel=Channel.SYSTEM, file_id=file_id, created_at=desk.now, sent_at=desk.now,
            )
        )  # fmt: skip
