"""`zhengxun backup` and `zhengxun restore`: the whole installation in one file, taken while people work."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import click

from web.commands.checking import must_exist
from web.commands.installation import installation
from web.commands.serving import DATA, DATABASE
from web.commands.terminal import refusals_in_one_line
from web.frame.filters import moment_in_words
from workflow import backup as backups
from workflow import operations
from workflow.clock import real_clock
from workflow.errors import Refusal, Unknown
from workflow.files import Files
from workflow.store import sessions, transaction

KEPT_APART = (
    "备份中没有密钥（数据文件夹中的 secret 文件，或者 ZHENGXUN_SECRET 所指的）：请把它另存在别处。"
    "恢复后换了密钥，所有人需要重新登录，用旧密钥加密保存的内容无法读取。"
)


@click.command()
@DATA
@DATABASE
@click.option("--out", type=click.Path(path_type=Path), required=True, help="备份文件，如 备份.zip。")
@refusals_in_one_line
def backup(data: Path, database: str | None, out: Path) -> None:
    """备份全部数据和文件，可以在使用中进行。"""
    must_exist(data, database)
    if out.exists():
        raise Refusal(f"文件“{out}”已经存在，没有覆盖。请换一个文件名。")
    if not out.resolve().parent.is_dir():
        raise Unknown(f"没有文件夹“{out.resolve().parent}”，没有备份。请先建好文件夹，或者换一个位置。")
    place = installation(data, database)
    engine = place.open()
    try:
        made = _written(out, lambda path: backups.take(engine, Files(place.files), path, real_clock()))
        with sessions(engine)() as session, transaction(session, write=True):
            operations.note_backup(session, made.taken_at)
    finally:
        engine.dispose()
    click.echo(f"已备份到 {out}：数据{sum(made.rows.values())}行，文件{len(made.files)}个。{KEPT_APART}")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@DATA
@DATABASE
@refusals_in_one_line
def restore(file: Path, data: Path, database: str | None) -> None:
    """把备份FILE恢复到空的安装中。"""
    place = installation(data, database)
    engine = place.open()
    try:
        made = backups.restore(engine, Files(place.files), file)
    finally:
        engine.dispose()
    click.echo(
        f"已恢复 {moment_in_words(made.taken_at)} 的备份：数据{sum(made.rows.values())}行，文件{len(made.files)}个。"
        "请运行 zhengxun check 核对，并把原来的密钥放回数据文件夹（或者环境变量）后再启动。"
    )


def _written(out: Path, write: Callable[[Path], backups.Contents]) -> backups.Contents:
    """Readable by its owner only, and under its name only when it is whole."""
    descriptor, temporary = tempfile.mkstemp(dir=out.resolve().parent, suffix=".part")
    os.close(descriptor)
    try:
        made = write(Path(temporary))
        Path(temporary).replace(out)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return made
