"""The table as people read it: a sheet a kind of thing, a line a verb, a column a post."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from web.permissions.lines import Line
from web.permissions.who import NAMES

RULE = (
    "一件事只对与它有关的人员存在：无关的人员、他单位的人员打开它的网址，与打开一个不存在的网址得到同样的答复；"
    "有关但不负责这项工作的人员，系统告知由谁办理。“本单位”只指收到这份征求意见或者整改要求的单位自己；"
    "本单位没有在任的印章管理员的，印章管理员的事项由本单位主要领导办理。"
)


@dataclass(frozen=True)
class Sheet:
    """`rows`: a verb, and for each of the columns whether it may."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[bool, ...]], ...]


def sheets(table: Mapping[str, Line]) -> Iterator[Sheet]:
    for title, lines in groupby(table.values(), key=lambda line: line.thing.title):
        yield _sheet(title, tuple(lines))


def _sheet(title: str, lines: tuple[Line, ...]) -> Sheet:
    columns = [who for who in NAMES if any(who in line.may for line in lines)]
    rows = tuple((line.verb, tuple(who in line.may for who in columns)) for line in lines)
    return Sheet(title, tuple(NAMES[who] for who in columns), rows)


def as_markdown(table: Mapping[str, Line]) -> str:
    return "\n".join(["# 岗位权限", "", RULE, *(line for sheet in sheets(table) for line in _in_markdown(sheet)), ""])


def _in_markdown(sheet: Sheet) -> Iterator[str]:
    yield from ("", f"## {sheet.title}", "")
    yield f"| 事项 | {' | '.join(sheet.columns)} |"
    yield "|---" * (len(sheet.columns) + 1) + "|"
    for verb, cells in sheet.rows:
        yield f"| {verb} | {' | '.join('可以' if cell else '' for cell in cells)} |"
