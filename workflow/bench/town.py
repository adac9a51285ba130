"""An office with as many units as asked for, and a round that lies ready on its head's desk."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Engine as Database
from sqlalchemy import MetaData, insert, select

from workflow.accounts.rows import Account
from workflow.clock import SimulatedClock, beijing
from workflow.consultation.actions import drafting
from workflow.consultation.model import Reply, Round
from workflow.desk import Desk, Office
from workflow.engine.deployment import Engine
from workflow.files import Files
from workflow.people import Officer, Post, PostKind, Unit, UnitKind, hash_password
from workflow.processes import PROCESSES
from workflow.settling_in import settle_in
from workflow.store import create_tables, open_database, sessions

BEGUN = beijing(2026, 11, 20, 9)
DEADLINE = beijing(2026, 11, 27, 16)
SINCE = date(2026, 1, 1)
DRAFT = Path(__file__).parent.parent.parent / "templates" / "sample" / "draft.docx"
PASSWORD = "bench-2026-plain"  # noqa: S105 -- of everybody in the town, which is gone after the run
STAFF = (PostKind.CLERK, PostKind.LEADER, PostKind.SEAL_KEEPER)


@dataclass(frozen=True)
class Place:
    """One unit's place in the round."""

    reply_id: int
    officer_id: int  # holds all three posts of the unit
    key: str  # of the reply's page
    login: str


@dataclass
class Town:
    """An office on the measured database, its clock, and the round of all its units."""

    office: Office
    clock: SimulatedClock
    database: Database
    head_id: int = 0
    round_id: int = 0

    def places(self) -> list[Place]:
        """Every unit of the round, in the order in which it was served."""
        with self.office.desk(write=False) as desk:
            clerks = (
                select(Reply.id, Post.officer_id, Reply.key, Officer.login)
                .join(Post, (Post.unit_id == Reply.unit_id) & (Post.kind == PostKind.CLERK))
                .join(Officer, Officer.id == Post.officer_id)
                .where(Reply.round_id == self.round_id)
                .order_by(Reply.position)
            )
            return [Place(*row) for row in desk.session.execute(clerks)]


def open_town(url: str, files: Path, moment: datetime = BEGUN) -> Town:
    """A town on a database that is already furnished: what each measured process opens for itself."""
    clock = SimulatedClock(moment)
    database = open_database(url)
    settle_in()  # as every program does before it serves
    return Town(Office(sessions(database), clock, Engine(PROCESSES), Files(files)), clock, database)


def furnish(url: str, files: Path, units: int) -> Town:
    """Empty the database and put an office, its units and a round before its issue into it."""
    empty(url)
    town = open_town(url, files)
    with town.office.desk() as desk:
        clerk, town.head_id = _staff_the_office(desk)
        served = _units(desk, units)
        desk.session.flush()
    with town.office.desk(clerk) as desk:
        town.round_id = _prepared(desk, served)
    return town


def empty(url: str) -> None:
    """Nothing of an earlier run stays, nor of another version: the tables are made anew."""
    engine = open_database(url)
    there = MetaData()
    there.reflect(engine)
    there.drop_all(engine)
    create_tables(engine)
    engine.dispose()


def _staff_the_office(desk: Desk) -> tuple[int, int]:
    office = Unit(name="主办单位", short_name="主办单位", kind=UnitKind.OFFICE, number_code="测", phone="00000000")
    clerk, head = (Officer(login=login, name=login, password_hash="") for login in ("clerk", "head"))
    posts = ((clerk, PostKind.CLERK), (head, PostKind.LEADER))
    desk.session.add_all(Post(officer=officer, unit=office, kind=kind, since=SINCE) for officer, kind in posts)
    desk.session.flush()
    return clerk.id, head.id


def _units(desk: Desk, count: int) -> list[int]:
    """Their ids; every unit has one officer in all three posts."""
    names = [{"name": f"单位{n}", "short_name": f"单位{n}"} for n in range(1, count + 1)]
    units = list(desk.session.scalars(insert(Unit).returning(Unit.id, sort_by_parameter_order=True), names))
    hashed = hash_password(PASSWORD)
    people = [{"login": f"u{n}", "name": f"人员{n}", "password_hash": hashed} for n in range(1, count + 1)]
    officers = desk.session.scalars(insert(Officer).returning(Officer.id, sort_by_parameter_order=True), people).all()
    desk.session.execute(
        insert(Account), [{"officer_id": officer, "password_set_at": desk.now} for officer in officers]
    )
    desk.session.execute(
        insert(Post),
        [
            {"officer_id": officer, "unit_id": unit, "kind": kind, "since": SINCE}
            for unit, officer in zip(units, officers, strict=True)
            for kind in STAFF
        ],
    )
    return units


def _prepared(desk: Desk, served: list[int]) -> int:
    office = desk.session.scalars(select(Unit).where(Unit.kind == UnitKind.OFFICE)).one()
    round_: Round = drafting.begin(desk, office, is_demo=True)
    drafting.upload_draft(desk, round_, DRAFT.read_bytes(), DRAFT.name)
    drafting.save_details(desk, round_, {"basis": "测试"})
    drafting.set_deadline(desk, round_, DEADLINE)
    units = desk.session.scalars(select(Unit).where(Unit.id.in_(select(Unit.id).where(Unit.kind == UnitKind.ORDINARY))))
    drafting.choose_recipients(desk, round_, [], list(units))
    drafting.choose_reminders(desk, round_, [])
    drafting.send_to_head(desk, round_)
    return round_.id
