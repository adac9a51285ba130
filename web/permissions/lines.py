"""A line of the table: on what, which verb, by whom."""

from collections.abc import Mapping
from dataclasses import dataclass

from web.permissions.things import Thing, Values
from web.permissions.who import Who, in_words
from workflow.desk import Desk
from workflow.errors import NotYours, Unknown


@dataclass(frozen=True)
class Line:
    thing: Thing
    verb: str
    may: frozenset[Who]

    @property
    def is_public(self) -> bool:
        return Who.PUBLIC in self.may

    def admit(self, desk: Desk, values: Values) -> None:
        """Unknown to whoever is nothing to the object: that it exists is told to nobody else."""
        standing = self.thing.standing(desk, values)
        if not standing:
            raise Unknown()
        if not standing & self.may:
            raise NotYours(f"“{self.verb}”由{in_words(self.may)}办理，不在您的岗位职责内，请交由相应岗位的人员办理。")


def about(thing: Thing, verbs: Mapping[str, tuple[str, frozenset[Who]]]) -> dict[str, Line]:
    """The lines of one kind of object: endpoint -> verb and who may."""
    return {endpoint: Line(thing, verb, may) for endpoint, (verb, may) in verbs.items()}
