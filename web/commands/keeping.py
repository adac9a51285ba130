"""`zhengxun retain`: how long personal data that nothing needs any more is kept, and what is cleared then."""

from pathlib import Path

import click

from web.commands.checking import must_exist
from web.commands.installation import installation
from web.commands.serving import DATA, DATABASE
from web.commands.terminal import refusals_in_one_line
from workflow import retention
from workflow.clock import real_clock
from workflow.desk import Office
from workflow.engine.deployment import Engine
from workflow.files import Files
from workflow.processes import PROCESSES
from workflow.store import sessions


@click.command()
@DATA
@DATABASE
@click.option("--days", type=int, help=f"保留天数，{retention.SHORTEST}至{retention.LONGEST}。")
@click.option("--results", type=int, help=f"后台办理制作的压缩包的保留天数，不少于{retention.SHORTEST_RESULTS}。")
@refusals_in_one_line
def retain(data: Path, database: str | None, days: int | None, results: int | None) -> None:
    """查看或者设定个人信息和后台办理结果的保留天数；到期内容每天凌晨自动清除。"""
    must_exist(data, database)
    place = installation(data, database)
    engine = place.open()
    office = Office(sessions(engine), real_clock, Engine(PROCESSES), Files(place.files))
    try:
        with office.desk(write=days is not None or results is not None) as desk:
            if days is not None:
                retention.choose(desk, days)
            if results is not None:
                retention.choose_results(desk, results)
            kept, zips = retention.days(desk), retention.result_days(desk)
    finally:
        engine.dispose()
    click.echo(
        f"保留{kept}天，压缩包{zips}天。到期清除：{'；'.join(rule.what for rule in retention.RULES)}。正式文书、回函、日志不清除。"
    )
