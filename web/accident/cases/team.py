"""调查组: proposed, appointed, free of interests, and every change of it afterwards."""

from collections.abc import Iterator
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from web.accident import access
from web.accident.cases import blueprint
from web.accounts.confirming import confirmed
from web.frame.answers import done
from web.frame.desk import read_desk, write_desk
from web.frame.fields import Fields, together
from web.frame.forms import again
from web.steps import own_steps
from workflow.accident.actions import declaring, guards, restaffing, team
from workflow.accident.actions.team import Candidate
from workflow.accident.model import Accident, Member, Role
from workflow.desk import Desk
from workflow.errors import Incomplete, Unknown
from workflow.people import Officer, Post, PostKind

MOST_LINES = 12  # of the list as it is offered; a longer proposal shows all of its own
_COLUMNS = ("person_name", "person_body", "person_role", "person_duty", "person_login")
_LEADER_NAMED = "已指定{leader}为组长，工作岗位已随之调整。"


@blueprint.get("/accident/<key>/team/propose")
def propose_team(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        accident = access.accident(desk, key)
        if "propose_team" not in own_steps(desk, accident):
            return redirect(url_for("accidents.members", key=key))
        return render_template(
            "accident/cases/propose_team.html",
            accident=accident,
            lines=_lines(accident),
            people=_people(desk),
            expected=list(team.EXPECTED),
        )


def _lines(accident: Accident) -> list[tuple[str, ...]]:
    """What was typed, or the proposal that came back, and empty lines below."""
    typed = list(together(*_COLUMNS)) if request.method == "POST" else [_line(m) for m in accident.members]
    return typed + [("", "", "", "", "")] * max(3, MOST_LINES - len(typed)) if request.method == "GET" else typed


def _line(member: Member) -> tuple[str, ...]:
    return member.name, member.body, member.role.value, member.duty, member.officer.login if member.officer else ""


def _people(desk: Desk) -> list[tuple[str, str]]:
    """Login, and who that is, of everybody who may be chosen."""
    found = desk.session.scalars(select(Post).where(Post.kind.in_([PostKind.CLERK, PostKind.LEADER]))).all()
    shown = {
        post.officer.login: f"{post.officer.name}，{post.unit.short_name}" for post in found if post.held_on(desk.today)
    }
    return sorted(shown.items())


@blueprint.post("/accident/<key>/team/propose")
@again(propose_team)
def lay_before_government(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        team.propose(desk, access.accident(desk, key), list(_candidates(desk)))
    return done("调查组方案已报请区人民政府批准。", "accidents.show", key=key)


def _candidates(desk: Desk) -> Iterator[Candidate]:
    """The lines that somebody filled in."""
    for name, body, role, duty, login in together(*_COLUMNS):
        if name or body or login:
            yield Candidate(name=name, body=body, role=_role(role), duty=duty, officer=_officer(desk, login))


def _role(given: str) -> Role:
    try:
        return Role(given)
    except ValueError:
        raise Incomplete({"members": "请为每名人员选择组内身份。"}) from None


def _officer(desk: Desk, login: str) -> Officer | None:
    if not login:
        return None
    found = desk.session.scalar(select(Officer).where(Officer.login == login))
    if found is None:
        raise Incomplete({"members": f"没有“{login}”这个账号，请从列表中选择；没有账号的人员留空。"})
    return found


# -- the government


@blueprint.get("/accident/<key>/team/appoint")
def appoint_team(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        accident = access.accident(desk, key)
        if "appoint_team" not in own_steps(desk, accident):
            return redirect(url_for("accidents.members", key=key))
        bodies = [member.body for member in accident.members]
        return render_template(
            "accident/cases/appoint_team.html",
            accident=accident,
            leader=team.leader_of(accident),
            missing=team.missing_bodies(bodies),
        )


@blueprint.post("/accident/<key>/team/appoint")
@again(appoint_team)
@confirmed
def appoint(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        accident = access.accident(desk, key)
        team.appoint(desk, accident, _member(accident, Fields().text("leader")))
    return done("调查组已成立，成立调查组通知已生成，各成员已可登录办理。", "accidents.show", key=key)


@blueprint.post("/accident/<key>/team/back")
@again(appoint_team)
def send_team_back(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        team.send_team_back(desk, access.accident(desk, key), Fields().text("reason"))
    return done("调查组方案已退回修改。", "accidents.show", key=key)


# -- members


@blueprint.get("/accident/<key>/team")
def members(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        accident = access.accident(desk, key)
        return render_template("accident/cases/team.html", **_team(desk, accident))


@blueprint.get("/accident/<key>/team/interests")
def clear_interests(key: str) -> ResponseReturnValue:
    return members(key)


def _team(desk: Desk, accident: Accident) -> dict[str, Any]:
    stands = accident.team_appointed_at is not None and accident.stage in guards.AT_WORK
    is_office, own = desk.holds(accident.lead_unit_id, PostKind.CLERK), own_steps(desk, accident)
    return {
        "accident": accident,
        "active": [member for member in accident.members if member.is_active],
        "left": [member for member in accident.members if not member.is_active],
        "undeclared": declaring.undeclared(accident),
        "declaring": _declaring(desk, accident, is_office) if stands else [],
        "clears": "clear_interests" in own,
        "proposes": "propose_team" in own,
        "appoints": "appoint_team" in own,
        "may_change": stands and is_office,
        "may_lead": stands and desk.holds(accident.government_id, PostKind.LEADER),
        "people": _people(desk) if stands and is_office else [],
    }


def _declaring(desk: Desk, accident: Accident, is_office: bool) -> list[Member]:
    """Whose declaration this person may hand in: his own, or as the office everybody's."""
    return [
        member
        for member in accident.members
        if member.is_active
        and member.role in declaring.DECLARING
        and (is_office or (member.officer_id is not None and member.officer_id == desk.officer_id))
    ]


@blueprint.post("/accident/<key>/team/interests")
@again(members)
def finish_interests(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        declaring.clear_interests(desk, access.accident(desk, key))
    return done("回避声明核对完毕，调查组开始调查取证。", "accidents.show", key=key)


@blueprint.post("/accident/<key>/team/declare")
@again(members)
@confirmed
def declare(key: str) -> ResponseReturnValue:
    fields = Fields()
    fields.require("has_interest", fields.text("has_interest") in ("yes", "no"), "请选择有无直接利害关系。")
    fields.must_be_right()
    with write_desk() as desk:
        accident = access.accident(desk, key)
        member = _must_find(accident, fields.text("member"))
        declaring.declare(desk, accident, member, fields.text("has_interest") == "yes", fields.text("interest"))
        told = f"已登记{member.name}的回避声明。"
    return done(told, "accidents.members", key=key)


@blueprint.post("/accident/<key>/team/recuse")
@again(members)
def recuse(key: str) -> ResponseReturnValue:
    fields = Fields()
    with write_desk() as desk:
        accident = access.accident(desk, key)
        member = _must_find(accident, fields.text("member"))
        restaffing.recuse(desk, accident, member, fields.text("reason"))
        told = f"{member.name}已退出调查组，其岗位同时终止。"
    return done(told, "accidents.members", key=key)


@blueprint.post("/accident/<key>/team/join")
@again(members)
def join(key: str) -> ResponseReturnValue:
    fields = Fields()
    with write_desk() as desk:
        accident = access.accident(desk, key)
        candidate = _one_candidate(desk, fields)
        restaffing.join(desk, accident, candidate, fields.text("join_reason"), no_interest=fields.flag("no_interest"))
        told = f"{candidate.name}已加入调查组。"
    return done(told, "accidents.members", key=key)


def _one_candidate(desk: Desk, fields: Fields) -> Candidate:
    name, body, role, duty, login = (fields.text(column) for column in _COLUMNS)
    return Candidate(name=name, body=body, role=_role(role), duty=duty, officer=_officer(desk, login))


@blueprint.post("/accident/<key>/team/leader")
@again(members)
@confirmed
def change_leader(key: str) -> ResponseReturnValue:
    fields = Fields()
    with write_desk() as desk:
        accident = access.accident(desk, key)
        leader = _must_find(accident, fields.text("leader"))
        restaffing.change_leader(desk, accident, leader, fields.text("lead_reason"), leaves=fields.flag("leaves"))
        told = _LEADER_NAMED.format(leader=leader.name)
    return done(told, "accidents.members", key=key)


def _member(accident: Accident, key: str) -> Member | None:
    return next((member for member in accident.members if member.key == key), None)


def _must_find(accident: Accident, key: str) -> Member:
    member = _member(accident, key)
    if member is None:
        raise Unknown()
    return member
