"""回避声明 (条例第23条): each says whether he has an interest; with one nobody works."""

from collections.abc import Sequence

from workflow.accident.actions.guards import must_be_at_work, must_be_here
from workflow.accident.actions.team import take_step
from workflow.accident.model import Accident, Member, Role
from workflow.desk import Desk
from workflow.errors import Incomplete, NotYours, Refusal
from workflow.people import PostKind

DECLARING = (Role.LEADER, Role.MEMBER, Role.EXPERT)


def declare(desk: Desk, accident: Accident, member: Member, has_interest: bool, interest: str = "") -> None:
    """回避声明: by the member himself, or recorded by the office for one who has no account or handed it in on paper."""
    if not (member.officer_id == desk.officer_id or desk.acts_in(accident.lead_unit_id, PostKind.CLERK)):
        raise NotYours("回避声明由本人提交，或者由区安委办代为登记书面声明。")
    desk.lock([accident])
    must_be_at_work(accident)
    must_be_here(accident, member)
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
    taken = take_step(desk, accident, accident.lead_unit_id, PostKind.CLERK, "clear_interests")
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


def _names(members: Sequence[Member]) -> str:
    return "、".join(member.name for member in members)
