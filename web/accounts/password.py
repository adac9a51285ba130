"""One's own password: changed by oneself, because it is time or because one wishes."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from web.accounts.blueprint import blueprint
from web.frame.desk import office, read_desk
from web.frame.forms import again
from web.frame.identity import me
from web.frame.settings import settings
from web.login import address, local_path
from workflow.accounts import passwords

CHANGED = "密码已修改。您在其他设备上的登录都已结束，须用新密码重新登录。"


@blueprint.get("/password")
def password() -> ResponseReturnValue:
    person = me()
    with read_desk():
        return render_template(
            "accounts/password.html",
            terms=settings().terms,
            why=person.why_new_password if person else None,
            next=local_path(request.values.get("next")),
        )


@blueprint.post("/password", endpoint="change_password")
@again(password)
def change() -> ResponseReturnValue:
    typed = (request.form.get(name, "") for name in ("old", "new", "repeated"))
    person = me()
    assert person is not None
    passwords.change(office(), settings().terms, person.id, *typed, keep=person.visit, address=address())
    flash(CHANGED, "good")
    target = local_path(request.form.get("next"))
    return redirect(target if target != "/" else url_for("accounts.show") if not person.why_new_password else "/")
