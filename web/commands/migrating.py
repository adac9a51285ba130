"""`zhengxun migrate`: bring the database up to this program's schema, after a backup and with everything stopped."""

from pathlib import Path

import click

from web.commands.checking import must_exist
from web.commands.installation import installation
from web.commands.serving import DATA, DATABASE
from web.commands.terminal import refusals_in_one_line
from workflow import schema
from workflow.schema import Standing
from workflow.store import open_database


@click.command()
@DATA
@DATABASE
@refusals_in_one_line
def migrate(data: Path, database: str | None) -> None:
    """升级数据库到本机程序的版本。运行前请停止全部进程并做好备份。"""
    must_exist(data, database)
    engine = open_database(installation(data, database).database)
    try:
        before, now = schema.migrate(engine)
    finally:
        engine.dispose()
    click.echo(_in_words(before.standing).format(found=before.found, now=now.found))


def _in_words(before: Standing) -> str:
    return {
        Standing.CURRENT: "数据库已是最新（{now}），没有改动。",
        Standing.OUTDATED: "数据库已由 {found} 升级到 {now}。请运行 zhengxun check 核对后再启动。",
        Standing.EMPTY: "数据库是空的，已按最新版本（{now}）建好。",
    }.get(before, "数据库与本机程序一致，已登记版本 {now}。")
