"""What a line of the journal is about when it is about no case: an officer, a unit, a substitution."""

from dataclasses import dataclass
from typing import ClassVar

from workflow.desk import Desk
from workflow.errors import NotYours
from workflow.people import POSTS, PostKind


@dataclass
class Record:
    """The subject of such a line."""

    process: ClassVar[str] = ""  # no diagram
    kind: str
    id: int

    @property
    def case(self) -> str:
        return f"{self.kind}:{self.id}"

    @property
    def subject(self) -> str:
        return self.case


def must_be(desk: Desk, kind: PostKind) -> None:
    """Guard of what one of the three administrators does, whichever unit his post belongs to."""
    if not is_(desk, kind):
        raise NotYours(f"这项工作由{POSTS[kind]}办理，请联系{POSTS[kind]}。")
    desk.post, desk.on_behalf_of = kind, None


def is_(desk: Desk, kind: PostKind) -> bool:
    return any(held is kind for _, held in desk.posts)
