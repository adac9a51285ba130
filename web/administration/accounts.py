"""账号: found, opened, closed; a one-time password is shown on the page that made it and nowhere else."""

from dataclasses import dataclass
from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web.accounts.confirming import confirmed
from web.administration import blueprint
from web.administration.finding import must_keep_people, officers, one, units
from web.frame.answers import done
from web.frame.desk import read_desk, write_desk
from web.frame.fields import Fields
from web.frame.forms import again
from web.frame.settings import settings
from web.lists import Column, List, look_at
from workflow.accounts import addresses, second_factor
from workflow.administration import accounts
from workflow.administration.record import is_
from workflow.people import POSTS, Officer, PostKind

UNBOUND = "验证器已解除，此人在各处的登录随即结束，并已通知本人；岗位要求使用动态验证码的，下次登录时须重新绑定。"
CHANGED = "办公邮箱已更换，并已通知本人。"
TO_BE_CONFIRMED = "新邮箱已登记，确认码已发往新邮箱，也已告知原邮箱；本人登录后输入确认码，更换才生效。"


@dataclass(frozen=True)
class Line:
    """One person; `posts` as they are held today, "" without any."""

    officer: Officer
    posts: str


PEOPLE: List[Line] = List(
    "people",
    "人员一览",
    "administration.people",
    (
        Column("姓名", lambda line: line.officer.name, "name"),
        Column("账号", lambda line: line.officer.login, "login"),
        Column("岗位", lambda line: line.posts, "posts"),
        Column("状态", lambda line: "使用中" if line.officer.active else "已停用", "active"),
    ),
    carried=("q",),
)


def _posts_in_words(officer: Officer, today: date) -> str:
    return "、".join(post.unit.short_name + POSTS[post.kind] for post in officer.posts_on(today))


@blueprint.get("/administration/officers")
def people() -> ResponseReturnValue:
    look = look_at(PEOPLE)
    with read_desk() as desk:
        must_keep_people(desk)
        wanted = request.args.get("q", "").strip()
        keeps = is_(desk, PostKind.ADMINISTRATOR)
        today = desk.today
        found = [Line(each, _posts_in_words(each, today)) for each in officers(desk, wanted)]
        return look.answer(found, "administration/officers.html", wanted=wanted, keeps=keeps)


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
            is_bound=second_factor.is_on(desk.session, found.id), proposed=addresses.proposed(desk, found),
        )  # fmt: skip


@blueprint.post("/administration/officers/<key>/password")
@again(officer)
@confirmed
def reset_password(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        must_keep_people(desk)
        found = one(desk, Officer, key)
        password = accounts.reset_password(desk, settings().terms, found)
        return render_template("administration/password.html", login=found.login, name=found.name, password=password)


@blueprint.post("/administration/officers/<key>/telephone")
@again(officer)
@confirmed
def unbind_telephone(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        must_keep_people(desk)
        accounts.unbind_telephone(desk, one(desk, Officer, key), request.form.get("how", ""))
    return done(UNBOUND, "administration.officer", key=key)


@blueprint.post("/administration/officers/<key>/address")
@again(officer)
@confirmed
def change_address(key: str) -> ResponseReturnValue:
    with write_desk() as desk:
        must_keep_people(desk)
        found = one(desk, Officer, key)
        counts = accounts.change_address(desk, found, request.form.get("email", ""))
    return done(CHANGED if counts else TO_BE_CONFIRMED, "administration.officer", key=key)


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
