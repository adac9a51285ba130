"""`zhengxun bench`: what the engine costs above plain SQL, beside the targets."""

import json
import os
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from web.commands.bench_site import served
from web.commands.terminal import refusals_in_one_line
from workflow.bench.measuring import measure
from workflow.bench.papers import measure_papers
from workflow.bench.town import empty
from workflow.bench.workload import AtTheService

TARGETS = (  # (field of a point, what it is, must, aim); multiples of the floor unless a unit is named
    ("step_ratio", "办理一步（× 基准）", 2.5, 1.7),
    ("start_ratio", "发出（× 基准批量插入）", 15, 6),
    ("close_ratio", "截止登记（× 基准批量更新）", 25, 12),
    ("engine_bytes_per_unit", "引擎每单位字节", 800, 400),
)
SECONDS = (  # (field of a point, how many units it is about, what it is, for so many units, must)
    ("start_s", "units", "发出", 10_000, 2),
    ("close_s", "close_units", "截止登记", 5_000, 1),
)
PAPERS = (("reply_letters_s", "80份复函", 8), ("summary_s", "500条意见的汇总表", 3), ("notice_s", "通知预览", 1))
MOST_GROWTH = 0.05
LEAST_GAIN = 1.6  # four clients against one


@click.command()
@click.option("--database", "url", required=True, help="测试数据库地址。其中的数据会被清空，请勿指向在用的数据库。")
@click.option("--units", default="10,100,1000,10000", show_default=True, help="单位数，用逗号隔开。")
@click.option("--clients", default="1,2,4", show_default=True, help="同时办理的客户端数，用逗号隔开。")
@click.option("--http", "through_http", is_flag=True, help="经HTTP办理：启动网站，登录后逐步提交。")
@click.option("--papers", is_flag=True, help="只测文书：80份复函、500条意见的汇总表、通知预览。")
@click.option("--workers", default=2, show_default=True, help="经HTTP时的网站进程数（PostgreSQL）。")
@click.option("--json", "as_json", is_flag=True, help="以JSON输出各项数字。")
@refusals_in_one_line
def bench(url: str, units: str, clients: str, through_http: bool, papers: bool, workers: int, as_json: bool) -> None:
    """测量办理速度，与直接执行SQL的基准在同一次运行中交替比较。"""
    sizes, at_once = ([int(number) for number in listed.split(",")] for listed in (units, clients))
    with tempfile.TemporaryDirectory(prefix="zhengxun-bench-") as folder, ExitStack() as stack:
        files = Path(folder)
        if papers:
            figures, lines = (made := measure_papers(url, files)), papers_in_words(made)
        else:
            empty(url)
            way = stack.enter_context(served(url, files, workers)) if through_http else AtTheService
            figures = measure(url, files, sizes, at_once, lambda what: click.echo(what, err=True), way)
            lines = [*in_words(figures), load_in_words()]
    click.echo(json.dumps(figures, ensure_ascii=False, indent=2) if as_json else "\n".join(lines))


def papers_in_words(seconds: dict[str, float]) -> list[str]:
    return [_paper_line(title, seconds[field], most) for field, title, most in PAPERS]


def _paper_line(title: str, took: float, most: float) -> str:
    verdict = _verdict(took <= most)
    return f"{title:<24}{took:>12.2f}秒  要求 ≤{most}秒，为要求的{took / most:.2f}倍：{verdict}"


def in_words(figures: dict[str, Any]) -> list[str]:
    """The table with targets and misses, a line a figure."""
    points = figures["points"]
    head = f"{'':<28}" + "".join(f"{point['units']:>12}" for point in points)
    lines = [f"数据库：{figures['database']}", head]
    lines += [_line(points, *target) for target in TARGETS]
    lines += [_seconds(points[-1], *target) for target in SECONDS]
    rates = [*figures["clients"].values()]
    gain = rates[-1] / rates[0]
    lines += [
        _growth(len(points), figures["exponent"]),
        f"{[*figures['clients']][-1]}个客户端为1个的{gain:.2f}倍，要求不低于 {LEAST_GAIN}：{_verdict(gain >= LEAST_GAIN)}",
    ]
    return lines if figures["database"] == "postgresql" else [*lines, "以上要求针对PostgreSQL，此处仅供参照。"]


def _line(points: list[dict[str, Any]], field: str, title: str, must: float, aim: float) -> str:
    values = [point[field] for point in points]
    shown = "".join(f"{value:>12.2f}" if value is not None else f"{'—':>12}" for value in values)
    last = values[-1]
    verdict = "未测" if last is None else _verdict(last <= must)
    return f"{title:<24}{shown}  要求 ≤{must}，目标 ≤{aim}：{verdict}"


def _seconds(point: dict[str, Any], field: str, about: str, title: str, units: int, must: float) -> str:
    """As it was measured with the most units, told for as many as the target names; fewer would say nothing about it."""
    if point[about] < units:
        return f"{title}{units}家，要求不超过{must}秒：未测（本次{point[about]}家）"
    found = point[field] * units / point[about]
    return f"{title}{units}家用时{found:.2f}秒，要求不超过{must}秒：{_verdict(found <= must)}"


def _growth(sizes: int, exponent: float) -> str:
    if sizes < 2:
        return f"步长增长指数，要求不超过 {MOST_GROWTH}：未测（只测了一种规模）"
    return f"步长增长指数 {exponent}，要求不超过 {MOST_GROWTH}：{_verdict(exponent <= MOST_GROWTH)}"


def load_in_words() -> str:
    """Other work on the machine makes every figure worse, the floor's least: it mostly waits for the disk."""
    return f"测量结束时机器平均负荷 {os.getloadavg()[0]:.1f}，处理器{os.cpu_count()}个；负荷高于处理器数时请重测。"


def _verdict(met: bool) -> str:
    return "达到" if met else "未达到"
