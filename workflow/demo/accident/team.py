"""The team of a case: proposed, appointed, its declarations, and the days that it is granted."""

from workflow.accident.actions import clocks, declaring, team
from workflow.accident.actions.team import Candidate
from workflow.accident.model import Role
from workflow.accident.papers import Material
from workflow.demo.accident.case import Case, unit_named
from workflow.demo.accident.plot import Person
from workflow.desk import Desk
from workflow.people import PostKind

INSTITUTE = "市安全生产技术研究中心"
EXTENSION = 60  # days, the longest that 条例第29条 allows
WHY_LONGER = "因涉及的单位和人员较多，部分证据需要补充核实，原期限内难以完成责任认定"


def propose(case: Case) -> None:
    with case.office() as (desk, accident):
        team.propose(desk, accident, [_candidate(desk, person) for person in case.plot.team])


def _candidate(desk: Desk, person: Person) -> Candidate:
    """An officer of the district where the person has no name of his own."""
    if person.name:
        return Candidate(name=person.name, body=person.body, role=person.role, duty=person.duty)
    kind = PostKind.LEADER if person.role is Role.LEADER else PostKind.CLERK
    officer = unit_named(desk, person.body).holders(kind, desk.today)[0]
    return Candidate(name=officer.name, body=person.body, role=person.role, duty=person.duty, officer=officer)


def appoint(case: Case) -> None:
    with case.government() as (desk, accident):
        team.appoint(desk, accident)


def declare(case: Case) -> None:
    """Each on his own account; for the expert the office records what he handed in."""
    with case.look() as (_, accident):
        people = [(member.id, member.officer_id) for member in declaring.undeclared(accident)]
    for member_id, officer_id in people:
        with case.person(officer_id) if officer_id else case.office() as (desk, accident):
            member = next(member for member in accident.members if member.id == member_id)
            declaring.declare(desk, accident, member, has_interest=False)


def clear_interests(case: Case) -> None:
    with case.office() as (desk, accident):
        declaring.clear_interests(desk, accident)


# -- the days that do not count, and the days that are granted


def commission_appraisal(case: Case) -> None:
    with case.team() as (desk, accident):
        samples = Material(case.plot.evidence[2].title, "1批", "封存编号完好")
        clocks.commission_appraisal(
            desk, accident, INSTITUTE, case.plot.appraisal, qualification="具有相应的检测检验资质",
            materials=(samples,), expected_by=case.day(40),
        )  # fmt: skip


def conclude_appraisal(case: Case) -> None:
    with case.team() as (desk, accident):
        finding = case.plot.technical.splitlines()[-3]
        clocks.conclude_appraisal(desk, accident, accident.appraisals[0], finding)


def ask_extension(case: Case) -> None:
    with case.team(PostKind.LEADER) as (desk, accident):
        clocks.ask_extension(desk, accident, EXTENSION, WHY_LONGER)


def grant_extension(case: Case) -> None:
    with case.government() as (desk, accident):
        clocks.decide_extension(desk, accident, accident.extensions[0], granted=True)
