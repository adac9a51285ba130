"""账号: found, opened, closed; a one-time password is shown on the page that made it and nowhere else."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web.administration import blueprint
from web.administration.finding import must_keep_people, officers, one, units
from web.frame.answers import done
from web.frame.desk import read_desk, write_desk
from web.frame.fields import Fields
from web.frame.forms import again
from web.frame.settings import settings
from workflow.administration import accounts
from workflow.administration.record import is_
from workflow.people import POSTS, Officer, PostKind


@blueprint.get("/administration/officers")
def people() -> ResponseReturnValue:
    with read_desk() as desk:
        must_keep_people(desk)
        wanted = request.args.get("q", "").strip()
        keeps = is_(desk, PostKind.ADMINISTRATOR)
        return render_template(
            "administration/officers.html", officers=officers(desk, wanted), wanted=wanted, keeps=keeps,
            today=desk.today, posts=POSTS,
        )  # fmt: skip


@blueprint.post("/administration/officers")
@again(people)
def open_account() -> ResponseReturnValue:
    fields = Fields()
    with write_desk() as desk:
        login, name = fields.text("login"), fields.text("name")
        password = accounts.open_account(desk, settings().terms, login, name, fields.text("email"))
    return render_template("administration/password.html", login=login, name=name, password=password)


@blueprint.get("/administration/officers/<key>")
def officer(key: str) -> ResponseReturnValue:
    with read_desk() as desk:
        must_keep_people(desk)
        found = one(desk, Officer, key)
        return render_template(
            "administration/officer.html", officer=found, today=desk.today, posts=POSTS, units=units(desk),
            keeps=is_(desk, PostKind.ADMINISTRATOR), appoints=is_(desk, PostKind.SECURITY),
        )  # fmt: skip


@blueprint.post("/administration/officers/<key>/password")
def reset_password(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        must_keep_people(desk)
        found = one(desk, Officer, key)
        password = accounts.reset_password(desk, settings().terms, found)
        return render_template("administration/password.html", login=found.login, name=found.name, password=password)


@blueprint.post("/administration/officers/<key>/close")
def close_account(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        must_keep_people(desk)
        accounts.close_account(desk, one(desk, Officer, key))
    return done(
        "账号已停用，此人不能再登录，签名密钥同时撤销；他办过的事项和此前的签名仍然有效。",
        "administration.officer",
        key=key,
    )


@blueprint.post("/administration/officers/<key>/reopen")
def reopen_account(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        must_keep_people(desk)
        accounts.reopen_account(desk, one(desk, Officer, key))
    return done("账号已启用。原密码仍然有效；忘记密码的，请重置。", "administration.officer", key=key)
