"""`zhengxun copy`: an installation moves from its SQLite file to PostgreSQL, kept files too."""

from pathlib import Path

import click

from web.commands.installation import Installation, installation
from web.commands.serving import DATA
from web.commands.terminal import refusals_in_one_line
from workflow.errors import Refusal, Unknown
from workflow.files import Files
from workflow.moving import Moved, move

NOT_POSTGRESQL = "目标应是PostgreSQL的地址，如 postgresql+psycopg://用户:密码@主机/数据库，现在写的是“{given}”。"
AFTERWARDS = (
    "请把原数据文件夹中的密钥（secret 文件，或者 ZHENGXUN_SECRET、ZHENGXUN_KEYS）原样用于新安装，否则签名密钥打不开；"
    "核对无误前请保留原文件。下一步：zhengxun check 和 zhengxun verify。"
)


@click.command(name="copy")
@click.argument("sqlite", type=click.Path(path_type=Path))
@click.argument("postgres")
@DATA
@refusals_in_one_line
def copy_command(sqlite: Path, postgres: str, data: Path) -> None:
    """把一套安装从SQLITE文件（数据文件夹中的 zhengxun.db）搬到空的POSTGRES数据库，文件一并复制到 --data。"""
    if not sqlite.is_file():
        raise Unknown(f"没有找到文件“{sqlite}”，请核对原数据文件夹中 zhengxun.db 的位置。")
    if not postgres.startswith("postgresql"):
        raise Refusal(NOT_POSTGRESQL.format(given=postgres))
    moved = _move(installation(sqlite.parent, f"sqlite:///{sqlite.resolve()}"), installation(data, postgres))
    click.echo(
        f"已复制：{len(moved.rows)}张表{sum(moved.rows.values())}行，逐行读回比对一致；文件{moved.files}个；"
        f"日志链完整，链尾 {moved.head}。{AFTERWARDS}"
    )


def _move(source: Installation, target: Installation) -> Moved:
    old, new = source.open(), target.open()
    try:
        return move(
            old,
            new,
            Files(source.folder / "files"),
            Files(target.files),
            lambda name: click.echo(f"  {name}", err=True),
        )
    finally:
        old.dispose()
        new.dispose()
