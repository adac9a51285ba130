"""An installation moves: from one SQLite file to PostgreSQL, all of it or nothing, and read back before it counts."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest

from sqlalchemy import Connection, Engine, Table, func, select
from sqlalchemy.orm import Session

from workflow import presence
from workflow.errors import EngineFault, Refusal
from workflow.files import HELD, Files
from workflow.filling import empty_out, fill, lasting_tables, of_one_moment, rows_of
from workflow.journal import first_broken, head

STILL_RUNNING = (
    "没有复制：原安装还在运行（{names}），复制之后写入的内容会丢失。请先停止网站和全部后台任务，再运行 zhengxun copy。"
)
NOT_EMPTY = "没有复制：目标数据库中已经有数据，复制会把两套数据混在一起。请换一个空的数据库。"
BROKEN = "没有复制：原安装的日志从第{line}条起与保存时不一致。请先运行 zhengxun verify 查明原因，再决定是否复制。"


@dataclass(frozen=True)
class Moved:
    """Rows by table, how many files, and the end of the journal's chain, the same on both sides."""

    rows: dict[str, int]
    files: int
    head: str


def move(source: Engine, target: Engine, from_files: Files, to_files: Files, tell: Callable[[str], None]) -> Moved:
    """`tell` hears each table's name. Files come first: a row never names one that is not there."""
    with of_one_moment(source) as old, target.begin() as new:
        _must_stand_still(old)
        _must_be_sound(old)
        empty_out(new, NOT_EMPTY)
        files = _bring_files(old, from_files, to_files)
        rows = {table.name: _bring(old, new, table, tell) for table in lasting_tables()}
        return Moved(rows, files, _head_of_both(old, new))


def _must_stand_still(old: Connection) -> None:
    with Session(old) as session:
        names = presence.alive(session)
    if names:
        raise Refusal(STILL_RUNNING.format(names="、".join(sorted(names))))


def _must_be_sound(old: Connection) -> None:
    with Session(old) as session:
        broken = first_broken(session)
    if broken:
        raise Refusal(BROKEN.format(line=broken.line))


def _bring_files(old: Connection, from_files: Files, to_files: Files) -> int:
    """What lies at its new place already, whole, is not brought again."""
    kept = set(old.scalars(HELD))
    for sha256 in sorted(kept):
        data = from_files.content(sha256)
        if to_files.find(sha256) != data:
            to_files.put(sha256, data)
    return len(kept)


def _bring(old: Connection, new: Connection, table: Table, tell: Callable[[str], None]) -> int:
    tell(table.name)
    fill(new, table, rows_of(old, table))
    for before, after in zip_longest(rows_of(old, table), rows_of(new, table)):
        if before != after:
            raise EngineFault(f"a row of {table.name} was not copied as it was: {before} became {after}")
    return new.scalar(select(func.count()).select_from(table)) or 0


def _head_of_both(old: Connection, new: Connection) -> str:
    with Session(old) as before, Session(new) as after:
        if first_broken(after) or head(before) != head(after):
            raise EngineFault("the journal's chain does not hold in the copy")
        found = head(after)
    return found[1] if found else ""
