"""One case on its way: whose desk somebody sits at, and which scene comes when."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from workflow.accident.model import Accident
from workflow.clock import at_time
from workflow.demo.accident.plot import Plot
from workflow.demo.simulation import Simulation
from workflow.desk import Desk
from workflow.people import PostKind, Unit, UnitKind


@dataclass
class Case:
    """A plot that happens on a day."""

    play: Simulation
    plot: Plot
    occurred_on: date
    accident_id: int = 0
    is_told: bool = True  # whether the chapters of its course are announced to whoever watches

    def day(self, days: int) -> date:
        """So many days after the accident."""
        return self.occurred_on + timedelta(days)

    def moment(self, days: int, clock: str) -> datetime:
        return at_time(self.day(days), time.fromisoformat(clock))

    # -- whose desk

    @contextmanager
    def office(self, kind: PostKind = PostKind.CLERK) -> Iterator[tuple[Desk, Accident]]:
        with self.look() as (_, accident):
            lead = accident.lead_unit_id
        with self._at(lead, kind) as found:
            yield found

    @contextmanager
    def government(self) -> Iterator[tuple[Desk, Accident]]:
        with self.look() as (_, accident):
            government = accident.government_id
        with self._at(government, PostKind.LEADER) as found:
            yield found

    @contextmanager
    def team(self, kind: PostKind = PostKind.CLERK) -> Iterator[tuple[Desk, Accident]]:
        with self.look() as (_, accident):
            team = accident.team_unit_id
        assert team is not None
        with self._at(team, kind) as found:
            yield found

    @contextmanager
    def person(self, officer_id: int) -> Iterator[tuple[Desk, Accident]]:
        with self.play.office.desk(officer_id) as desk:
            yield desk, self._accident(desk)

    @contextmanager
    def unit(self, unit_id: int, kind: PostKind = PostKind.CLERK) -> Iterator[tuple[Desk, Accident]]:
        with self._at(unit_id, kind) as found:
            yield found

    @contextmanager
    def look(self) -> Iterator[tuple[Desk, Accident]]:
        with self.play.office.desk(write=False) as desk:
            yield desk, self._accident(desk)

    @contextmanager
    def _at(self, unit_id: int, kind: PostKind) -> Iterator[tuple[Desk, Accident]]:
        with self.play.as_(unit_id, kind) as desk:
            yield desk, self._accident(desk)

    def _accident(self, desk: Desk) -> Accident:
        return desk.session.get_one(Accident, self.accident_id)


def unit_named(desk: Desk, name: str) -> Unit:
    return desk.session.scalars(select(Unit).where(Unit.name == name)).one()


def unit_of_kind(desk: Desk, kind: UnitKind) -> Unit:
    return desk.session.scalars(select(Unit).where(Unit.kind == kind)).one()


# -- the course of a case

Act = Callable[[Case], None]


@dataclass(frozen=True)
class Scene:
    """What somebody does so many days after the accident, by the clock on the wall; `says` begins a chapter of it."""

    day: int
    clock: str
    act: Act
    says: str = ""


def announce(case: Case, scenes: Sequence[Scene], before: datetime | None = None) -> None:
    """Put the scenes on the stage that come before a moment; None: all of them."""
    for scene in scenes:
        moment = case.moment(scene.day, scene.clock)
        if before is None or moment < before:
            case.play.at(moment, _played(case, scene))


def _played(case: Case, scene: Scene) -> Callable[[], None]:
    def act() -> None:
        if scene.says and case.is_told:
            case.play.tell(scene.says)
        scene.act(case)

    return act
