"""The command line: what an administrator does without a browser.

Refusals are one Chinese line on the error channel and exit code 1; anything else is a bug and shows its trace.
"""

import json
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import click

from workflow.documents.outline import Outline, gaps
from workflow.documents.reading import read_draft
from workflow.errors import Refusal, Unknown, Unreadable

_P = ParamSpec("_P")


@click.group()
def main() -> None:
    """征询：征求意见工作的命令行工具。"""


def refusals_in_one_line(command: Callable[_P, None]) -> Callable[_P, None]:
    """Shows what a command refuses as one line instead of a trace."""

    @wraps(command)
    def wrapped(*args: _P.args, **kwargs: _P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except Refusal as refusal:
            click.echo(refusal.message, err=True)
            raise SystemExit(1) from None

    return wrapped


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="以JSON输出，供其他程序读取。")
@refusals_in_one_line
def clauses(file: Path, as_json: bool) -> None:
    """识别文稿FILE（.docx或.doc）的条款并列出。"""
    outline = read_draft(_content(file), file.name)
    if as_json:
        click.echo(json.dumps(outline.as_dict(), ensure_ascii=False, indent=2))
        return
    click.echo("\n".join(_outline_in_words(outline)))
    for warning in gaps(outline):
        click.echo(f"提示：{warning}", err=True)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise Unknown(f"没有找到文件“{file}”，请核对文件名和所在的文件夹。") from None
    except OSError:
        raise Unreadable(f"文件“{file}”打不开，请核对它是不是文件、有没有读取权限。") from None


def _outline_in_words(outline: Outline) -> list[str]:
    count = sum(1 for _ in outline.clauses())
    numbered = sum(1 for part in outline.parts if part.number)
    lines = [outline.title or "（未识别到标题）", f"共{numbered}个部分、{count}条" if numbered else f"共{count}条"]
    for part in outline.parts:
        lines += ["", part.heading] if part.heading else [""]
        lines += [f"  {clause.label(part)}{clause.title or _beginning(clause.paragraphs)}" for clause in part.clauses]
    return lines


def _beginning(paragraphs: tuple[str, ...]) -> str:
    text = paragraphs[0] if paragraphs else ""
    return text if len(text) <= 30 else f"{text[:30]}…"
