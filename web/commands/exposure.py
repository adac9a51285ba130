"""How the site meets the world: behind which servers, under which names; and what keeps a real start from happening.

A real installation does not start with a secret that can be guessed, nor with accounts whose password is printed.
"""

import ipaddress
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import click
from sqlalchemy import Engine, select

from web.commands.installation import Installation
from web.frame.settings import Settings, Watching
from workflow.demo import district
from workflow.errors import Refusal
from workflow.people import Officer, Setting, password_fits
from workflow.store import sessions

SHORTEST_SECRET = 32
EXAMPLES = ("change", "secret", "example", "default", "password", "zhengxun", "12345678", "for tests")

WEAK_SECRET = (
    "没有启动：签发登录用的密钥太短，或者是示例中的密钥，知道它的人可以冒充任何人登录。"
    f"请把 ZHENGXUN_SECRET（或 ZHENGXUN_SECRET_FILE 所指的文件）换成不少于{SHORTEST_SECRET}位的随机字符；"
    "也可以不设，由系统在数据文件夹中自动生成。"
)
DEMONSTRATION = (
    "没有启动：数据文件夹中是演示数据，演示账号的密码是公开的，任何人都可以登录。"
    "只看演示请加 --demo 启动；正式使用请用 --data 换一个空的文件夹，或者换一个空的数据库。"
)
OPEN_DEMONSTRATION = "注意：演示账号的密码是公开的，现在本机以外也能打开这个网站。请不要录入真实内容，看完后停止。"
NO_TLS = "注意：没有启用HTTPS，密码在网络上以明文传送。请在前面设置启用HTTPS的服务器，并加 --https 启动。"

NO_NETWORK = "没有启动：--metrics-from 中的“{written}”不是网段，应写成 10.1.0.0/16 或 10.1.2.3 这样。"

NAMES = ("https", "proxies", "hosts", "rates", "metrics_token", "metrics_from")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of `serve` that this module reads."""
    for option in (
        click.option("--https", is_flag=True, envvar="ZHENGXUN_HTTPS", help="网站经HTTPS访问（由前面的服务器加密）。"),
        click.option("--proxies", default=0, envvar="ZHENGXUN_PROXIES", help="前面有几台自己的代理服务器，默认没有。"),
        click.option("--hosts", default="", envvar="ZHENGXUN_HOSTS", help="网站的域名，多个用逗号隔开，默认不限。"),
        click.option(
            "--metrics-token",
            default="",
            envvar="ZHENGXUN_METRICS_TOKEN",
            help="读取 /metrics 的密码，默认只许本机读取。",
        ),
        click.option(
            "--metrics-from",
            default="",
            envvar="ZHENGXUN_METRICS_FROM",
            help="还可以从哪些网段直接读取 /metrics，多个用逗号隔开，如 10.1.0.0/16。",
        ),
        click.option("--rates", default="", envvar="ZHENGXUN_RATES", help="访问次数记在哪里，默认由数据库决定。"),
    ):
        command = option(command)
    return command


def exposed(
    settings: Settings, *, https: bool, proxies: int, hosts: str, rates: str, metrics_token: str, metrics_from: str
) -> Settings:
    networks = (*Watching().networks, *map(_network, _listed(metrics_from)))
    return replace(
        settings, https=https, proxies=proxies, hosts=_listed(hosts), rates=rates,
        watching=Watching(metrics_token, networks),
    )  # fmt: skip


def _listed(names: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in names.split(",") if name.strip())


def _network(written: str) -> str:
    try:
        return str(ipaddress.ip_network(written))
    except ValueError:
        raise Refusal(NO_NETWORK.format(written=written)) from None


def must_be_fit(place: Installation) -> None:
    """Before a real start."""
    must_have_a_secret(place)
    engine = place.open()
    try:
        if holds_demonstration(engine):
            raise Refusal(DEMONSTRATION)
    finally:
        engine.dispose()


def must_have_a_secret(place: Installation) -> None:
    if is_weak(place.secret()):
        raise Refusal(WEAK_SECRET)


def is_weak(secret: str) -> bool:
    guessable = any(example in secret.lower() for example in EXAMPLES) or len(set(secret)) < SHORTEST_SECRET / 4
    return len(secret) < SHORTEST_SECRET or guessable


def holds_demonstration(engine: Engine) -> bool:
    """Marked as such, or with an account of it that still has the printed password."""
    with sessions(engine)() as session:
        if session.get(Setting, district.MARK) is not None:
            return True
        named = session.scalars(select(Officer).where(Officer.login.in_(district.FIRST_LOGINS), Officer.active))
        return any(password_fits(officer.password_hash, district.PASSWORD) for officer in named)


def warnings(host: str, *, https: bool, demo: bool) -> list[str]:
    """What somebody should know who opens the site to other machines."""
    if host in _LOOPBACK:
        return []
    return [OPEN_DEMONSTRATION] if demo else [] if https else [NO_TLS]
