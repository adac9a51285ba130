"""`zhengxun demo`: a whole round on any draft in seconds, every document of it left in a folder."""

import json
import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from web.commands.terminal import content_of, refusals_in_one_line
from workflow.clock import SimulatedClock
from workflow.consultation.model import Round
from workflow.demo import district, playing, seeding
from workflow.demo.documents import Document
from workflow.demo.report import figures, write_documents
from workflow.demo.stage import Play
from workflow.desk import Office
from workflow.engine.deployment import Engine
from workflow.files import Files
from workflow.processes import PROCESSES
from workflow.signatures.keys import Vault
from workflow.signatures.statements import Signing
from workflow.store import create_tables, open_database, sessions

STEPS = 6  # how often `playing` tells what it is doing


@click.group(invoke_without_command=True)
@click.option("--draft", type=click.Path(path_type=Path), help="征求意见稿（.docx），默认用自带的示例稿。")
@click.option(
    "--annex", "annexes", type=click.Path(path_type=Path), multiple=True, help="附件，可多次给出，按顺序编号。"
)
@click.option("--out", type=click.Path(path_type=Path), help="文书存放的文件夹，必须给出。")
@click.option("--json", "as_json", is_flag=True, help="以JSON输出各项数字。")
@click.pass_context
def demo(
    context: click.Context, draft: Path | None, annexes: tuple[Path, ...], out: Path | None, as_json: bool
) -> None:
    """用模拟时钟完整演示一轮征求意见，并留下全部文书；demo accident 演示一起事故。"""
    if context.invoked_subcommand is None:
        _round(draft, annexes, _must_be_given(context, out), as_json)


def _must_be_given(context: click.Context, out: Path | None) -> Path:
    """Not `required`: a subcommand has a folder of its own."""
    if out is None:
        raise click.MissingParameter(ctx=context, param=next(p for p in context.command.params if p.name == "out"))
    return out


@refusals_in_one_line
def _round(draft: Path | None, annexes: tuple[Path, ...], out: Path, as_json: bool) -> None:
    source = playing.Source(draft.name, content_of(draft)) if draft else seeding.sample_draft()
    handed_in = [playing.Source(annex.name, content_of(annex)) for annex in annexes]
    if draft is None and not annexes:
        handed_in = seeding.sample_annexes()
    began = time.perf_counter()
    with click.progressbar(length=STEPS, label="演示", file=sys.stderr) as bar:
        report, documents = _play(source, handed_in, out, lambda _: bar.update(1), began)
    click.echo(json.dumps(report, ensure_ascii=False, indent=2) if as_json else _in_words(report, documents, out))


def _play(
    draft: playing.Source, annexes: list[playing.Source], out: Path, tell: Callable[[str], None], began: float
) -> tuple[dict[str, Any], list[Document]]:
    with simulated_office(playing.BEGUN) as (office, clock):
        play = Play(office, clock, tell)
        playing.play_round(play, draft, annexes)
        with office.desk(write=False) as desk:
            round_ = desk.session.get_one(Round, play.round_id)
            documents = write_documents(desk, round_, out)
            return figures(desk, round_, documents, time.perf_counter() - began), documents


@contextmanager
def simulated_office(begun: datetime) -> Iterator[tuple[Office, SimulatedClock]]:
    """The demonstration district at work on a database of its own, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="zhengxun-") as folder:
        engine = open_database(f"sqlite:///{folder}/demo.db")
        create_tables(engine)
        clock = SimulatedClock(begun)
        signing = Signing(Vault(secrets.token_hex()))  # its keys are gone with the folder
        office = Office(sessions(engine), clock, Engine(PROCESSES), Files(Path(folder) / "files"), signing=signing)
        with office.desk() as desk:
            district.settle(desk)
        yield office, clock
        engine.dispose()


def _in_words(report: dict[str, Any], documents: list[Document], out: Path) -> str:
    replies, decisions = report["replies"], report["decisions"]
    lines = (
        f"发出{report['units']}家：有书面意见{replies['with_comments']}家，书面无意见{replies['no_objection']}家，"
        f"逾期视为无意见{replies['silent']}家，",
        f"未送达{replies['undelivered']}家；",
        f"另有逾期来文{replies['late']}家。意见{report['comments']}条：采纳{decisions['adopted']}条，"
        f"部分采纳{decisions['partly']}条，",
        f"不予采纳{decisions['declined']}条，解释说明{decisions['explained']}条。",
        f"系统事项{report['events']}项，",
        "与预演一致。" if report["rehearsal_matches"] else "与预演不一致，请核对。",
        f"\n文书{len(documents)}件，在 {out}。用时{report['seconds']}秒。",
    )
    return "".join(lines)
