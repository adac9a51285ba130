"""The district of the scene: as many units as asked for, their people, and rounds that run; made once, then copied.

Four rounds: the rush closes under load; one has its reminder and its deadline while everything is down; of two others
a reminder falls into that time and the deadline after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from argon2 import PasswordHasher
from sqlalchemy import select

from tests.makers import SAMPLE
from tests.schema.drafting import declare_every_table
from workflow import schema
from workflow.accounts.rows import Account
from workflow.clock import SimulatedClock, beijing
from workflow.consultation.actions import drafting, issuing
from workflow.consultation.model import Reply, Round
from workflow.demo.stage import Play, UnitActs
from workflow.desk import Desk, Office
from workflow.engine.deployment import Engine
from workflow.files import Files
from workflow.people import Officer, Post, PostKind, Unit, UnitKind
from workflow.processes import PROCESSES
from workflow.signatures.keys import Vault
from workflow.signatures.statements import Signing
from workflow.store import open_database, sessions

ISSUED = beijing(2026, 11, 20, 9)  # a Friday
REMINDED = beijing(2026, 11, 23, 9)
DEADLINE = beijing(2026, 11, 24, 16)
SLEPT = beijing(2026, 11, 25, 10)
CALLED = beijing(2026, 11, 26, 16)
AWAKE = DEADLINE + timedelta(hours=24, minutes=10)

PASSWORD = "Many-units-2026"
SECRET = "5f0d3c9a7be14826a1d94c60f3b7e8125f0d3c9a7be14826a1d94c60f3b7e812"  # opens nothing but the scene
HASHED = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
SINCE = date(2026, 1, 1)
OTHERS = 12  # units of the other rounds
STAFF = ((PostKind.CLERK, "c"), (PostKind.LEADER, "l"), (PostKind.SEAL_KEEPER, "k"))


@dataclass(frozen=True)
class Member:
    """A unit in the rush: its reply's public key, and who acts for it. No keeper: the leader's step seals."""

    number: int
    key: str
    clerk: str
    leader: str
    keeper: str | None


@dataclass
class Town:
    """An office of the harness's own on the scene's database: to furnish it, and to look at it afterwards."""

    office: Office
    clock: SimulatedClock

    def close(self) -> None:
        with self.office.sessions() as session:
            session.get_bind().dispose()  # type: ignore[union-attr]

    def members(self) -> list[Member]:
        with self.office.desk(write=False) as desk:
            rush = rounds(desk)[0]
            return [_member(reply, desk.today) for reply in rush.replies]


def rounds(desk: Desk) -> Sequence[Round]:
    """The rush first."""
    return desk.session.scalars(select(Round).order_by(Round.id)).all()


def open_town(url: str, files: Path, moment: datetime = ISSUED) -> Town:
    clock = SimulatedClock(moment)
    signing = Signing(Vault(SECRET))
    return Town(Office(sessions(open_database(url)), clock, Engine(PROCESSES), Files(files), signing=signing), clock)


def furnish(url: str, files: Path, units: int) -> None:
    """Fill an empty database."""
    declare_every_table()  # as the program does, which imports everything
    engine = open_database(url)
    schema.must_fit(engine)
    engine.dispose()
    town = open_town(url, files)
    with town.office.desk() as desk:
        clerk, head = _the_office(desk)
        for number in range(1, units + 1):
            _a_unit(desk, number)
    first = _begin(town, clerk, head, units, DEADLINE, [1])
    _begin(town, clerk, head, min(units, OTHERS), SLEPT, [0])
    for later in (timedelta(0), timedelta(minutes=30)):
        _begin(town, clerk, head, min(units, OTHERS), CALLED + later, [1])
    _some_have_begun(town, first)
    town.close()


def _the_office(desk: Desk) -> tuple[int, int]:
    office = Unit(
        name="区安委会办公室", short_name="区安委会办公室", kind=UnitKind.OFFICE, number_code="安委办", phone="29140000"
    )
    people = [_appoint(desk, office, kind, f"office-{suffix}") for kind, suffix in STAFF[:2]]
    desk.session.flush()
    return people[0].id, people[1].id


def _a_unit(desk: Desk, number: int) -> None:
    unit = Unit(name=f"第{number}街道办事处", short_name=f"第{number}街道", phone=f"29{number:06d}")
    for kind, suffix in STAFF if number % 2 else STAFF[:2]:
        _appoint(desk, unit, kind, f"u{number}{suffix}")


def _appoint(desk: Desk, unit: Unit, kind: PostKind, login: str) -> Officer:
    officer = Officer(login=login, name=login, password_hash=HASHED, email=f"{login}@units.example")
    desk.session.add(Post(officer=officer, unit=unit, kind=kind, since=SINCE))
    desk.session.add(Account(officer=officer, password_set_at=desk.now))
    return officer


def _begin(town: Town, clerk: int, head: int, units: int, deadline: datetime, remind: list[int]) -> int:
    with town.office.desk(clerk) as desk:
        lead = desk.session.scalars(select(Unit).where(Unit.kind == UnitKind.OFFICE)).one()
        ordinary = select(Unit).where(Unit.kind == UnitKind.ORDINARY).order_by(Unit.id).limit(units)
        round_ = drafting.begin(desk, lead)
        drafting.upload_draft(desk, round_, SAMPLE.read_bytes(), SAMPLE.name)
        drafting.save_details(desk, round_, {"basis": "根据区委、区政府主要领导批示要求"})
        drafting.set_deadline(desk, round_, deadline)
        drafting.choose_recipients(desk, round_, [], list(desk.session.scalars(ordinary)))
        drafting.choose_reminders(desk, round_, remind)
        drafting.send_to_head(desk, round_)
        begun = round_.id
    with town.office.desk(head) as desk:
        issuing.issue(desk, desk.session.get_one(Round, begun))
    return begun


def _some_have_begun(town: Town, round_id: int) -> None:
    """Of eight units six have received the notice, four have sent their letter to the leader, one has it signed."""
    play = Play(town.office, town.clock, round_id=round_id)
    with town.office.desk(write=False) as desk:
        replies = [UnitActs(play, reply.id, reply.unit_id) for reply in desk.session.get_one(Round, round_id).replies]
    for number, unit in enumerate(replies):
        if number % 4 >= 1:
            unit.receive()
        if number % 4 >= 2:
            unit.write([])
        if number % 8 == 2:
            unit.sign()


def _member(reply: Reply, day: date) -> Member:
    def login(kind: PostKind) -> str | None:
        return next((officer.login for officer in reply.unit.holders(kind, day)), None)

    clerk, leader = login(PostKind.CLERK), login(PostKind.LEADER)
    assert clerk is not None
    assert leader is not None
    return Member(reply.position, reply.key, clerk, leader, login(PostKind.SEAL_KEEPER))
