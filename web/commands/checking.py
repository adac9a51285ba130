"""`zhengxun check`: the same check-up for a terminal; exit code 1 when anything is found."""

from pathlib import Path

import click

from web import health
from web.commands.installation import SQLITE, installation
from web.commands.serving import DATA, DATABASE
from web.commands.terminal import refusals_in_one_line
from workflow.clock import real_clock
from workflow.desk import Office
from workflow.engine.checkup import examine
from workflow.engine.deployment import Engine
from workflow.errors import Unknown
from workflow.files import Files
from workflow.processes import PROCESSES
from workflow.store import sessions


@click.command()
@DATA
@DATABASE
@refusals_in_one_line
def check(data: Path, database: str | None) -> None:
    """体检：每件事都有下一步，到时该办的都办了；有问题时逐行列出。"""
    must_exist(data, database)
    place = installation(data, database)
    engine = place.open()
    office = Office(sessions(engine), real_clock, Engine(PROCESSES), Files(place.files))
    with office.desk(write=False) as desk:
        found = examine(desk, desk.engine)
        problems = [told.line for told in health.told(desk, found)]
        ahead = health.ahead_in_words(desk, found.ahead)
    engine.dispose()
    for line in problems:
        click.echo(line)
    summary = f"在办{found.open_cases}件，办结{found.completed_cases}件；下一个时点：{ahead}。"
    click.echo(summary + (f"发现问题{len(problems)}处。" if problems else "一切正常。"), err=bool(problems))
    raise SystemExit(1 if problems else 0)


def must_exist(data: Path, database: str | None) -> None:
    """A command that only looks makes no installation where there is none."""
    if database is None and not (data / SQLITE).exists():
        raise Unknown(f"文件夹“{data}”中没有征询的数据，请用 --data 指明数据文件夹。")
