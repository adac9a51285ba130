"""办理进度: the way of a reply from the notice to the answer, each stop with its time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from workflow.consultation.model import Letter, Reply


@dataclass(frozen=True)
class Stop:
    """`state`: done, here or ahead. A stop before a done one is done, even when nobody wrote down its time (paper)."""

    title: str
    at: datetime | None
    state: str


def way(reply: Reply) -> Sequence[Stop]:
    """() for a unit that was silent: its way has ended otherwise."""
    if reply.is_overdue:
        return ()
    times = tuple(_times(reply))
    done = max((number for number, (_, at) in enumerate(times) if at is not None), default=-1)
    return tuple(Stop(title, at, _state(number, done)) for number, (title, at) in enumerate(times))


def _times(reply: Reply) -> Sequence[tuple[str, datetime | None]]:
    letter = _in_hand(reply)
    return (
        ("签收", reply.received_at),
        ("拟稿送签", letter.written_at if letter else None),
        ("领导签批", letter.signed_at if letter else None),
        ("用印报送", letter.submitted_at if letter else None),
        ("审查接收", letter.accepted_at if letter else None),
        ("反馈采纳情况", reply.round.released_at if letter and letter.accepted_at else None),
    )


def _in_hand(reply: Reply) -> Letter | None:
    """The letter that is on its way, or the one that counts."""
    letter = reply.letter
    return letter if letter is not None and letter.void is None else reply.valid_letter


def _state(number: int, done: int) -> str:
    return "done" if number <= done else "here" if number == done + 1 else "ahead"
