"""`zhengxun serve`: the site and its jobs in one process, on one machine, with no other server."""

import logging
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import waitress
from sqlalchemy import select

from web import create_app
from web.commands import exposure, post_office
from web.commands.installation import Installation, installation
from web.commands.terminal import refusals_in_one_line
from web.frame.desk import office
from workflow import jobs
from workflow.clock import SimulatedClock, real_clock
from workflow.demo import district, seeding
from workflow.desk import Office
from workflow.engine.deployment import Engine
from workflow.files import Files
from workflow.people import POSTS, Unit
from workflow.processes import PROCESSES
from workflow.store import sessions

THREADS = 8
LOGINS = "演示账号.txt"

DATA = click.option(
    "--data", type=click.Path(path_type=Path), default="var", envvar="ZHENGXUN_DATA", help="数据文件夹，默认 var。"
)
DATABASE = click.option("--database", envvar="ZHENGXUN_DATABASE", help="数据库地址，默认用数据文件夹中的 SQLite。")


@click.command()
@click.option("--host", default="127.0.0.1", help="监听地址。")
@click.option("--port", default=8000, help="监听端口。")
@DATA
@DATABASE
@click.option("--demo", is_flag=True, help="数据库为空时，先装入演示区、两轮征求意见和各阶段的事故案件。")
@exposure.options
@post_office.options
@refusals_in_one_line
def serve(host: str, port: int, data: Path, database: str | None, demo: bool, **named: Any) -> None:
    """启动网站。"""
    facing = {name: named.pop(name) for name in exposure.NAMES}
    carriers = post_office.post_office(**named)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    place = installation(data, database)
    engine = place.open()
    engine.dispose()
    if demo:
        click.echo(_demo_logins(place))
    else:
        exposure.must_be_fit(place)
    for warning in exposure.warnings(host, https=facing["https"], demo=demo):
        click.echo(warning, err=True)
    settings = replace(place.settings(), site=carriers.site, mails=carriers.mails)
    app = create_app(exposure.exposed(settings, **facing))
    with app.app_context():
        jobs.launch(office(), place.database, post_office=carriers)
    signal.signal(signal.SIGTERM, _stop)
    click.echo(f"征询已启动：http://{host}:{port}　（按 Ctrl+C 停止）")
    try:
        waitress.serve(
            app, host=host, port=port, threads=THREADS, ident="zhengxun",
            clear_untrusted_proxy_headers=not facing["proxies"],
        )  # fmt: skip
    finally:
        jobs.close()
        click.echo("征询已停止。")


def _stop(signum: int, frame: object) -> None:
    """A service is stopped like Ctrl+C: waitress lets go of its requests, then the jobs are closed."""
    raise SystemExit(0)


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
    return "\n".join((f"演示账号（口令均为 {district.PASSWORD}，人员均为虚构）：", *lines))
