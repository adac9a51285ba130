"""动态验证码: bind the telephone, keep the recovery codes, switch it off."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from web.accounts.blueprint import blueprint
from web.accounts.confirming import confirmed
from web.frame.answers import done
from web.frame.desk import read_desk, write_desk
from web.frame.forms import again
from web.frame.settings import settings
from workflow.accounts import qr
from workflow.accounts import second_factor as rules
from workflow.desk import Desk
from workflow.people import Officer


@blueprint.get("/second-factor")
def second_factor() -> ResponseReturnValue:
    with read_desk() as desk:
        person, found = _person(desk), rules.proposed(desk, settings().vault, _person(desk))
        return render_template(
            "accounts/second_factor.html",
            is_on=rules.is_on(desk.session, person.id),
            left=rules.codes_left(desk, person),
            key=" ".join(found[0][at : at + 4] for at in range(0, len(found[0]), 4)) if found else "",
            picture=qr.drawn(found[1]) if found else "",
        )


@blueprint.post("/second-factor")
@again(second_factor)
@confirmed
def propose_second_factor() -> ResponseReturnValue:
    with write_desk() as desk:
        rules.propose(desk, settings().vault, _person(desk))
    return redirect(url_for("accounts.second_factor"))


@blueprint.post("/second-factor/confirm")
@again(second_factor)
def confirm_second_factor() -> ResponseReturnValue:
    with write_desk() as desk:
        codes = rules.confirm(desk, settings().vault, _person(desk), request.form.get("code", ""))
    return render_template("accounts/recovery_codes.html", codes=codes)  # once, and kept nowhere: no page to return to


@blueprint.post("/second-factor/codes")
@again(second_factor)
@confirmed
def renew_recovery_codes() -> ResponseReturnValue:
    with write_desk() as desk:
        codes = rules.renew_codes(desk, _person(desk))
    return render_template("accounts/recovery_codes.html", codes=codes)


@blueprint.post("/second-factor/remove")
@again(second_factor)
@confirmed
def remove_second_factor() -> ResponseReturnValue:
    with write_desk() as desk:
        rules.remove(desk, _person(desk))
    return done("动态验证码已停用，登录时只验密码。", "accounts.show")


def _person(desk: Desk) -> Officer:
    assert desk.officer is not None
    return desk.officer
