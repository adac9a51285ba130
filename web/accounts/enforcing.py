"""Which posts must use a second factor: a setting, so the security administrator's.

Whoever unbinds lost telephones, the account administrator, cannot also drop the rule that a new one must be bound.
"""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web.access import must_administer
from web.accounts.blueprint import blueprint
from web.accounts.confirming import confirmed
from web.frame.answers import done
from web.frame.desk import read_desk, write_desk
from web.frame.forms import again
from workflow.accounts import enforcement
from workflow.people import POSTS, PostKind


@blueprint.get("/requirements")
def requirements() -> ResponseReturnValue:
    with read_desk() as desk:
        must_administer(desk, PostKind.SECURITY)
        asked = enforcement.asked_of(desk.session)
        return render_template("accounts/requirements.html", posts=list(POSTS.items()), asked=asked)


@blueprint.post("/requirements")
@again(requirements)
@confirmed
def require() -> ResponseReturnValue:
    chosen = [kind for kind in PostKind if kind.value in request.form.getlist("posts")]
    with write_desk() as desk:
        must_administer(desk, PostKind.SECURITY)
        enforcement.ask_of(desk, chosen)
    return done("已保存。任这些岗位的人员，下一步操作起须先绑定验证器。", "accounts.requirements")
