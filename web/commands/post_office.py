"""How an installation names its mail server and gateway: options of the command, or the environment."""

from collections.abc import Callable
from typing import Any

import click

from workflow.errors import Incomplete
from workflow.outbox.carriers import Carrier, Gateway, Mail
from workflow.outbox.sending import PostOffice

OPTIONS = (
    click.option("--site", envvar="ZHENGXUN_SITE", default="", help="网站对外的地址，写在邮件里。"),
    click.option("--mail", envvar="ZHENGXUN_MAIL", help="邮件服务器，如 smtp://用户:密码@主机:25 或 smtps://…。"),
    click.option("--mail-from", envvar="ZHENGXUN_MAIL_FROM", help="发件地址，与 --mail 一起给出。"),
    click.option("--gateway", envvar="ZHENGXUN_GATEWAY", help="消息网关的地址（接收签名的JSON）。"),
    click.option(
        "--gateway-secret", envvar="ZHENGXUN_GATEWAY_SECRET", help="与消息网关约定的密钥，与 --gateway 一起给出。"
    ),
)


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that `post_office` takes."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def post_office(
    site: str, mail: str | None, mail_from: str | None, gateway: str | None, gateway_secret: str | None
) -> PostOffice:
    """Incomplete when one half of a pair is missing."""
    carriers: list[Carrier] = []
    if mail:
        carriers.append(
            Mail(mail, _given("mail_from", mail_from, "给出了邮件服务器，还请用 --mail-from 给出发件地址。"))
        )
    if gateway:
        missing = "给出了消息网关，还请用 --gateway-secret 给出约定的密钥。"
        carriers.append(Gateway(gateway, _given("gateway_secret", gateway_secret, missing)))
    return PostOffice(tuple(carriers), site)


def _given(name: str, value: str | None, missing: str) -> str:
    if not value:
        raise Incomplete({name: missing}, missing)
    return value
