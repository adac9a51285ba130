"""我的账号 on one page; where one is logged in, and ending that."""

from datetime import datetime

from flask import request
from flask.typing import ResponseReturnValue

from web.accounts.blueprint import blueprint
from web.frame.answers import done
from web.frame.desk import office, read_desk, write_desk
from web.frame.forms import again
from web.frame.identity import me
from web.frame.settings import settings
from web.lists import Column, List, look_at
from web.login import address
from workflow.accounts import addresses, news, passwords, second_factor, visits
from workflow.accounts.rows import Account, Visit
from workflow.desk import Desk

VISITS: List[Visit] = List(
    "visits",
    "登录情况",
    "accounts.show",
    (
        Column("设备", lambda visit: visit.device, "device"),
        Column("地址", lambda visit: visit.address, "address"),
        Column("登录时间", lambda visit: visit.began_at, "began"),
        Column("最近操作", lambda visit: visit.seen_at, "seen"),
    ),
)


@blueprint.get("")
def show() -> ResponseReturnValue:
    person, terms, look = me(), settings().terms, look_at(VISITS)
    with read_desk() as desk:
        is_news = news.is_news(desk)
    with (write_desk if is_news else read_desk)() as desk:
        assert person is not None
        assert desk.officer is not None
        account = desk.session.get(Account, person.id)
        return look.answer(
            visits.of(desk, desk.officer, terms),
            "accounts/show.html",
            account=account,
            outdated_at=passwords.outdated_at(account, terms) if account and not account.lasting else None,
            here=person.visit, terms=terms,
            has_second_factor=second_factor.is_on(desk.session, person.id),
            codes_left=second_factor.codes_left(desk, desk.officer),
            email=desk.officer.email, proposed=addresses.proposed(desk, desk.officer), news=_news(desk),
        )  # fmt: skip


def _news(desk: Desk) -> list[tuple[str, str, datetime, bool]]:
    """Title, body, moment, and whether it is new to him; with that it is read."""
    lines = [(each.title, each.body, each.created_at, each.read_at is None) for each in news.latest(desk)]
    news.read(desk)
    return lines


@blueprint.post("/address")
@again(show)
def confirm_address() -> ResponseReturnValue:
    person = me()
    assert person is not None
    addresses.confirm(office(), settings().terms, person.id, request.form.get("code", ""), address())
    return done("新的办公邮箱已确认，此后的通知发到这个邮箱。", "accounts.show")


@blueprint.post("/visits/<visit>/end")
def end_visit(visit: str) -> ResponseReturnValue:
    with write_desk() as desk:
        visits.end(desk, visit)
    return done("已结束这处登录。如果不是您本人登录的，请立即修改密码。", "accounts.show")


@blueprint.post("/visits/end-others")
def end_other_visits() -> ResponseReturnValue:
    person = me()
    with write_desk() as desk:
        assert person is not None
        assert desk.officer is not None
        count = visits.end_all(desk, desk.officer, "revoked", but=person.visit)
    return done(f"已结束其他{count}处登录。" if count else "没有其他登录。", "accounts.show")
