"""`zhengxun archive`: a round or an accident case as one zip that proves itself without the system."""

from pathlib import Path

import click
from sqlalchemy import select

from web.commands.installation import SQLITE, installation, signing_of
from web.commands.serving import DATA, DATABASE
from web.commands.terminal import refusals_in_one_line
from workflow.accident.model import Accident
from workflow.archiving.gathering import gathered
from workflow.archiving.package import archive, prepare
from workflow.clock import real_clock
from workflow.consultation.model import Round
from workflow.desk import Desk, Office
from workflow.engine.deployment import Engine
from workflow.errors import Unknown
from workflow.files import Files
from workflow.processes import PROCESSES
from workflow.store import may_take_long, sessions


@click.command(name="archive")
@click.argument("key", metavar="ROUND")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="归档包的文件名（.zip）。")
@DATA
@DATABASE
@refusals_in_one_line
def archive_command(key: str, out: Path, data: Path, database: str | None) -> None:
    """归档包：把一轮征求意见（或一起事故）的文书、记录和日志装入一个可独立核验的压缩包。

    ROUND 是网址中该轮征求意见或事故的编号。
    """
    if database is None and not (data / SQLITE).exists():
        raise Unknown(f"文件夹“{data}”中没有征询的数据，请用 --data 指明数据文件夹。")
    place = installation(data, database)
    engine = place.open()
    office = Office(sessions(engine), real_clock, Engine(PROCESSES), Files(place.files), signing=signing_of(place))
    with office.desk() as desk:
        _found(desk, key)
        prepare(desk)
    with office.desk(write=False) as desk:
        may_take_long(desk.session)
        out.write_bytes(archive(desk, gathered(_found(desk, key))))
    engine.dispose()
    click.echo(f"已生成归档包 {out}。核验：在任何装有Python的电脑上解开后运行 python check.py。")


def _found(desk: Desk, key: str) -> Round | Accident:
    round_ = desk.session.scalar(select(Round).where(Round.key == key))
    found = round_ or desk.session.scalar(select(Accident).where(Accident.key == key))
    if found is None:
        raise Unknown(f"没有编号为“{key}”的征求意见或事故，请从网址中复制编号后重试。")
    return found
