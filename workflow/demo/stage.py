"""The stage of a round: its office, and its units' people at work."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import select

from workflow.consultation.actions import answering, receiving, writing
from workflow.consultation.actions.wishes import Wish
from workflow.consultation.model import Reply, Round
from workflow.demo.comments import Said
from workflow.demo.simulation import Simulation
from workflow.desk import Desk
from workflow.errors import TooLate
from workflow.people import PostKind, Unit, UnitKind


@dataclass
class Play(Simulation):
    """The stage of one round."""

    round_id: int = 0

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
            receiving.open_notice(desk, reply)

    def receive(self) -> None:
        with self._at_desk(PostKind.CLERK) as (desk, reply):
            receiving.receive(desk, reply)

    def write(self, said: list[Said]) -> None:
        """Comments, or 无意见 when there are none; then off to the leader."""
        with self._at_desk(PostKind.CLERK) as (desk, reply):
            for one in said:
                clause = reply.round.current_draft.clauses[one.position]
                writing.save_comment(desk, reply, None, Wish(clause, one.original, one.proposed, one.reason))
            if not said:
                writing.declare_no_objection(desk, reply)
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
