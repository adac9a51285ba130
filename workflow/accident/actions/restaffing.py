"""调查组的变动: who joins a standing team, who leaves it, who leads it now; every line stays."""

from workflow.accident.actions.declaring import DECLARING
from workflow.accident.actions.guards import must_be_at_work, must_be_here
from workflow.accident.actions.team import (
    Candidate,
    give_lead,
    leader_of,
    member_of,
    must_be_a_person,
    must_be_able_to_lead,
)
from workflow.accident.actions.team_posts import end_posts, take_up
from workflow.accident.model import Accident, Member, Role
from workflow.desk import Desk
from workflow.errors import AlreadyDone, Incomplete, Refusal, Stale
from workflow.people import PostKind


def recuse(desk: Desk, accident: Accident, member: Member, reason: str) -> None:
    """回避或调整: the member leaves with his posts; his line and what he did stay."""
    desk.must_hold(accident.lead_unit_id, PostKind.CLERK)
    desk.lock([accident])
    _must_stand(accident)
    must_be_here(accident, member)
    if member.role is Role.LEADER:
        raise Refusal(f"{member.name}是组长，组长由负责调查的人民政府指定（条例第24条）。请报区人民政府另行指定组长。")
    _must_have_reason(reason)
    _leave(desk, accident, member, reason.strip())
    desk.note("recuse", accident, member=member.name, reason=reason.strip())


def join(desk: Desk, accident: Accident, candidate: Candidate, reason: str, *, no_interest: bool = False) -> Member:
    """Somebody joins a standing team. `no_interest`: his declaration has been handed in; needed once the work has begun."""
    desk.must_hold(accident.lead_unit_id, PostKind.CLERK)
    desk.lock([accident])
    _must_stand(accident)
    must_be_a_person(desk, candidate)
    _must_have_reason(reason)
    if candidate.role is Role.LEADER:
        raise Refusal("组长由负责调查的人民政府指定（条例第24条）。请先作为成员加入，再报区人民政府指定。")
    if candidate.officer and any(m.is_active and m.officer_id == candidate.officer.id for m in accident.members):
        raise AlreadyDone(f"{candidate.name}已经在调查组中，不必重复加入。")
    if accident.interests_cleared_at and candidate.role in DECLARING and not no_interest:
        raise Incomplete({"no_interest": "调查已经开始，加入前请先提交无利害关系的声明（条例第23条）。"})
    member = member_of(desk, candidate)
    accident.members.append(member)
    desk.session.flush()
    take_up(desk, accident, member)
    desk.note("join_team", accident, member=member.name, body=member.body, reason=reason.strip())
    if no_interest:
        member.declared_at, member.has_interest = desk.now, False
        desk.note("declare_no_interest", accident, member=member.name)
    return member


def change_leader(desk: Desk, accident: Accident, leader: Member, reason: str, *, leaves: bool = True) -> None:
    """The government names another leader of the standing team. `leaves`: the former one leaves the team."""
    desk.must_hold(accident.government_id, PostKind.LEADER)
    desk.lock([accident])
    _must_stand(accident)
    must_be_here(accident, leader)
    _must_have_reason(reason)
    must_be_able_to_lead(leader)
    if accident.interests_cleared_at and leader.has_interest is None:
        raise Incomplete({"leader": f"{leader.name}还没有提交回避声明，不能担任组长（条例第23条）。"})
    former = leader_of(accident)
    if former is leader:
        raise AlreadyDone(f"{leader.name}现在就是组长，不必重复指定。")
    assert former is not None
    give_lead(accident, leader)
    if leaves:
        _leave(desk, accident, former, reason.strip())
    else:
        end_posts(desk, accident, former, PostKind.LEADER)
    take_up(desk, accident, leader)
    desk.note("change_leader", accident, before=former.name, after=leader.name, reason=reason.strip())


def dissolve(desk: Desk, accident: Accident) -> None:
    """The posts of the team end: the case has gone to the superior."""
    for member in accident.members:
        end_posts(desk, accident, member, *PostKind)


def _leave(desk: Desk, accident: Accident, member: Member, reason: str) -> None:
    member.left_at, member.left_reason = desk.now, reason
    end_posts(desk, accident, member, *PostKind)


def _must_stand(accident: Accident) -> None:
    must_be_at_work(accident)
    if accident.team_appointed_at is None:
        raise Stale("调查组还没有成立，请在拟定调查组时直接修改名单。")


def _must_have_reason(reason: str) -> None:
    if not reason.strip():
        raise Incomplete({"reason": "请写明变动的理由，如回避、工作调整，并注明批准情况。"})
