"""讨论和签署: who has signed, refused or dissents; each signs for himself, the office records those on paper."""

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from web.accident import access
from web.accident.reports.blueprint import blueprint
from web.accident.reports.case import about, of_the_office, to
from web.accounts.confirming import confirmed
from web.frame.desk import read_desk, write_desk
from web.frame.fields import Fields
from web.frame.forms import again
from workflow.accident import signed
from workflow.accident.actions import signing
from workflow.accident.actions.signing import Dissenting
from workflow.accident.model import Accident, Member, Signature
from workflow.desk import Desk
from workflow.errors import Unknown

SIGNED = "已记录{name}的签署意见。"
ALL_SIGNED = "已记录{name}的签署意见，调查组成员已全部签署。"
SENT_BACK = "已退回修改，报告转为第{version}稿；原来的签名和意见留存。"


@dataclass(frozen=True)
class Line:
    """One member of the team: what he said under this version, and whether it can be said at this desk."""

    member: Member
    signature: Signature | None
    is_mine: bool


def _line(desk: Desk, accident: Accident, member: Member) -> Line:
    own = member.officer_id is not None and member.officer_id == desk.officer_id
    for_him = member.officer_id is None and of_the_office(desk, accident)
    may = member.signs and signed.may_still_be_signed(accident)
    return Line(member, signed.signature_of(accident, member), may and (own or for_him))


@blueprint.get("/signatures")
def sign_report(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        accident = access.accident(desk, key)
        lines = [_line(desk, accident, member) for member in accident.members if member.signs]
        return render_template(
            "accident/reports/sign_report.html", **about(desk, accident), lines=lines, dissents=signed.dissents(accident),
            conclusion=signed.conclusion(accident), lies_open=signed.may_still_be_signed(accident),
            earlier=[line for line in accident.signatures if line.version != accident.report_version],
        )  # fmt: skip


@blueprint.get("/signatures/<member>")
def sign(key: str, member: str) -> ResponseReturnValue:
    with read_desk() as desk:
        accident = access.accident(desk, key)
        line = _line(desk, accident, _member(accident, member))
        if not line.is_mine:
            return redirect(url_for("reports.sign_report", key=key))
        return render_template("accident/reports/sign.html", **about(desk, accident), line=line)


@blueprint.post("/signatures/<member>")
@again(sign)
@confirmed
def record_signature(key: str, member: str) -> ResponseReturnValue:
    fields = Fields()
    refusal, dissent = _said(fields)
    fields.must_be_right()
    with write_desk() as desk:
        accident = access.accident(desk, key)
        who = _member(accident, member)
        signing.sign(desk, accident, who, refusal=refusal, dissent=dissent)
        told = (ALL_SIGNED if accident.report_signed_at else SIGNED).format(name=who.name)
    return to("sign_report", key, told)


def _said(fields: Fields) -> tuple[str | None, Dissenting | None]:
    """A refusal's reason or None, a dissent or None."""
    how = fields.text("how")
    fields.require("how", how in ("sign", "refuse"), "请选择签名或者拒绝签名。")
    refusal = fields.text("refusal") if how == "refuse" else None
    words = {name: fields.text(name) for name in ("matter", "opinion", "reason")}
    dissent = Dissenting(**words) if fields.flag("dissents") or any(words.values()) else None
    return refusal, dissent


def _member(accident: Accident, key: str) -> Member:
    found = next((member for member in accident.members if member.key == key), None)
    if found is None:
        raise Unknown()
    return found


@blueprint.post("/signatures/back")
@again(sign_report)
def send_report_back(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        accident = access.accident(desk, key)
        signing.send_back(desk, accident, request.form.get("reason", ""))
        told = SENT_BACK.format(version=accident.report_version)
    return to("investigate", key, told)


@blueprint.post("/signatures/finish")
@again(sign_report)
def finish_signing(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        signing.finish_signing(desk, access.accident(desk, key))
    return to("sign_report", key, "签署已办结。")
