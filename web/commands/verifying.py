"""`zhengxun verify`: is everything that was kept still what it was? Exit code 1 and the first thing that is not."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from web.commands.installation import SQLITE, installation, signing_of
from web.commands.serving import DATA, DATABASE
from web.commands.terminal import refusals_in_one_line
from web.integrity import in_words, remarks_in_words
from workflow.clock import real_clock
from workflow.desk import Office
from workflow.engine.deployment import Engine
from workflow.errors import Unknown
from workflow.files import Files
from workflow.processes import PROCESSES
from workflow.store import sessions
from workflow.verifying import Verified, verify


@click.command(name="verify")
@DATA
@DATABASE
@click.option("--json", "as_json", is_flag=True, help="以JSON输出，供其他程序读取。")
@refusals_in_one_line
def verify_command(data: Path, database: str | None, as_json: bool) -> None:
    """核验：日志链、正式记录、存档文件、电子签名是否仍是原样；有变动时逐项列出。"""
    if database is None and not (data / SQLITE).exists():
        raise Unknown(f"文件夹“{data}”中没有征询的数据，请用 --data 指明数据文件夹。")
    found = _verified(data, database)
    click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2) if as_json else _in_words(found))
    raise SystemExit(1 if found.faults else 0)


def _verified(data: Path, database: str | None) -> Verified:
    place = installation(data, database)
    engine = place.open()
    office = Office(sessions(engine), real_clock, Engine(PROCESSES), Files(place.files), signing=signing_of(place))
    with office.desk(write=False) as desk:
        found = verify(desk)
    engine.dispose()
    return found


def _in_words(found: Verified) -> str:
    looked_at = f"日志{found.lines}条，正式记录{found.rows}条，存档文件{found.files}个，电子签名{found.signatures}个"
    remarks = remarks_in_words(found.remarks)
    if not found.faults:
        return f"{looked_at}，均与保存时一致。{remarks}日志链尾：{found.head}（请另行抄存，供日后比对）。"
    faults = "\n".join(in_words(fault) for fault in found.faults)
    return f"{faults}\n{looked_at}；发现{len(found.faults)}处变动，以第一处为准查起。"
