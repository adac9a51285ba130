"""`zhengxun worker`: the jobs in a process of their own, any number of them on any number of machines."""

import signal
import socket
import threading
from pathlib import Path
from typing import Any

import click

from web.commands import exposure, post_office
from web.commands.installation import Installation, installation
from web.commands.serving import DATA, DATABASE, LOG, set_up_log
from web.commands.terminal import refusals_in_one_line
from workflow import jobs
from workflow.outbox.sending import PostOffice
from workflow.settling_in import settle_in

NAME = click.option(
    "--name", default=socket.gethostname, envvar="ZHENGXUN_WORKER",
    help="本进程的名称，默认用主机名；同时运行的各取一个，重新启动时不变。",
)  # fmt: skip


@click.command()
@DATA
@DATABASE
@NAME
@LOG
@post_office.options
@refusals_in_one_line
def worker(data: Path, database: str | None, name: str, log: str | None, **named: Any) -> None:
    """启动后台任务：到时办理、提醒、发信和夜间核验。可以在多台机器上运行多个。"""
    carriers = post_office.post_office(**named)
    set_up_log(log, name)
    place = installation(data, database)
    place.open().dispose()
    exposure.must_have_a_secret(place)
    _work(place, name, carriers)


def _work(place: Installation, name: str, carriers: PostOffice) -> None:
    stopped = threading.Event()
    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, lambda *_: stopped.set())
    engine = place.open()
    try:
        jobs.launch(place.office(engine), place.database, name, carriers, prints=True)
        click.echo(f"后台任务已启动：{name}　（按 Ctrl+C 停止）")
        settle_in()
        stopped.wait()
    finally:
        jobs.close()
        engine.dispose()
    click.echo("后台任务已停止。")
