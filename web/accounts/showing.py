"""我的账号 on one page; where one is logged in, and ending that."""

from flask import render_template
from flask.typing import ResponseReturnValue

from web.accounts.blueprint import blueprint
from web.frame.answers import done
from web.frame.desk import read_desk, write_desk
from web.frame.identity import me
from web.frame.settings import settings
from workflow.accounts import passwords, second_factor, visits
from workflow.accounts.rows import Account


@blueprint.get("")
def show() -> ResponseReturnValue:
    person, terms = me(), settings().terms
    with read_desk() as desk:
        assert person is not None
        assert desk.officer is not None
        account = desk.session.get(Account, person.id)
        return render_template(
            "accounts/show.html",
            account=account,
            outdated_at=passwords.outdated_at(account, terms) if account and not account.lasting else None,
            visits=visits.of(desk, desk.officer, terms), here=person.visit, terms=terms,
            has_second_factor=second_factor.is_on(desk.session, person.id),
            codes_left=second_factor.codes_left(desk, desk.officer),
        )  # fmt: skip


@blueprint.post("/visits/<visit>/end")
def end_visit(visit: str) -> ResponseReturnValue:
    with write_desk() as desk:
        visits.end(desk, visit)
    return done("已结束这处登录。如果不是您本人登录的，请马上修改密码。", "accounts.show")


@blueprint.post("/visits/end-others")
def end_other_visits() -> ResponseReturnValue:
    person = me()
    with write_desk() as desk:
        assert person is not None
        assert desk.officer is not None
        count = visits.end_all(desk, desk.officer, "revoked", but=person.visit)
    return done(f"已结束其他{count}处登录。" if count else "没有其他登录。", "accounts.show")
