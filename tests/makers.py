"""Makers: a test names only what matters to it."""

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol

from argon2 import PasswordHasher
from docx import Document
from sqlalchemy import select

from workflow.clock import SimulatedClock, beijing
from workflow.consultation.actions import drafting, issuing
from workflow.consultation.model import Reply, Round
from workflow.demo import district
from workflow.demo.stage import Play, UnitActs, lead_unit
from workflow.desk import Desk, Office
from workflow.engine.deployment import Engine
from workflow.files import Files
from workflow.people import PostKind, Unit, UnitKind, officers
from workflow.processes import PROCESSES
from workflow.signatures.keys import Vault
from workflow.signatures.statements import Signing
from workflow.store import create_tables, open_database, sessions

OWN_HASHER, CHEAP_HASHER = officers._hasher, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
officers._hasher = CHEAP_HASHER  # a costly one slows each login; that ours is costly has a test of its own
HASHED = CHEAP_HASHER.hash(district.PASSWORD)
SAMPLE = Path(__file__).parent.parent / "templates" / "sample" / "draft.docx"
SIGNING = Signing(Vault("for tests only"))
START = beijing(2026, 11, 20, 9)
DEADLINE = beijing(2026, 11, 27, 16)


class Memory(Protocol):
    """Knows how a stage stood after the same acts in an earlier test."""

    def once(self, stage: "Stage", said: object, act: Callable[[], Any]) -> Any: ...


@dataclass
class Stage(Play):
    """A district at work, with a clock that the test moves."""

    memory: Memory | None = None

    def once(self, said: object, act: Callable[[], Any]) -> Any:
        """Do what is `said`, or find it done; what the act gives, which must say all that it does besides writing."""
        return self.memory.once(self, said, act) if self.memory else act()

    def close(self) -> None:
        """Let go of the database: it is one file again."""
        with self.office.sessions() as session:
            session.get_bind().dispose()  # type: ignore[union-attr]

    @property
    def units(self) -> list[int]:
        with self.office.desk(write=False) as desk:
            return list(desk.session.scalars(select(Unit.id).where(Unit.kind == UnitKind.ORDINARY).order_by(Unit.id)))

    def begin(
        self, *, units: int | Sequence[int] = 3, deadline: datetime = DEADLINE, remind_days: Sequence[int] = (2, 1)
    ) -> None:
        """A round that lies ready on the head's desk. `units`: how many of the district's, or which (from 0)."""
        with self.office.desk(write=False) as desk:
            lead = lead_unit(desk).id
        all_units = self.units
        ids = all_units[:units] if isinstance(units, int) else [all_units[number] for number in units]
        with self.as_(lead, PostKind.CLERK) as desk:
            round_ = drafting.begin(desk, lead_unit(desk), is_demo=True)
            self.round_id = round_.id
            drafting.upload_draft(desk, round_, SAMPLE.read_bytes(), SAMPLE.name)
            drafting.save_details(desk, round_, {"basis": "根据区委、区政府主要领导批示要求"})
            drafting.set_deadline(desk, round_, deadline)
            chosen = [desk.session.get_one(Unit, unit_id) for unit_id in ids]
            drafting.choose_recipients(desk, round_, [], chosen)
            drafting.choose_reminders(desk, round_, list(remind_days))
            drafting.send_to_head(desk, round_)

    def issue(self) -> None:
        with self.as_office(PostKind.LEADER) as (desk, round_):
            issuing.issue(desk, round_)

    def unit(self, number: int) -> UnitActs:
        """The people of the round's n-th unit (from 0)."""
        with self.office.desk(write=False) as desk:
            reply = desk.session.get_one(Round, self.round_id).replies[number]
            return UnitActs(self, reply.id, reply.unit_id)

    @contextmanager
    def look(self) -> Iterator[tuple[Desk, Round]]:
        """The round as it stands, to look at."""
        with self.office.desk(write=False) as desk:
            yield desk, desk.session.get_one(Round, self.round_id)

    @contextmanager
    def reply(self, number: int) -> Iterator[Reply]:
        with self.look() as (_, round_):
            yield round_.replies[number]


P = ParamSpec("P")


def played_once(act: Callable[Concatenate[Stage, P], object]) -> Callable[Concatenate[Stage, P], Stage]:
    """For what many tests begin with: it may do nothing but act on the stage, and what it is given must say it all."""

    @wraps(act)
    def found_or_played(stage: Stage, *given: P.args, **named: P.kwargs) -> Stage:
        def played() -> int:
            act(stage, *given, **named)
            return stage.round_id

        stage.round_id = stage.once((act.__qualname__, given, sorted(named.items())), played)
        return stage

    return found_or_played


def a_stage(database: str, folder: Path, *, start: datetime = START, settled: bool = True) -> Stage:
    """An office on that database, with the demonstration district in it."""
    engine = open_database(database)
    create_tables(engine)
    clock = SimulatedClock(start)
    steps = Engine(PROCESSES, verify=True)  # every memo hit is recomputed
    stage = Stage(Office(sessions(engine), clock, steps, Files(folder), signing=SIGNING), clock)
    if settled:
        with stage.office.desk() as desk:
            district.settle(desk, HASHED)
    return stage


def leave(stage: Stage, folder: Path) -> None:
    """The play is over: `found_in` takes it up again."""
    (folder / "moment").write_text(stage.clock().isoformat())
    stage.close()


def found_in(folder: Path) -> Stage:
    """The stage as it was left in that folder, or in the one of which this is a copy."""
    ended = datetime.fromisoformat((folder / "moment").read_text())
    stage = a_stage(f"sqlite:///{folder / 'zhengxun.db'}", folder / "files", start=ended, settled=False)
    stage.round_id = 1
    return stage


def a_round(stage: Stage, **wishes: Any) -> Stage:
    """The stage with an issued round."""

    def issued() -> int:
        stage.begin(**wishes)
        stage.issue()
        return stage.round_id

    stage.round_id = stage.once(("a round", sorted(wishes.items())), issued)
    return stage


def corrected_draft() -> bytes:
    """The sample draft with one more paragraph at its end: another version."""
    document = Document(str(SAMPLE))
    document.add_paragraph("本办法由区安全生产委员会办公室负责解释，更正后的附表自发布之日起使用。")
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()
