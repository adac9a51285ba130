"""`zhengxun grade` and `zhengxun clocks`: the class of an accident and its statutory dates, without a case.

What is refused is one line on the error channel and exit code 2.
"""

import json
from datetime import date
from decimal import Decimal, InvalidOperation

import click

from web.commands.terminal import refusals_end_with
from workflow.accident.rules import grading
from workflow.accident.rules.clocks import Clock, all_clocks
from workflow.accident.rules.facts import Facts, must_be_an_approval_extension, must_be_an_extension
from workflow.accident.rules.grading import Casualties, Grade
from workflow.accident.rules.pauses import Pause
from workflow.errors import Incomplete

SHOWN = ("supplement_until", "report_due", "approval_due", "evaluation_opens", "evaluation_due", "publish_due")

AS_JSON = click.option("--json", "as_json", is_flag=True, help="以JSON输出，供其他程序读取。")


@click.command()
@click.option("--deaths", default="0", metavar="人数", help="死亡人数。")
@click.option("--injuries", default="0", metavar="人数", help="重伤人数，含急性工业中毒。")
@click.option("--loss", default="0", metavar="元", help="直接经济损失，以元为单位。")
@AS_JSON
@refusals_end_with(2)
def grade(deaths: str, injuries: str, loss: str, as_json: bool) -> None:
    """按伤亡和损失认定事故等级，并说明由哪一级政府负责调查。"""
    casualties = Casualties(_count("--deaths", deaths), _count("--injuries", injuries), _amount("--loss", loss))
    graded = grading.grade(casualties)
    if as_json:
        found = {"grade": graded.grade, "government": graded.investigator, "rule": graded.rule, "why": graded.why}
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    click.echo(f"{graded.grade.label}，由{graded.investigator}负责调查（条例第19条）。\n{graded.why}")


@click.command()
@click.option("--occurred", metavar="日期", help="事故发生日期，如 2017-12-01；必填。")
@click.option("--class", "class_", default=Grade.ORDINARY.value, metavar="等级", help="一般、较大、重大或特别重大。")
@click.option("--traffic-or-fire", is_flag=True, help="道路交通事故或者火灾事故。")
@click.option("--appraisal", "appraisals", multiple=True, metavar="委托日:结论日", help="技术鉴定，可多次给出。")
@click.option("--extension", metavar="日数", help="批准延长调查期限的日数。")
@click.option("--submitted", metavar="日期", help="政府收到事故调查报告的日期。")
@click.option("--approval-extension", metavar="日数", help="延长批复时间的日数，仅限特别重大事故。")
@click.option("--approved", metavar="日期", help="批复日期。")
@AS_JSON
@refusals_end_with(2)
def clocks(
    occurred: str | None,
    class_: str,
    traffic_or_fire: bool,
    appraisals: tuple[str, ...],
    extension: str | None,
    submitted: str | None,
    approval_extension: str | None,
    approved: str | None,
    as_json: bool,
) -> None:
    """计算事故调查、批复、公布、评估的法定期限；没有结论的鉴定只写“委托日:”。"""
    if occurred is None:
        raise Incomplete({"occurred": "没有给出事故发生日期，请加上 --occurred，如 --occurred 2017-12-01。"})
    found_class = _class(class_)
    facts = Facts(
        occurred=_day("--occurred", occurred),
        grade=found_class,
        traffic_or_fire=traffic_or_fire,
        appraisals=tuple(map(_appraisal, appraisals)),
        extension_days=_extension(extension),
        submitted=_day("--submitted", submitted) if submitted is not None else None,
        approval_extension_days=_approval_extension(approval_extension, found_class),
        approved=_day("--approved", approved) if approved is not None else None,
    )
    begun = {name: clock for name, clock in all_clocks(facts).items() if name in SHOWN}
    click.echo(json.dumps(_as_dict(begun), ensure_ascii=False, indent=2) if as_json else _in_words(begun))


def _as_dict(begun: dict[str, Clock]) -> dict[str, object]:
    dates = {name: begun[name].due if name in begun else None for name in SHOWN}
    return {
        **{name: due.isoformat() if due else None for name, due in dates.items()},
        "arithmetic": [clock.sentence for clock in begun.values()],
    }


def _in_words(begun: dict[str, Clock]) -> str:
    return "\n".join(clock.sentence for clock in begun.values())


def _day(option: str, text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Incomplete({option: f"{option} 填写的“{text}”不是日期，请按 2017-12-01 的样式填写。"}) from None


def _count(option: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise Incomplete({option: f"{option} 填写的“{text}”不是整数，请填写数字。"}) from None


def _amount(option: str, text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise Incomplete({option: f"{option} 填写的“{text}”不是金额，请以元为单位填写数字。"}) from None


def _class(text: str) -> Grade:
    try:
        return Grade(text.strip().removesuffix("事故"))
    except ValueError:
        known = "、".join(Grade)
        raise Incomplete({"class": f"没有“{text}”这一事故等级，--class 请填写{known}之一。"}) from None


def _appraisal(text: str) -> Pause:
    start, _, end = text.partition(":")
    return Pause(_day("--appraisal", start), _day("--appraisal", end) if end else None)


def _extension(text: str | None) -> int:
    """Nothing said is no extension; 0 said is refused like on the page."""
    if text is None:
        return 0
    days = _count("--extension", text)
    must_be_an_extension(days)
    return days


def _approval_extension(text: str | None, class_: Grade) -> int:
    if text is None:
        return 0
    days = _count("--approval-extension", text)
    must_be_an_approval_extension(days, class_)
    return days
