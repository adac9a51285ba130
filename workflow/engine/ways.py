"""A way: one transition after another within one transaction, and what is left of it when the case comes to rest.

What opens on the way and closes again before its end never lay on anybody's desk.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.engine.items import Item
from workflow.engine.machine import Event, Transition


@dataclass(frozen=True)
class Leg:
    """One transition: from which position, by which event."""

    old: str
    event: Event
    transition: Transition

    @property
    def told(self) -> dict[str, str]:
        """As the trail tells it."""
        return {"event": f"{self.event.kind} {self.event.at}".strip(), "passed": " ".join(self.transition.passed)}


Way = tuple[Leg, ...]


def open_at_the_end(way: Way, kind: str) -> list[Item]:
    """What has opened on the way and is still open."""
    return list(_settled(way, kind)[1].values())


def closed_on_the_way(way: Way, kind: str) -> list[str]:
    """The addresses of what was open before and has closed."""
    return list(_settled(way, kind)[0])


def _settled(way: Sequence[Leg], kind: str) -> tuple[dict[str, None], dict[str, Item]]:
    closed, opened = dict[str, None](), dict[str, Item]()
    for leg in way:
        for gone, at in leg.transition.closed:
            if gone == kind and opened.pop(at, None) is None:
                closed[at] = None
        opened.update((item.at, item) for item in leg.transition.opened if item.kind == kind)
    return closed, opened
