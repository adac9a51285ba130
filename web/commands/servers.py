"""The two ways the site is served: by one process with its jobs, or by several that anybody may kill.

Told to stop (SIGTERM, Ctrl+C), both let go of no request that they have begun to answer.
"""

import logging
import os
import shutil
import signal
import socket
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import click
import waitress
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from web import create_app
from web.commands import arrivals
from web.frame import gauges
from web.frame.desk import office
from web.frame.settings import Settings
from workflow import jobs, presence
from workflow.errors import Refusal
from workflow.outbox.sending import PostOffice
from workflow.presence import Attendance, Identity, Kind
from workflow.settling_in import settle_in
from workflow.store import open_database, sessions, transaction

THREADS = 8  # of one process
CONNECTIONS = 2000  # browsers keep several each, and leave them open
IDLE = 15  # seconds after which one that says nothing is closed
LAST_REQUESTS = 30  # seconds in which a process that is stopped answers what it has begun to
STOPPED = "征询已停止。"
NO_GUNICORN = "没有启动：使用PostgreSQL需要另装组件，请运行 pip install 'zhengxun[postgres]' 后再启动。"


@dataclass(frozen=True)
class Address:
    host: str
    port: int
    behind_proxies: bool

    @property
    def name(self) -> str:
        """The site's, among all programs of the installation."""
        return f"web-{socket.gethostname()}-{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"


def embedded(settings: Settings, at: Address, post_office: PostOffice | None) -> None:
    """`post_office` None: the jobs run elsewhere."""
    app, attendance = _attended(settings, at)
    if post_office is not None:
        with app.app_context():
            jobs.launch(office(), settings.database, post_office=post_office, prints=True)
    signal.signal(signal.SIGTERM, _stop)
    arrivals.noted_by_waitress()
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # in the last minute before a deadline everybody waits
    click.echo(f"征询已启动：{at.url}　（按 Ctrl+C 停止）")
    settle_in()
    try:
        waitress.serve(
            app, host=at.host, port=at.port, threads=THREADS, ident="zhengxun",
            connection_limit=CONNECTIONS, channel_timeout=IDLE, cleanup_interval=IDLE, asyncore_use_poll=True,
            clear_untrusted_proxy_headers=not at.behind_proxies,
        )  # fmt: skip
    finally:
        jobs.close()
        attendance.leave()
        click.echo(STOPPED)


def _attended(settings: Settings, at: Address) -> tuple[Flask, Attendance]:
    app = create_app(settings)
    with app.app_context():
        attendance = Attendance(Identity(at.name, Kind.WEB), office().session)
    attendance.begin()
    return app, attendance


def _stop(signum: int, frame: object) -> None:
    """A service is stopped like Ctrl+C: waitress lets go of its requests, then the jobs are closed."""
    raise SystemExit(0)


def several(settings: Settings, at: Address, workers: int) -> None:
    """Each process makes its application for itself after the fork: no two share a connection of the database."""
    try:
        from gunicorn.app.base import BaseApplication  # noqa: PLC0415 -- an installation on SQLite does not have it
    except ImportError:
        raise Refusal(NO_GUNICORN) from None

    class Site(BaseApplication):
        def load_config(self) -> None:
            for name, value in _gunicorn_settings(settings, at, workers).items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            app, _ = _attended(settings, at)
            settle_in()
            return arrivals.noted(app) if at.behind_proxies else app

    click.echo(
        f"征询已启动：{at.url}　（{workers}个进程，按 Ctrl+C 停止）\n"
        "到时办理、提醒、发信由后台任务承担，请至少运行一个 zhengxun worker。"
    )
    os.environ[gauges.TOGETHER] = tempfile.mkdtemp(prefix="zhengxun-counts-")  # read by each process when it begins
    Site().run()


def _gunicorn_settings(settings: Settings, at: Address, workers: int) -> Mapping[str, Any]:
    return {
        "bind": f"{at.host}:{at.port}",
        "workers": workers,
        "worker_class": arrivals.noting_worker() if at.behind_proxies else "gthread",
        "threads": THREADS,
        "graceful_timeout": LAST_REQUESTS,
        "forwarded_allow_ips": "",  # what a proxy says is read in one place: settings.install
        "control_socket_disable": True,
        "loglevel": "warning",
        "child_exit": lambda _, gone: gauges.forget(gone.pid),
        "on_exit": lambda _: _stopped(settings, at),  # what stands after `run` would happen in each process
    }


def _stopped(settings: Settings, at: Address) -> None:
    shutil.rmtree(os.environ[gauges.TOGETHER], ignore_errors=True)
    engine = open_database(settings.database)
    with suppress(SQLAlchemyError), sessions(engine)() as session, transaction(session, write=True):
        presence.sign_out(session, Identity(at.name, Kind.WEB))
    engine.dispose()
    click.echo(STOPPED)
