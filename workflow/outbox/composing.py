"""What stands in a message: the notices as they read on the desk, and where to go on."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from workflow.outbox.rows import Parcel, Way

SENDER = "征询"
CLOSING = "本邮件由系统自动发出，请勿直接回复。办理时限以系统内的通知为准。"


@dataclass(frozen=True)
class Message:
    """One message to one person, ready for its carrier."""

    id: str
    way: Way
    address: str
    name: str
    title: str
    text: str


def compose(parcel: Parcel, site: str) -> Message:
    """`site`: the address people open, "" when the installation has not named one."""
    told = parcel.told
    title = told[0][0] if len(told) == 1 else f"您有{len(told)}件事项即将到期"
    items = [f"{title}\n{body}" for title, body in told]
    greeting = f"{parcel.officer.name}同志："
    text = "\n\n".join([greeting, *_numbered(items), *_where(_link(parcel, site)), CLOSING])
    one_line = " ".join(title.split())  # it becomes a header of the mail
    return Message(parcel.message_id, parcel.way, parcel.address, parcel.officer.name, one_line, text + "\n")


def _numbered(items: Sequence[str]) -> list[str]:
    return list(items) if len(items) == 1 else [f"{number}. {item}" for number, item in enumerate(items, 1)]


def _link(parcel: Parcel, site: str) -> str:
    """To the step that a single notice is about; several things begin at the reader's desk."""
    subjects = {content.notice.subject for content in parcel.contents}
    if not site or len(subjects) != 1:
        return site
    return f"{site.rstrip('/')}/?about={quote(subjects.pop(), safe=':')}"


def _where(site: str) -> list[str]:
    return [f"请登录系统办理：{site}"] if site else []
