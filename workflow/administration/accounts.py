"""Accounts: opened with a password that is good for one login, closed when nothing is left to do. 系统管理员."""

import re

from sqlalchemy import select

from workflow.accounts import addresses, news, passwords, second_factor, visits, words
from workflow.accounts.terms import Terms
from workflow.administration import revoking
from workflow.administration.record import Record, must_be
from workflow.administration.separation import hold
from workflow.clock import moment_in_words
from workflow.desk import Desk
from workflow.errors import Incomplete, Refusal
from workflow.people import Officer, PostKind

LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{1,59}")
WRONG_LOGIN = "账号由2至60个字母、数字和 . _ - @ 组成，以字母或数字开头，请修改。"
_NO_PASSWORD = ""  # fits no password: nobody comes in before he has been given one


def open_account(desk: Desk, terms: Terms, login: str, name: str, email: str = "") -> str:
    """A new officer, without any post; returns the password for his first login, which is shown once."""
    must_be(desk, PostKind.ADMINISTRATOR)
    _must_be_free(desk, login.strip())
    if not name.strip():
        raise Incomplete({"name": "请填写姓名。"})
    addresses.must_be_one(email.strip())
    return passwords.give_one_time(desk, terms, enter(desk, login.strip(), name.strip(), email.strip()))


def enter(desk: Desk, login: str, name: str, email: str) -> Officer:
    """The row and its line, when everything has been asked; without a password nobody comes in yet."""
    officer = Officer(login=login, name=name, email=email, password_hash=_NO_PASSWORD)
    desk.session.add(officer)
    desk.session.flush()
    desk.note("open_account", Record("officer", officer.id), login=officer.login, name=officer.name)
    return officer


def reset_password(desk: Desk, terms: Terms, officer: Officer) -> str:
    """A forgotten password is never told, only replaced by one that is good for one login."""
    must_be(desk, PostKind.ADMINISTRATOR)
    if not officer.active:
        raise Refusal("这个账号已经停用，不能重置密码。确需恢复的，请先启用账号。")
    news.tell(desk, officer, "password_reset", at=moment_in_words(desk.now))
    return passwords.give_one_time(desk, terms, officer)


def unbind_telephone(desk: Desk, officer: Officer, how: str) -> None:
    """解除验证器: for a lost telephone, after its owner has been seen and recognised; he binds a new one at his next login."""
    must_be(desk, PostKind.ADMINISTRATOR)
    if officer.id == desk.officer_id:
        raise Refusal("不能解除自己的验证器，请由另一位系统管理员当面核对后办理；手机还在的，可在“我的账号”中停用。")
    if not how.strip():
        raise Incomplete({"how": words.UNCHECKED})
    second_factor.unbind(desk, officer, how.strip())


def change_address(desk: Desk, officer: Officer, address: str) -> bool:
    """Does the new address count at once? Otherwise when its owner has typed the code that is mailed there."""
    must_be(desk, PostKind.ADMINISTRATOR)
    return addresses.change(desk, officer, address.strip())


def close_account(desk: Desk, officer: Officer) -> None:
    """停用: only when no post is his any more, so that no work is left on a desk that nobody can open.

    His signing keys end with it; whoever is let in again gets a new one with his next signature.
    """
    must_be(desk, PostKind.ADMINISTRATOR)
    if officer.id == desk.officer_id:
        raise Refusal("不能停用自己的账号，请由另一位系统管理员办理。")
    hold(desk, officer)
    held = [post for post in officer.posts if post.until is None or post.until >= desk.today]
    if held:
        units = "、".join(dict.fromkeys(post.unit.short_name for post in held))
        raise Refusal(
            f"{officer.name}在{units}还有岗位，不能停用账号。请先由安全管理员办理岗位交接，岗位到期后再停用。"
        )
    officer.active = False
    visits.end_all(desk, officer, "closed")
    revoking.end_keys_of(desk, officer)
    desk.note("close_account", Record("officer", officer.id), name=officer.name)


def reopen_account(desk: Desk, officer: Officer) -> None:
    must_be(desk, PostKind.ADMINISTRATOR)
    officer.active = True
    desk.note("reopen_account", Record("officer", officer.id), name=officer.name)


def _must_be_free(desk: Desk, login: str) -> None:
    if not LOGIN.fullmatch(login):
        raise Incomplete({"login": WRONG_LOGIN})
    if desk.session.scalar(select(Officer.id).where(Officer.login == login)) is not None:
        raise Incomplete({"login": f"账号“{login}”已经有人使用，请换一个；同一人不必再开第二个账号。"})
