"""签发: the head sees the whole round on one page, then issues it or sends it back."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from web.accounts.confirming import confirmed
from web.consultation import access
from web.consultation.rounds.blueprint import blueprint
from web.consultation.rounds.plan import outlook_of
from web.frame.answers import done
from web.frame.desk import read_desk, write_desk
from web.frame.forms import again
from workflow.consultation import paperwork, sending_errands
from workflow.consultation.actions import drafting, issuing
from workflow.consultation.model import Round, RoundStage
from workflow.desk import Desk
from workflow.errands import Errand, of_case, unfinished
from workflow.people import GroupMember, PostKind, Unit, UnitGroup


@blueprint.get("/round/<key>/approve")
def approve(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        round_ = access.round_of_office(desk, key)
        if round_.stage is not RoundStage.APPROVING:
            return redirect(url_for("rounds.board", key=key))
        return render_template(
            "consultation/rounds/approve.html",
            round=round_,
            title=paperwork.notice_title(round_),
            recipients=_recipients(desk, round_),
            may_issue=desk.holds(round_.lead_unit_id, PostKind.LEADER),
            errands=of_case(desk, round_.case),
            issuing=unfinished(desk, sending_errands.ISSUE.kind, round_.case),
            **outlook_of(desk, round_),
        )


@blueprint.post("/round/<key>/issue")
@again(approve)
@confirmed
def issue(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        round_ = access.round_of_office(desk, key)
        sent = sending_errands.send(desk, round_, sending_errands.ISSUE, request.form.get("opinion", ""))
        if isinstance(sent, Errand):
            return redirect(url_for("errands.show", key=sent.key))
    return done(sent, "rounds.board", key=key)


@blueprint.post("/round/<key>/send-back")
@again(approve)
def send_back(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        issuing.send_back(desk, access.round_of_office(desk, key), request.form.get("reason", ""))
    return done("已退回经办人修改。", "rounds.index")


def _recipients(desk: Desk, round_: Round) -> list[tuple[str, list[str]]]:
    """The addressees as the notice names them, each with the units behind it."""
    members = (
        select(UnitGroup.name, Unit.short_name, Unit.id)
        .join(GroupMember, GroupMember.group_id == UnitGroup.id)
        .join(Unit, Unit.id == GroupMember.unit_id)
        .order_by(GroupMember.position)
    )
    behind: dict[str, list[str]] = {}
    for group, unit, unit_id in desk.session.execute(members):
        if unit_id in round_.unit_ids:
            behind.setdefault(group, []).append(unit)
    return [(name, behind.get(name, [])) for name in drafting.addressees(desk, round_, drafting.unit_names(desk))]
