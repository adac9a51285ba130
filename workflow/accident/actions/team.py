"""调查组: proposed by the office, approved and led as the government says, and nobody works who has an interest.

The team is a unit for the time of the case: its members with an account hold posts there, from the day they join to
the day they leave (条例第22条 to 24).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from workflow.accident import paperwork
from workflow.accident.actions import alarms
from workflow.accident.model import Accident, Member, Role, Stage
from workflow.accident.paperwork import beginning
from workflow.accident.settings import clock_settings
from workflow.accident.telling import tell_units
from workflow.accident.timing import facts_of
from workflow.desk import Desk
from workflow.engine.verbs import Taken
from workflow.errors import AlreadyDone, Incomplete, NotYours, Refusal, Stale
from workflow.people import Officer, Post, PostKind, Unit, UnitKind

LONGEST = {"name": 60, "body": 100, "duty": 100}  # characters
AT_WORK = (Stage.FORMING_TEAM, Stage.INVESTIGATING, Stage.APPROVING)
PROCURATORATE = "检察院"
EXPECTED: Mapping[str, tuple[str, ...]] = {  # 条例第22条: who sends members -> how such a body is called
    "有关人民政府": ("人民政府", "区政府", "政府办"),
    "安全生产监督管理部门": ("安监", "应急"),
    "监察机关": ("监察", "监委", "纪委"),
    "公安机关": ("公安",),
    "工会": ("工会",),
    "人民检察院（应当邀请）": (PROCURATORATE,),
}
DECLARING = (Role.LEADER, Role.MEMBER, Role.EXPERT)
KINDS_OF_POSTS: Mapping[Role, tuple[PostKind, ...]] = {
    Role.LEADER: (PostKind.LEADER, PostKind.CLERK),
    Role.MEMBER: (PostKind.CLERK,),
    Role.EXPERT: (),
    Role.INVITED: (),
}


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A person for the team. `officer`: his account, if he has one; a leader needs one. `duty`: 分工, 专长, 受邀情况."""

    name: str
    body: str
    role: Role = Role.MEMBER
    duty: str = ""
    officer: Officer | None = None


# -- proposed


def propose(desk: Desk, accident: Accident, candidates: Sequence[Candidate]) -> None:
    """Step `propose_team`: the whole list as it is laid before the government; an earlier proposal is replaced."""
    taken = _take(desk, accident, accident.lead_unit_id, PostKind.CLERK, "propose_team")
    _must_be_a_team(candidates)
    for earlier in list(accident.members):
        accident.members.remove(earlier)
        desk.session.delete(earlier)
    accident.members.extend(_member(desk, candidate) for candidate in candidates)
    accident.team_proposed_at, accident.team_back_reason = desk.now, ""
    desk.note("propose_team", accident, count=len(candidates))
    desk.complete(taken)


def missing_bodies(bodies: Sequence[str]) -> tuple[str, ...]:
    """Whom 条例第22条 expects and nobody of the list comes from: a reminder beside the list, no refusal."""
    return tuple(name for name, words in EXPECTED.items() if not any(word in body for body in bodies for word in words))


def _must_be_a_team(candidates: Sequence[Candidate]) -> None:
    for candidate in candidates:
        _must_be_a_person(candidate)
    leaders = [candidate for candidate in candidates if candidate.role is Role.LEADER]
    invited = [c for c in candidates if c.role is Role.INVITED and PROCURATORATE in c.body]
    wrong = {
        "leader": "" if len(leaders) == 1 else "请拟定一名组长人选，由区人民政府指定（条例第24条）。",
        "members": "" if any(c.role is Role.MEMBER for c in candidates) else "调查组还没有成员，请填写派员单位和人员。",
        "invited": "" if invited else "应当邀请人民检察院派人参加，请登记受邀的检察院和人员（条例第22条）。",
    }
    if any(wrong.values()):
        raise Incomplete({field: sentence for field, sentence in wrong.items() if sentence})


def _must_be_a_person(candidate: Candidate) -> None:
    if not candidate.name.strip() or not candidate.body.strip():
        raise Incomplete({"members": "每名人员都要填写姓名和派出单位，请补齐。"})
    long = [name for name, most in LONGEST.items() if len(getattr(candidate, name)) > most]
    if long:
        raise Incomplete({"members": f"{candidate.name[:10]}的姓名、单位或分工过长，请精简。"})
    if candidate.role is Role.LEADER and candidate.officer is None:
        raise Incomplete({"leader": "组长要在系统中签署报告，请选择有账号的人员，或者先请系统管理员开设账号。"})


def _member(desk: Desk, candidate: Candidate) -> Member:
    return Member(
        officer_id=candidate.officer.id if candidate.officer else None, name=candidate.name.strip(),
        body=candidate.body.strip(), duty=candidate.duty.strip(), role=candidate.role, since=desk.now,
    )  # fmt: skip


# -- appointed


def send_team_back(desk: Desk, accident: Accident, reason: str) -> None:
    """The government returns the proposal."""
    taken = _take(desk, accident, accident.government_id, PostKind.LEADER, "appoint_team")
    if not reason.strip():
        raise Incomplete({"reason": "请写明退回理由，便于修改调查组方案。"})
    accident.team_back_reason = reason.strip()
    desk.note("send_team_back", accident, reason=reason.strip())
    desk.complete(taken)


def appoint(desk: Desk, accident: Accident, leader: Member | None = None) -> None:
    """Step `appoint_team`: the team stands, with the proposed leader or another of its members (条例第24条)."""
    taken = _take(desk, accident, accident.government_id, PostKind.LEADER, "appoint_team")
    chosen = leader or leader_of(accident)
    if chosen is None or chosen not in accident.members:
        raise Incomplete({"leader": "请从拟定的成员中指定组长。"})
    _must_be_able_to_lead(chosen)
    _give_lead(accident, chosen)
    accident.team_unit = _team_unit(desk, accident)
    desk.session.flush()
    accident.team_appointed_at = desk.now
    for member in accident.members:
        _take_up(desk, accident, member)
    number = paperwork.number_for(desk, accident.government)
    facts = facts_of(accident, clock_settings(desk.session), desk.calendar)
    kept = paperwork.keep(desk, accident, beginning.team_notice(accident, facts, number, desk.today))
    _send(desk, accident, kept.id)
    desk.note("appoint_team", accident, number=number, leader=chosen.name)
    desk.complete(taken)
    alarms.plan_again(desk, accident)


def leader_of(accident: Accident) -> Member | None:
    return next((m for m in accident.members if m.is_active and m.role is Role.LEADER), None)


def _must_be_able_to_lead(member: Member) -> None:
    if member.has_interest:
        raise Refusal(
            f"不能由{member.name}担任组长：本人已声明与本事故有利害关系，"
            "条例第23条要求调查组成员与所调查的事故没有直接利害关系。请另行指定组长。"
        )
    if member.officer_id is None or member.role not in (Role.LEADER, Role.MEMBER):
        raise Incomplete({"leader": "组长要在系统中签署报告，请从有账号的正式成员中指定。"})


def _give_lead(accident: Accident, chosen: Member) -> None:
    for member in accident.members:
        if member.is_active and member.role is Role.LEADER:
            member.role = Role.MEMBER
    chosen.role = Role.LEADER


def _team_unit(desk: Desk, accident: Accident) -> Unit:
    name = f"{accident.title}调查组"[-100:]
    if desk.session.scalar(select(Unit.id).where(Unit.name == name)) is not None:
        name = f"{accident.title}调查组"[-80:] + f"（{accident.id}）"
    unit = Unit(name=name, short_name=name[-40:], kind=UnitKind.TEAM, phone=accident.lead_unit.phone)
    desk.session.add(unit)
    return unit


def _send(desk: Desk, accident: Accident, file_id: int) -> None:
    """The notice lies on the team's own desk and the office's."""
    body = "调查组已经成立，请各成员先提交回避声明，再开展工作。"
    tell_units(desk, accident, (accident.lead_unit, accident.team_unit), "team", "成立调查组通知", body, file_id)


# -- interests


def declare(desk: Desk, accident: Accident, member: Member, has_interest: bool, interest: str = "") -> None:
    """回避声明: by the member himself, or recorded by the office for one who has no account or handed it in on paper."""
    if not (member.officer_id == desk.officer_id or desk.acts_in(accident.lead_unit_id, PostKind.CLERK)):
        raise NotYours("回避声明由本人提交，或者由区安委会办公室代为登记书面声明。")
    desk.lock([accident])
    _must_be_at_work(accident)
    _must_be_here(accident, member)
    if has_interest and not interest.strip():
        raise Incomplete({"interest": "请写明有何种利害关系，便于决定是否回避。"})
    member.declared_at, member.has_interest = desk.now, has_interest
    member.interest = interest.strip() if has_interest else ""
    if has_interest:
        desk.note("declare_interest", accident, member=member.name, interest=interest.strip())
    else:
        desk.note("declare_no_interest", accident, member=member.name)


def undeclared(accident: Accident) -> list[Member]:
    """Whose declaration is still missing."""
    return [m for m in accident.members if m.is_active and m.role in DECLARING and m.has_interest is None]


def interested(accident: Accident) -> list[Member]:
    """Who has declared an interest and is still in the team."""
    return [m for m in accident.members if m.is_active and m.has_interest]


def clear_interests(desk: Desk, accident: Accident) -> None:
    """Step `clear_interests`: everybody has declared, nobody with an interest stays; then the work begins."""
    taken = _take(desk, accident, accident.lead_unit_id, PostKind.CLERK, "clear_interests")
    if left := undeclared(accident):
        raise Incomplete({"declarations": f"{_names(left)}还没有提交回避声明，请催交后再核对（条例第23条）。"})
    if with_interest := interested(accident):
        raise Refusal(
            f"{_names(with_interest)}声明与本事故有利害关系，不能参加调查（条例第23条）。"
            "成员请办理退出；组长请报区人民政府另行指定，再核对。"
        )
    accident.interests_cleared_at = desk.now
    desk.note("clear_interests", accident)
    desk.complete(taken)


# -- changes


def recuse(desk: Desk, accident: Accident, member: Member, reason: str) -> None:
    """回避或调整: the member leaves with his posts; his line and what he did stay."""
    desk.must_hold(accident.lead_unit_id, PostKind.CLERK)
    desk.lock([accident])
    _must_stand(accident)
    _must_be_here(accident, member)
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
    _must_be_a_person(candidate)
    _must_have_reason(reason)
    if candidate.role is Role.LEADER:
        raise Refusal("组长由负责调查的人民政府指定（条例第24条）。请先作为成员加入，再报区人民政府指定。")
    if candidate.officer and any(m.is_active and m.officer_id == candidate.officer.id for m in accident.members):
        raise AlreadyDone(f"{candidate.name}已经在调查组中，不必重复加入。")
    if accident.interests_cleared_at and candidate.role in DECLARING and not no_interest:
        raise Incomplete({"no_interest": "调查已经开始，加入前请先提交无利害关系的声明（条例第23条）。"})
    member = _member(desk, candidate)
    accident.members.append(member)
    desk.session.flush()
    _take_up(desk, accident, member)
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
    _must_be_here(accident, leader)
    _must_have_reason(reason)
    _must_be_able_to_lead(leader)
    if accident.interests_cleared_at and leader.has_interest is None:
        raise Incomplete({"leader": f"{leader.name}还没有提交回避声明，不能担任组长（条例第23条）。"})
    former = leader_of(accident)
    if former is leader:
        raise AlreadyDone(f"{leader.name}现在就是组长，不必重复指定。")
    assert former is not None
    _give_lead(accident, leader)
    if leaves:
        _leave(desk, accident, former, reason.strip())
    else:
        _end_posts(desk, accident, former, PostKind.LEADER)
    _take_up(desk, accident, leader)
    desk.note("change_leader", accident, before=former.name, after=leader.name, reason=reason.strip())


def dissolve(desk: Desk, accident: Accident) -> None:
    """The posts of the team end: the case has gone to the superior."""
    for member in accident.members:
        _end_posts(desk, accident, member, *PostKind)


def _leave(desk: Desk, accident: Accident, member: Member, reason: str) -> None:
    member.left_at, member.left_reason = desk.now, reason
    _end_posts(desk, accident, member, *PostKind)


# -- posts


def _take_up(desk: Desk, accident: Accident, member: Member) -> None:
    """The member's posts in the team from today on; one that ended today or yesterday goes on."""
    assert accident.team_unit_id is not None
    for kind in KINDS_OF_POSTS[member.role] if member.officer_id else ():
        held = [post for post in _posts(desk, accident, member) if post.kind is kind]
        again = next((post for post in held if post.since == desk.today or post.until is None), None)
        if again:
            again.until = None
        else:
            desk.session.add(
                Post(officer_id=member.officer_id, unit_id=accident.team_unit_id, kind=kind, since=desk.today)
            )
    desk.session.flush()


def _end_posts(desk: Desk, accident: Accident, member: Member, *kinds: PostKind) -> None:
    """From this moment on: the last day is yesterday."""
    for post in _posts(desk, accident, member):
        if post.kind in kinds and post.until is None:
            post.until = desk.today - timedelta(1)


def _posts(desk: Desk, accident: Accident, member: Member) -> Sequence[Post]:
    if member.officer_id is None or accident.team_unit_id is None:
        return ()
    of_member = Post.officer_id == member.officer_id, Post.unit_id == accident.team_unit_id
    return desk.session.scalars(select(Post).where(*of_member)).all()


# -- guards


def _take(desk: Desk, accident: Accident, unit_id: int, post: PostKind, step: str) -> Taken:
    desk.must_hold(unit_id, post)
    return desk.take(accident, step)


def _must_be_at_work(accident: Accident) -> None:
    if accident.stage not in AT_WORK:
        raise Stale("本案现在没有在组建或者运行的调查组，成员不能变动。")


def _must_stand(accident: Accident) -> None:
    _must_be_at_work(accident)
    if accident.team_appointed_at is None:
        raise Stale("调查组还没有成立，请在拟定调查组时直接修改名单。")


def _must_be_here(accident: Accident, member: Member) -> None:
    if member not in accident.members or not member.is_active:
        raise Stale("这名人员已不在调查组中，请刷新后核对名单。")


def _must_have_reason(reason: str) -> None:
    if not reason.strip():
        raise Incomplete({"reason": "请写明变动的理由，如回避、工作调整，并注明批准情况。"})


def _names(members: Sequence[Member]) -> str:
    return "、".join(member.name for member in members)
