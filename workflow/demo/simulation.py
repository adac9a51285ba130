"""An office whose clock we move: people act in the order of their times, and the sweep runs between them."""

import heapq
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from workflow.clock import SimulatedClock
from workflow.desk import Desk, Office
from workflow.engine.sweep import next_due_at, sweep
from workflow.errors import EngineFault
from workflow.people import PostKind, Unit

Act = Callable[[], None]


@dataclass
class Simulation:
    """What is to happen, and the office it happens in. An act may announce further acts."""

    office: Office
    clock: SimulatedClock
    tell: Callable[[str], None] = lambda _: None
    _acts: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _announced: int = 0

    # -- the clock

    def at(self, moment: datetime, act: Act) -> None:
        self._announced += 1
        heapq.heappush(self._acts, (moment, self._announced, act))

    def run(self) -> None:
        """Everything in the order of its time; what is due before an act happens before it."""
        while self._acts:
            moment, _, act = heapq.heappop(self._acts)
            self.pass_until(moment)
            act()

    def pass_until(self, moment: datetime) -> None:
        while (due := self._next_due()) is not None and due <= moment:
            self.clock.move_to(max(due, self.clock()))
            if not sweep(self.office.desk, self.office.engine):
                raise EngineFault(f"what is due at {due} does not happen: see the incidents")
        self.clock.move_to(max(moment, self.clock()))

    def _next_due(self) -> datetime | None:
        with self.office.desk(write=False) as desk:
            return next_due_at(desk)

    # -- the people

    @contextmanager
    def as_(self, unit_id: int, kind: PostKind) -> Iterator[Desk]:
        with self.office.desk(write=False) as desk:
            officer = desk.session.get_one(Unit, unit_id).holders(kind, desk.today)[0].id
        with self.office.desk(officer) as desk:
            yield desk
