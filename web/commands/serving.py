"""`zhengxun serve`: the site. On SQLite with its jobs in one process and no other server; on PostgreSQL in several
processes, beside `zhengxun worker`."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select

from web.commands import exposure, post_office, servers
from web.commands.installation import Installation, installation
from web.commands.terminal import refusals_in_one_line
from workflow import logs
from workflow.clock import SimulatedClock, real_clock
from workflow.demo import district, seeding
from workflow.desk import Office
from workflow.engine.deployment import Engine
from workflow.files import Files
from workflow.people import POSTS, Unit
from workflow.processes import PROCESSES
from workflow.store import sessions

WORKERS = 2
LOGINS = "演示账号.txt"

DATA = click.option(
    "--data", type=click.Path(path_type=Path), default="var", envvar="ZHENGXUN_DATA", help="数据文件夹，默认 var。"
)
LOG = click.option(
    "--log", type=click.Choice(["json", "text"]), envvar="ZHENGXUN_LOG",
    help="运行记录的格式，默认在终端用 text，其他情况用 json。",
)  # fmt: skip
DATABASE = click.option("--database", envvar="ZHENGXUN_DATABASE", help="数据库地址，默认用数据文件夹中的SQLite。")


@click.command()
@click.option("--host", default="127.0.0.1", help="监听地址。")
@click.option("--port", default=8000, help="监听端口。")
@DATA
@DATABASE
@click.option("--demo", is_flag=True, help="数据库为空时，先装入演示区、两轮征求意见和各阶段的事故案件。")
@click.option(
    "--workers", default=WORKERS, show_default=True, type=click.IntRange(1), envvar="ZHENGXUN_WORKERS",
    help="网站的进程数，只用于PostgreSQL。",
)  # fmt: skip
@click.option(
    "--no-jobs", is_flag=True, help="只启动网站，到时办理等后台任务由 zhengxun worker 承担（SQLite默认一并运行）。"
)
@LOG
@exposure.options
@post_office.options
@refusals_in_one_line
def serve(
    host: str,
    port: int,
    data: Path,
    database: str | None,
    demo: bool,
    workers: int,
    no_jobs: bool,
    log: str | None,
    **named: Any,
) -> None:
    """启动网站。"""
    facing = {name: named.pop(name) for name in exposure.NAMES}
    carriers = post_office.post_office(**named)
    at = servers.Address(host, port, behind_proxies=bool(facing["proxies"]))
    set_up_log(log, at.name)
    place = installation(data, database)
    place.open().dispose()
    if demo:
        click.echo(_demo_logins(place))
    else:
        exposure.must_be_fit(place)
    for warning in exposure.warnings(host, https=facing["https"], demo=demo):
        click.echo(warning, err=True)
    settings = exposure.exposed(replace(place.settings(), site=carriers.site), **facing)
    if not place.is_embedded:
        servers.several(settings, at, workers)
    else:
        servers.embedded(settings, at, None if no_jobs else carriers)


def set_up_log(wanted: str | None, program: str) -> None:
    readable = wanted == "text" if wanted else sys.stderr.isatty()
    logs.set_up(program, json=not readable)


def _demo_logins(place: Installation) -> str:
    """Fill an empty database with the demonstration; the accounts are kept beside it and shown at every start."""
    kept = place.folder / LOGINS
    if not _is_empty(place):
        return kept.read_text() if kept.exists() else "数据库中已有数据，没有再装入演示内容。"
    click.echo("首次启动，正在装入演示区、两轮征求意见和各阶段的事故案件，约需二十秒 …")
    engine = place.open()

    def an_office(clock: SimulatedClock) -> Office:
        return Office(sessions(engine), clock, Engine(PROCESSES), Files(place.files), signing=place.settings().signing)

    logins = seeding.seed(an_office, real_clock(), lambda step: click.echo(f"  {step}"))
    engine.dispose()
    kept.write_text(_in_words(logins))
    return kept.read_text()


def _is_empty(place: Installation) -> bool:
    engine = place.open()
    with sessions(engine)() as session:
        found = session.scalar(select(Unit.id).limit(1))
    engine.dispose()
    return found is None


def _in_words(logins: list[district.Login]) -> str:
    by_unit: dict[str, list[str]] = {}
    for login in logins:
        by_unit.setdefault(login.unit, []).append(f"{POSTS[login.post]} {login.login}（{login.name}）")
    lines = [f"{unit}：{'，'.join(people)}" for unit, people in by_unit.items()]
    return "\n".join((f"演示账号（密码均为 {district.PASSWORD}，人员均为虚构）：", *lines))
