"""The stage of a demonstration: people act in the order of their times, the clock moves, the sweep runs between."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from workflow.clock import SimulatedClock
from workflow.consultation.actions import answering
from workflow.consultation.actions.answering import Wish
from workflow.consultation.model import Reply, Round
from workflow.demo.comments import Said
from workflow.desk import Desk, Office
from workflow.engine.sweep import next_due_at, sweep
from workflow.errors import TooLate
from workflow.people import PostKind, Unit, UnitKind


@dataclass
class Play:
    """The stage: an office whose clock we move, and what is to happen on it."""

    office: Office
    clock: SimulatedClock
    tell: Callable[[str], None] = lambda _: None
    round_id: int = 0
    _acts: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)

    # -- the clock

    def at(self, moment: datetime, act: Callable[[], None]) -> None:
        self._acts.append((moment, len(self._acts), act))

    def run(self) -> None:
        """Everything in the order of its time; what is due before an act happens before it."""
        for moment, _, act in sorted(self._acts, key=lambda entry: entry[:2]):
            self.pass_until(moment)
            act()
        self._acts.clear()

    def pass_until(self, moment: datetime) -> None:
        while (due := self._next_due()) is not None and due <= moment:
            self.clock.move_to(max(due, self.clock()))
            sweep(self.office.desk, self.office.engine)
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

    @contextmanager
    def as_office(self, kind: PostKind = PostKind.CLERK) -> Iterator[tuple[Desk, Round]]:
        with self.office.desk(write=False) as desk:
            lead = lead_unit(desk).id
        with self.as_(lead, kind) as desk:
            yield desk, desk.session.get_one(Round, self.round_id)


def lead_unit(desk: Desk) -> Unit:
    return desk.session.scalars(select(Unit).where(Unit.kind == UnitKind.OFFICE)).one()


# -- what one unit does


@dataclass(frozen=True)
class UnitActs:
    """The people of one unit at work."""

    play: Play
    reply_id: int
    unit_id: int

    @contextmanager
    def _at_desk(self, kind: PostKind) -> Iterator[tuple[Desk, Reply]]:
        with self.play.as_(self.unit_id, kind) as desk:
            yield desk, desk.session.get_one(Reply, self.reply_id)

    def open_notice(self) -> None:
        with self._at_desk(PostKind.LEADER) as (desk, reply):
            answering.open_notice(desk, reply)

    def receive(self) -> None:
        with self._at_desk(PostKind.CLERK) as (desk, reply):
            answering.receive(desk, reply)

    def write(self, said: list[Said]) -> None:
        """Comments, or 无意见 when there are none; then off to the leader."""
        with self._at_desk(PostKind.CLERK) as (desk, reply):
            for one in said:
                clause = reply.round.current_draft.clauses[one.position]
                answering.save_comment(desk, reply, None, Wish(clause, one.original, one.proposed, one.reason))
            if not said:
                answering.declare_no_objection(desk, reply)
            answering.send_for_signing(desk, reply)

    def send_for_signing(self) -> None:
        with self._at_desk(PostKind.CLERK) as (desk, reply):
            answering.send_for_signing(desk, reply)

    def return_(self, reason: str) -> None:
        with self._at_desk(PostKind.LEADER) as (desk, reply):
            answering.return_to_clerk(desk, reply, reason)

    def sign(self) -> None:
        with self._at_desk(PostKind.LEADER) as (desk, reply):
            answering.sign(desk, reply)

    def seal(self) -> None:
        with self._at_desk(PostKind.LEADER) as (desk, reply):
            has_keeper = reply.unit.has_seal_keeper(desk.today)
        if has_keeper:
            with self._at_desk(PostKind.SEAL_KEEPER) as (desk, reply):
                answering.seal(desk, reply)

    def sign_and_seal(self) -> None:
        self.sign()
        self.seal()

    def withdraw(self) -> None:
        with self._at_desk(PostKind.CLERK) as (desk, reply):
            answering.withdraw(desk, reply, "补充文字说明")

    def seal_a_moment_too_late(self) -> None:
        """At 16:00:00 the seal is refused; what is ready goes out as a late letter."""
        try:
            self.seal()
        except TooLate:
            with self._at_desk(PostKind.CLERK) as (desk, reply):
                answering.send_late(desk, reply)
        else:
            raise AssertionError("a reply at the deadline must be late")


def units_of(play: Play) -> list[UnitActs]:
    with play.office.desk(write=False) as desk:
        round_ = desk.session.get_one(Round, play.round_id)
        return [UnitActs(play, reply.id, reply.unit_id) for reply in round_.replies]
