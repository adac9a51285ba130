"""Makers of accident cases: a test names only what matters to it, and says how far the case has come."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from tests.makers import Stage
from workflow.accident.actions import classifying, declaring, reporting, team
from workflow.accident.actions.reporting import Figures, Reported
from workflow.accident.actions.team import Candidate
from workflow.accident.model import Accident, Member, Role
from workflow.accident.rules.reporting import Body
from workflow.clock import beijing
from workflow.desk import Desk
from workflow.people import PostKind, Unit, UnitKind

OCCURRED = beijing(2017, 12, 1, 8, 30)
SIX_ITEMS = {
    "unit_profile": "某某建筑公司，从业人员86人，主要从事房屋建筑施工。",
    "scene": "某某项目3号楼，事故区域已封闭，现场无次生风险。",
    "course": "作业人员在拆除外架时坠落。",
    "actions_taken": "伤者已送医，工地已停工。",
    "other": "无",
}


@dataclass
class Case:
    """One accident and its people, on a stage whose clock the test moves."""

    stage: Stage
    accident_id: int = 0

    # -- people

    @contextmanager
    def office(self, kind: PostKind = PostKind.CLERK) -> Iterator[tuple[Desk, Accident]]:
        with self.at(UnitKind.OFFICE, kind) as entered:
            yield entered

    @contextmanager
    def government(self) -> Iterator[tuple[Desk, Accident]]:
        with self.at(UnitKind.GOVERNMENT, PostKind.LEADER) as entered:
            yield entered

    @contextmanager
    def team(self, kind: PostKind = PostKind.CLERK) -> Iterator[tuple[Desk, Accident]]:
        with self.look() as (_, accident):
            team_id = accident.team_unit_id
        assert team_id is not None
        with self.stage.as_(team_id, kind) as desk:
            yield desk, desk.session.get_one(Accident, self.accident_id)

    def security(self) -> AbstractContextManager[tuple[Desk, Accident]]:
        """Who keeps the rules of the installation."""
        return self.at(UnitKind.OFFICE, PostKind.SECURITY)

    @contextmanager
    def at(self, unit: UnitKind, kind: PostKind) -> Iterator[tuple[Desk, Accident]]:
        with self.stage.office.desk(write=False) as desk:
            unit_id = desk.session.scalars(select(Unit.id).where(Unit.kind == unit)).first()
        assert unit_id is not None
        with self.stage.as_(unit_id, kind) as desk:
            yield desk, desk.session.get_one(Accident, self.accident_id)

    @contextmanager
    def look(self) -> Iterator[tuple[Desk, Accident]]:
        """The case as it stands, to look at."""
        with self.stage.office.desk(write=False) as desk:
            yield desk, desk.session.get_one(Accident, self.accident_id)

    @property
    def steps(self) -> set[str]:
        """What lies open."""
        with self.look() as (desk, accident):
            return desk.open_steps(accident)

    # -- the clock

    def until(self, moment: datetime) -> None:
        """Time passes, and the system does what is due."""
        self.stage.pass_until(moment)

    def pass_(self, **duration: float) -> None:
        self.until(self.stage.clock() + timedelta(**duration))

    # -- the way of a case

    def register(self, *, figures: Figures | None = None, **wishes: Any) -> None:
        """接报: received half an hour after it happened, the unit within its hour."""
        known: dict[str, Any] = {
            "title": "某某建筑公司“12·1”高处坠落事故", "occurred_at": OCCURRED, "place": "某某镇某某路9号",
            "unit_name": "某某建筑公司", "trade": "建筑施工", "learned_at": OCCURRED + timedelta(minutes=10),
            "unit_reported_at": OCCURRED + timedelta(minutes=30), "received_at": OCCURRED + timedelta(minutes=30),
        }  # fmt: skip
        figures = figures or Figures(deaths=1, injuries=1, loss=Decimal(1_200_000), source="医院诊断")
        with self.stage.office.desk(write=False) as desk:
            office, government = (_unit(desk, kind).id for kind in (UnitKind.OFFICE, UnitKind.GOVERNMENT))
        with self.stage.as_(office, PostKind.CLERK) as desk:
            units = desk.session.get_one(Unit, office), desk.session.get_one(Unit, government)
            accident = reporting.register(
                desk, *units, Reported(**{**SIX_ITEMS, **known, **wishes}), figures, is_demo=True
            )
            self.accident_id = accident.id

    def report(self) -> None:
        """上报和通报."""
        with self.office() as (desk, accident):
            reporting.report_up(desk, accident)
            for body in Body:
                reporting.inform(desk, accident, body)
            reporting.finish_informing(desk, accident)

    def classify(self, **wishes: Any) -> None:
        with self.office(PostKind.LEADER) as (desk, accident):
            classifying.classify(desk, accident, **wishes)

    def propose(self, **wishes: Any) -> None:
        """Leader and three members with accounts, an expert and the procuratorate without."""
        with self.office() as (desk, accident):
            team.propose(desk, accident, wishes.get("candidates") or candidates(desk))

    def appoint(self) -> None:
        with self.government() as (desk, accident):
            team.appoint(desk, accident)

    def declare(self) -> None:
        """Everybody declares, then the clerk goes through the declarations."""
        with self.office() as (desk, accident):
            for member in declaring.undeclared(accident):
                declaring.declare(desk, accident, member, has_interest=False)
            declaring.clear_interests(desk, accident)

    def member(self, accident: Accident, role: Role = Role.MEMBER, number: int = 0) -> Member:
        """The n-th active member of that role."""
        return [m for m in accident.members if m.is_active and m.role is role][number]


BODIES = ("区发改委", "公安分局", "区人力社保局", "区交通局")  # the first sends the leader


def candidates(desk: Desk) -> list[Candidate]:
    """The team as the office proposes it: ministries of the demonstration district, an expert, the procuratorate."""
    leader, *members = [_candidate(desk, body) for body in BODIES]
    return [
        replace(leader, role=Role.LEADER),
        *members,
        Candidate(name="魏工", body="市安全生产技术研究中心", role=Role.EXPERT, duty="建筑施工安全"),
        Candidate(name="郑检", body="区人民检察院", role=Role.INVITED, duty="已派员参加"),
    ]


def _candidate(desk: Desk, body: str) -> Candidate:
    unit = desk.session.scalars(select(Unit).where(Unit.name == body)).one()
    officer = unit.holders(PostKind.CLERK, desk.today)[0]
    return Candidate(name=officer.name, body=body, duty="调查取证", officer=officer)


def _unit(desk: Desk, kind: UnitKind) -> Unit:
    return desk.session.scalars(select(Unit).where(Unit.kind == kind)).one()


WAY: Mapping[str, Callable[[Case], None]] = {  # the step that lies open -> what led to it from the step before
    "inform": Case.register,
    "classify": Case.report,
    "propose_team": Case.classify,
    "appoint_team": Case.propose,
    "clear_interests": Case.appoint,
    "investigate": Case.declare,
}


def a_case(stage: Stage, until: str = "inform") -> Case:
    """A case whose step `until` lies open; the clock stands an hour after the accident unless the way took longer."""
    case = Case(stage)
    case.accident_id = stage.once(("a case", until), lambda: _led(stage, until))
    return case


def _led(stage: Stage, until: str) -> int:
    """The case's id, when it has come there."""
    steps = list(WAY)
    came = steps.index(until)
    if came:
        case = a_case(stage, steps[came - 1])
    else:
        case = Case(stage)
        stage.clock.move_to(max(stage.clock(), OCCURRED + timedelta(hours=1)))
    WAY[until](case)
    return case.accident_id
