"""The team: proposed, approved, led as the government says, and nobody works who has an interest."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.accident.makers import a_case, candidates
from tests.makers import Stage
from workflow.accident.actions import declaring, restaffing, team
from workflow.accident.actions.team import Candidate
from workflow.accident.model import Role
from workflow.errors import AlreadyDone, Incomplete, NotYours, Refusal, Stale
from workflow.people import Officer, PostKind


def test_the_team_is_a_unit_whose_posts_are_its_people(stage: Stage) -> None:
    case = a_case(stage, "investigate")
    with case.look() as (desk, accident):
        unit = accident.team_unit
        assert unit is not None
        assert unit.name == "某某建筑公司“12·1”高处坠落事故调查组"
        assert [o.name for o in unit.holders(PostKind.LEADER, desk.today)] == [case.member(accident, Role.LEADER).name]
        assert len(unit.holders(PostKind.CLERK, desk.today)) == 4
        assert accident.papers[-1].kind == "accident_team"
    assert case.steps == {"investigate"}


@pytest.mark.parametrize(
    ("role", "field"), [(Role.LEADER, "leader"), (Role.MEMBER, "members"), (Role.INVITED, "invited")]
)
def test_a_proposal_lacks_nobody(stage: Stage, role: Role, field: str) -> None:
    case = a_case(stage, "propose_team")
    with case.office() as (desk, accident), pytest.raises(Incomplete) as refused:
        team.propose(desk, accident, [c for c in candidates(desk) if c.role is not role])
    assert field in refused.value.fields


def test_a_leader_needs_an_account_and_everybody_a_body(stage: Stage) -> None:
    case = a_case(stage, "propose_team")
    with case.office() as (desk, accident):
        leader, *others = candidates(desk)
        with pytest.raises(Incomplete, match="有账号"):
            team.propose(desk, accident, [replace(leader, officer=None), *others])
        with pytest.raises(Incomplete, match="派出单位"):
            team.propose(desk, accident, [leader, *others, Candidate(name="某人", body="")])


def test_no_administrator_investigates_and_nobody_whose_account_is_closed(stage: Stage) -> None:
    case = a_case(stage, "propose_team")
    with case.office() as (desk, accident):
        leader, *others = candidates(desk)
        auditor = desk.session.scalars(select(Officer).where(Officer.login == "sj")).one()
        with pytest.raises(Refusal, match="审计管理员"):
            team.propose(desk, accident, [leader, *others, Candidate(name="某人", body="区安委办", officer=auditor)])
        assert leader.officer is not None
        leader.officer.active = False
        with pytest.raises(Refusal, match="已经停用"):
            team.propose(desk, accident, [leader, *others])


def test_nor_does_one_join_a_team_that_stands(stage: Stage) -> None:
    case = a_case(stage, "investigate")
    with case.office() as (desk, accident):
        auditor = desk.session.scalars(select(Officer).where(Officer.login == "sj")).one()
        candidate = Candidate(name="某人", body="区安委办", officer=auditor)
        with pytest.raises(Refusal, match="审计管理员"):
            restaffing.join(desk, accident, candidate, "补充力量", no_interest=True)


def test_whom_article_22_expects_is_reminded_of() -> None:
    assert team.missing_bodies(["区应急局", "公安分局", "区总工会", "区人民检察院", "区人民政府办公室"]) == (
        "监察机关",
    )


def test_the_government_returns_a_proposal_and_names_another_leader(stage: Stage) -> None:
    case = a_case(stage, "appoint_team")
    with case.government() as (desk, accident), pytest.raises(Incomplete):
        team.send_team_back(desk, accident, " ")
    with case.government() as (desk, accident):
        team.send_team_back(desk, accident, "请增加交通部门人员。")
    assert case.steps == {"propose_team"}
    case.propose()
    with case.government() as (desk, accident):
        team.appoint(desk, accident, case.member(accident))
    with case.look() as (_, accident):
        assert case.member(accident, Role.LEADER).body == "公安分局"
        assert [m.role for m in accident.members].count(Role.LEADER) == 1


@pytest.mark.parametrize("role", [Role.EXPERT, Role.INVITED])
def test_who_does_not_sign_does_not_lead(stage: Stage, role: Role) -> None:
    case = a_case(stage, "appoint_team")
    with case.government() as (desk, accident), pytest.raises(Incomplete):
        team.appoint(desk, accident, case.member(accident, role))


def test_only_the_government_appoints(stage: Stage) -> None:
    case = a_case(stage, "appoint_team")
    with case.office(PostKind.LEADER) as (desk, accident), pytest.raises(NotYours):
        team.appoint(desk, accident)


# -- interests


def test_a_leader_with_a_declared_interest_is_refused(stage: Stage) -> None:
    case = a_case(stage, "appoint_team")
    with case.office() as (desk, accident):
        declaring.declare(desk, accident, case.member(accident, Role.LEADER), True, "曾在该公司任职")
    with case.government() as (desk, accident), pytest.raises(Refusal, match="条例第23条"):
        team.appoint(desk, accident)
    with case.government() as (desk, accident):
        team.appoint(desk, accident, case.member(accident))


def test_work_begins_only_when_everybody_has_declared(stage: Stage) -> None:
    case = a_case(stage, "clear_interests")
    with case.office() as (desk, accident):
        for member in declaring.undeclared(accident)[1:]:
            declaring.declare(desk, accident, member, False)
        with pytest.raises(Incomplete, match=case.member(accident, Role.LEADER).name):
            declaring.clear_interests(desk, accident)
    case.declare()
    assert case.steps == {"investigate"}


def test_who_has_an_interest_leaves_before_the_work_begins(stage: Stage) -> None:
    case = a_case(stage, "clear_interests")
    with case.office() as (desk, accident):
        declaring.declare(desk, accident, case.member(accident), True, "与该公司负责人是亲属")
    with pytest.raises(Refusal, match="条例第23条"):
        case.declare()
    with case.office() as (desk, accident):
        restaffing.recuse(desk, accident, case.member(accident), "回避")
    case.declare()
    with case.look() as (desk, accident):
        gone = [m for m in accident.members if not m.is_active]
        assert [(m.body, m.left_reason) for m in gone] == [("公安分局", "回避")]
        assert accident.team_unit is not None
        assert gone[0].officer not in accident.team_unit.holders(PostKind.CLERK, desk.today)


def test_a_member_declares_for_himself_and_for_nobody_else(stage: Stage) -> None:
    case = a_case(stage, "clear_interests")
    with case.look() as (_, accident):
        first, second = (case.member(accident, number=n) for n in (0, 1))
        officer, ids = first.officer_id, (first.id, second.id)
    with stage.office.desk(officer) as desk:
        accident = desk.session.get_one(type(accident), case.accident_id)
        own, other = (next(m for m in accident.members if m.id == id_) for id_ in ids)
        declaring.declare(desk, accident, own, False)
        with pytest.raises(NotYours):
            declaring.declare(desk, accident, other, False)
        with pytest.raises(Incomplete):
            declaring.declare(desk, accident, own, True, " ")
    with case.look() as (_, accident):
        assert case.member(accident).has_interest is False


# -- changes


def test_who_leaves_keeps_his_line_and_his_posts_keep_their_days(stage: Stage) -> None:
    case = a_case(stage, "investigate")
    case.pass_(days=10)
    with case.office() as (desk, accident):
        restaffing.recuse(desk, accident, case.member(accident), "工作调整")
    with case.look() as (desk, accident):
        left = next(m for m in accident.members if m.left_at)
        assert left.officer is not None
        assert [p.until for p in left.officer.posts if p.unit_id == accident.team_unit_id] == [
            desk.today - timedelta(1)
        ]


def test_who_joins_after_the_work_began_declares_first(stage: Stage) -> None:
    case = a_case(stage, "investigate")
    with case.office() as (desk, accident):
        new = Candidate(name="新成员", body="区水务局")
        with pytest.raises(Incomplete, match="条例第23条"):
            restaffing.join(desk, accident, new, "补充力量")
        restaffing.join(desk, accident, new, "补充力量", no_interest=True)
        with pytest.raises(Refusal, match="条例第24条"):
            restaffing.join(
                desk, accident, replace(new, role=Role.LEADER, officer=desk.officer), "补充", no_interest=True
            )
    with case.look() as (_, accident):
        assert declaring.undeclared(accident) == []


def test_nobody_joins_twice_and_who_left_may_come_back(stage: Stage) -> None:
    case = a_case(stage, "investigate")
    with case.office() as (desk, accident):
        member = case.member(accident)
        again = Candidate(name=member.name, body=member.body, officer=member.officer)
        with pytest.raises(AlreadyDone):
            restaffing.join(desk, accident, again, "误操作", no_interest=True)
        restaffing.recuse(desk, accident, member, "借调")
        with pytest.raises(Stale):
            restaffing.recuse(desk, accident, member, "借调")
        restaffing.join(desk, accident, again, "借调期满", no_interest=True)
    with case.look() as (desk, accident):
        assert accident.team_unit is not None
        assert len(accident.team_unit.holders(PostKind.CLERK, desk.today)) == 4


def test_the_leader_is_changed_by_the_government_only(stage: Stage) -> None:
    case = a_case(stage, "investigate")
    with case.office() as (desk, accident), pytest.raises(Refusal, match="条例第24条"):
        restaffing.recuse(desk, accident, case.member(accident, Role.LEADER), "调整")
    with case.office() as (desk, accident), pytest.raises(NotYours):
        restaffing.change_leader(desk, accident, case.member(accident), "调整")
    with case.government() as (desk, accident):
        restaffing.change_leader(desk, accident, case.member(accident), "原组长工作调整")
    with case.look() as (desk, accident):
        assert accident.team_unit is not None
        leaders = accident.team_unit.holders(PostKind.LEADER, desk.today)
        assert [o.name for o in leaders] == [case.member(accident, Role.LEADER).name]
        assert len([m for m in accident.members if m.is_active and m.signs]) == 3


def test_a_second_team_of_the_same_name_stands_beside_the_first(stage: Stage) -> None:
    names = set()
    for case in (a_case(stage, "clear_interests"), a_case(stage, "clear_interests")):
        with case.look() as (_, accident):
            assert accident.team_unit is not None
            names.add(accident.team_unit.name)
    assert len(names) == 2
