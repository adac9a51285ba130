"""The parties to a thing: which post, or which person, makes somebody what a column says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from web.permissions.who import Who
from workflow import errand_custody as of_errands
from workflow.accident import custody as of_accidents
from workflow.consultation import custody as of_consultations
from workflow.desk import Desk
from workflow.people import PostKind


class Party(Protocol):
    def is_at(self, desk: Desk) -> bool: ...


Parties = Mapping[Who, Party]


@dataclass(frozen=True)
class Seat:
    """Whoever holds that post of that unit today; no unit, nobody."""

    unit_id: int | None
    post: PostKind

    def is_at(self, desk: Desk) -> bool:
        return self.unit_id is not None and desk.holds(self.unit_id, self.post)


@dataclass(frozen=True)
class Himself:
    """One person, whatever posts he holds."""

    officer_id: int

    def is_at(self, desk: Desk) -> bool:
        return desk.officer_id == self.officer_id


@dataclass(frozen=True)
class OneOf:
    """Any of these persons; None among them is nobody."""

    officer_ids: frozenset[int | None]

    def is_at(self, desk: Desk) -> bool:
        return desk.officer_id is not None and desk.officer_id in self.officer_ids


@dataclass(frozen=True)
class Anybody:
    def is_at(self, desk: Desk) -> bool:
        return desk.officer is not None


@dataclass(frozen=True)
class Holder:
    """Whoever holds that post in any of these units."""

    unit_ids: frozenset[int]
    posts: frozenset[PostKind]

    def is_at(self, desk: Desk) -> bool:
        return any(unit_id in self.unit_ids and post in self.posts for unit_id, post in desk.posts)


@dataclass(frozen=True)
class Reader:
    """Whoever the custody of either process, or of errands, lets have the file."""

    file_id: int

    def is_at(self, desk: Desk) -> bool:
        return any(custody.may_have(desk, self.file_id) for custody in (of_consultations, of_accidents, of_errands))


def of_office(lead_unit_id: int) -> Parties:
    return {Who.LEAD_CLERK: Seat(lead_unit_id, PostKind.CLERK), Who.LEAD_HEAD: Seat(lead_unit_id, PostKind.LEADER)}


def of_speakers(unit_id: int | None) -> Parties:
    return {Who.UNIT_CLERK: Seat(unit_id, PostKind.CLERK), Who.UNIT_LEADER: Seat(unit_id, PostKind.LEADER)}


def of_unit(unit_id: int | None) -> Parties:
    return {**of_speakers(unit_id), Who.UNIT_SEAL_KEEPER: Seat(unit_id, PostKind.SEAL_KEEPER)}


def of_case(lead_unit_id: int, government_id: int, team_unit_id: int | None) -> Parties:
    return {
        **of_office(lead_unit_id),
        Who.GOVERNMENT_CLERK: Seat(government_id, PostKind.CLERK),
        Who.GOVERNMENT: Seat(government_id, PostKind.LEADER),
        Who.TEAM_MEMBER: Seat(team_unit_id, PostKind.CLERK),
        Who.TEAM_LEADER: Seat(team_unit_id, PostKind.LEADER),
    }
