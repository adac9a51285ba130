"""The command line: what an administrator does without a browser."""

import json
from pathlib import Path

import click

from web.commands.accident_demonstration import accident
from web.commands.archiving import archive_command
from web.commands.benchmark import bench
from web.commands.checking import check
from web.commands.copying import backup, restore
from web.commands.demonstration import demo
from web.commands.keeping import retain
from web.commands.keys import keys, revoke
from web.commands.migrating import migrate
from web.commands.moving import copy_command
from web.commands.reckoning import clocks, grade
from web.commands.serving import serve
from web.commands.terminal import content_of, refusals_in_one_line
from web.commands.verifying import verify_command
from web.commands.working import worker
from web.rights import permissions
from workflow.documents.outline import Outline, gaps
from workflow.documents.reading import read_draft


@click.group()
def main() -> None:
    """征询：征求意见和事故调查处理工作的命令行工具。"""


main.add_command(archive_command)
main.add_command(bench)
main.add_command(backup)
main.add_command(check)
main.add_command(clocks)
main.add_command(copy_command)
main.add_command(demo)
demo.add_command(accident)
main.add_command(grade)
main.add_command(keys)
main.add_command(migrate)
main.add_command(permissions)
main.add_command(restore)
main.add_command(retain)
main.add_command(revoke)
main.add_command(serve)
main.add_command(verify_command)
main.add_command(worker)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="以JSON输出，供其他程序读取。")
@refusals_in_one_line
def clauses(file: Path, as_json: bool) -> None:
    """识别文稿FILE（.docx或.doc）的条款并列出。"""
    outline = read_draft(content_of(file), file.name)
    if as_json:
        click.echo(json.dumps(outline.as_dict(), ensure_ascii=False, indent=2))
        return
    click.echo("\n".join(_outline_in_words(outline)))
    for warning in gaps(outline):
        click.echo(f"提示：{warning}", err=True)


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
