"""退回补正: a letter with a defect of form does not count; the unit gets the paper that says why, and a message."""

from collections.abc import Sequence

from workflow.clock import moment_in_words
from workflow.consultation import paperwork
from workflow.consultation.model import Letter, Reply, VoidKind
from workflow.desk import Desk
from workflow.notices import Channel, Notice


def return_for_correction(desk: Desk, reply: Reply, letter: Letter, reasons: Sequence[str]) -> None:
    letter.make_void(VoidKind.REJECTED, desk.officer_id, "；".join(reasons), desk.now)
    correction = paperwork.correction(reply, letter, reasons, desk.now)
    kept = paperwork.keep(desk, reply.round, correction, reply.unit.name, reply)
    desk.session.add(
        Notice(
            unit_id=reply.unit_id, case=reply.case, subject=reply.subject, kind="correction",
            title=f"请补正回函：{paperwork.notice_title(reply.round)}",
            body=f"回函退回补正：{'；'.join(reasons)}。{what_now(desk, reply)}",
            channel=Channel.SYSTEM, file_id=kept.id, created_at=desk.now, sent_at=desk.now,
        )
    )  # fmt: skip


def what_now(desk: Desk, reply: Reply) -> str:
    """What follows for the unit, in words."""
    if reply.valid_letter is not None:
        return "另一份有效回函不受影响，仍以其为准。"
    if reply.round.is_in_time(desk.now):
        return f"请于{moment_in_words(reply.round.last_moment)}前重新报送。"
    return f"截止时间已过，这份回函不计入，{'按逾期登记' if reply.proofs else '按未送达登记'}。"
