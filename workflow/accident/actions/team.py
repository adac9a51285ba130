"""调查组: proposed by the office, approved and led as the government says (条例第22条 to 24).

The team is a unit for the time of the case; what its members declare is in declaring, how it changes in restaffing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from workflow.accident import paperwork
from workflow.accident.actions import alarms
from workflow.accident.actions.team_posts import take_up
from workflow.accident.model import Accident, Member, Role
from workflow.accident.paperwork import beginning
from workflow.accident.settings import clock_settings
from workflow.accident.telling import tell_units
from workflow.accident.timing import facts_of
from workflow.desk import Desk
from workflow.engine.verbs import Taken
from workflow.errors import Incomplete, Refusal
from workflow.people import ADMINISTRATORS, POSTS, Officer, PostKind, Unit, UnitKind

LONGEST = {"name": 60, "body": 100, "duty": 100}  # characters
PROCURATORATE = "检察院"
EXPECTED: Mapping[str, tuple[str, ...]] = {  # 条例第22条: who sends members -> how such a body is called
    "有关人民政府": ("人民政府", "区政府", "政府办"),
    "安全生产监督管理部门": ("安监", "应急"),
    "监察机关": ("监察", "监委", "纪委"),
    "公安机关": ("公安",),
    "工会": ("工会",),
    "人民检察院（应当邀请）": (PROCURATORATE,),
}


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A person for the team. `officer`: his account, if he has one; a leader needs one. `duty`: 分工, 专长, 受邀情况."""

    name: str
    body: str
    role: Role = Role.MEMBER
    duty: str = ""
    officer: Officer | None = None


def propose(desk: Desk, accident: Accident, candidates: Sequence[Candidate]) -> None:
    """Step `propose_team`: the whole list as it is laid before the government; an earlier proposal is replaced."""
    taken = take_step(desk, accident, accident.lead_unit_id, PostKind.CLERK, "propose_team")
    _must_be_a_team(desk, candidates)
    for earlier in list(accident.members):
        accident.members.remove(earlier)
        desk.session.delete(earlier)
    accident.members.extend(member_of(desk, candidate) for candidate in candidates)
    accident.team_proposed_at, accident.team_back_reason = desk.now, ""
    desk.note("propose_team", accident, count=len(candidates))
    desk.complete(taken)


def missing_bodies(bodies: Sequence[str]) -> tuple[str, ...]:
    """Whom 条例第22条 expects and nobody of the list comes from: a reminder beside the list, no refusal."""
    return tuple(name for name, words in EXPECTED.items() if not any(word in body for body in bodies for word in words))


def _must_be_a_team(desk: Desk, candidates: Sequence[Candidate]) -> None:
    for candidate in candidates:
        must_be_a_person(desk, candidate)
    leaders = [candidate for candidate in candidates if candidate.role is Role.LEADER]
    invited = [c for c in candidates if c.role is Role.INVITED and PROCURATORATE in c.body]
    wrong = {
        "leader": "" if len(leaders) == 1 else "请拟定一名组长人选，由区人民政府指定（条例第24条）。",
        "members": "" if any(c.role is Role.MEMBER for c in candidates) else "调查组还没有成员，请填写派员单位和人员。",
        "invited": "" if invited else "应当邀请人民检察院派人参加，请登记受邀的检察院和人员（条例第22条）。",
    }
    if any(wrong.values()):
        raise Incomplete({field: sentence for field, sentence in wrong.items() if sentence})


def must_be_a_person(desk: Desk, candidate: Candidate) -> None:
    if not candidate.name.strip() or not candidate.body.strip():
        raise Incomplete({"members": "每名人员都要填写姓名和派出单位，请补齐。"})
    long = [name for name, most in LONGEST.items() if len(getattr(candidate, name)) > most]
    if long:
        raise Incomplete({"members": f"{candidate.name[:10]}的姓名、单位或分工过长，请精简。"})
    if candidate.role is Role.LEADER and candidate.officer is None:
        raise Incomplete({"leader": "组长要在系统中签署报告，请选择有账号的人员，或者先请系统管理员开设账号。"})
    if candidate.officer is not None:
        _must_be_free_to_act(desk, candidate.officer)


def _must_be_free_to_act(desk: Desk, officer: Officer) -> None:
    """A member is given posts of the team, and administrators act in no case."""
    if not officer.active:
        raise Incomplete({"members": f"{officer.name}的账号已经停用。请另选人员，或者先请系统管理员启用账号。"})
    kept = sorted(officer.kinds_between(desk.today, None) & ADMINISTRATORS)
    if kept:
        raise Incomplete(
            {"members": f"{officer.name}是{POSTS[kept[0]]}，不参与具体事项的办理，不能进入调查组。请另选人员。"}
        )


def member_of(desk: Desk, candidate: Candidate) -> Member:
    return Member(
        officer_id=candidate.officer.id if candidate.officer else None, name=candidate.name.strip(),
        body=candidate.body.strip(), duty=candidate.duty.strip(), role=candidate.role, since=desk.now,
    )  # fmt: skip


def send_team_back(desk: Desk, accident: Accident, reason: str) -> None:
    """The government returns the proposal."""
    taken = take_step(desk, accident, accident.government_id, PostKind.LEADER, "appoint_team")
    if not reason.strip():
        raise Incomplete({"reason": "请写明退回理由，便于修改调查组方案。"})
    accident.team_back_reason = reason.strip()
    desk.note("send_team_back", accident, reason=reason.strip())
    desk.complete(taken)


def appoint(desk: Desk, accident: Accident, leader: Member | None = None) -> None:
    """Step `appoint_team`: the team stands, with the proposed leader or another of its members (条例第24条)."""
    taken = take_step(desk, accident, accident.government_id, PostKind.LEADER, "appoint_team")
    chosen = leader or leader_of(accident)
    if chosen is None or chosen not in accident.members:
        raise Incomplete({"leader": "请从拟定的成员中指定组长。"})
    must_be_able_to_lead(chosen)
    give_lead(accident, chosen)
    accident.team_unit = _team_unit(desk, accident)
    desk.session.flush()
    accident.team_appointed_at = desk.now
    for member in accident.members:
        take_up(desk, accident, member)
    number = paperwork.number_for(desk, accident.government)
    facts = facts_of(accident, clock_settings(desk.session), desk.calendar)
    kept = paperwork.keep(desk, accident, beginning.team_notice(accident, facts, number, desk.today))
    _send(desk, accident, kept.id)
    desk.note("appoint_team", accident, number=number, leader=chosen.name)
    desk.complete(taken)
    alarms.plan_again(desk, accident)


def leader_of(accident: Accident) -> Member | None:
    return next((m for m in accident.members if m.is_active and m.role is Role.LEADER), None)


def must_be_able_to_lead(member: Member) -> None:
    if member.has_interest:
        raise Refusal(
            f"不能由{member.name}担任组长：本人已声明与本事故有利害关系，"
            "条例第23条要求调查组成员与所调查的事故没有直接利害关系。请另行指定组长。"
        )
    if member.officer_id is None or member.role not in (Role.LEADER, Role.MEMBER):
        raise Incomplete({"leader": "组长要在系统中签署报告，请从有账号的正式成员中指定。"})


def give_lead(accident: Accident, chosen: Member) -> None:
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


def take_step(desk: Desk, accident: Accident, unit_id: int, post: PostKind, step: str) -> Taken:
    desk.must_hold(unit_id, post)
    return desk.take(accident, step)
