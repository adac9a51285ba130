"""`zhengxun demo accident`: a whole case from the news to the archive, every paper of it left in a folder."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from web.commands.demonstration import simulated_office
from web.commands.terminal import refusals_in_one_line
from workflow.accident.model import Accident
from workflow.demo.accident import playing
from workflow.demo.accident.report import figures, write_documents
from workflow.demo.simulation import Simulation


@click.command()
@click.option("--out", type=click.Path(path_type=Path), required=True, help="文书存放的文件夹。")
@click.option("--json", "as_json", is_flag=True, help="以JSON输出各项数字和日期。")
@refusals_in_one_line
def accident(out: Path, as_json: bool) -> None:
    """用模拟时钟完整演示一起事故的调查、批复、整改和评估，并留下全部文书。"""
    began = time.perf_counter()
    steps = sum(bool(scene.says) for scene in playing.SCENES)
    with click.progressbar(length=steps, label="演示", file=sys.stderr) as bar:
        report = _play(out, lambda _: bar.update(1), began)
    click.echo(json.dumps(report, ensure_ascii=False, indent=2) if as_json else _in_words(report, out))


def _play(out: Path, tell: Callable[[str], None], began: float) -> dict[str, Any]:
    with simulated_office(playing.BEGUN) as (office, clock):
        case = playing.play_case(Simulation(office, clock, tell))
        with office.desk(write=False) as desk:
            found = desk.session.get_one(Accident, case.accident_id)
            documents = write_documents(desk, found, out)
            return figures(desk, found, documents, time.perf_counter() - began)


def _in_words(report: dict[str, Any], out: Path) -> str:
    measures = report["measures"]
    lines = (
        f"{report['grade']}。提交调查报告期限 {report['report_due']}，延期至 {report['extended_to']}；"
        f"批复 {report['approved']}，公布 {report['published']}。",
        f"整改措施{measures['total']}项，延期{measures['extended']}项，重新整改{measures['redone']}项；"
        f"不同意见{report['dissents']}件。",
        f"整改评估 {report['evaluation_opens']} 启动，{report['evaluation_due']} 前完成。",
        f"系统事项{report['events']}项，{'与预演一致。' if report['rehearsal_matches'] else '与预演不一致，请核对。'}",
        f"文书{len(report['documents'])}件，在 {out}。用时{report['seconds']}秒。",
    )
    return "\n".join(lines)
