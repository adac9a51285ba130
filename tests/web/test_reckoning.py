"""`zhengxun grade` and `zhengxun clocks`: the answers of the rules, and refusals in one line with exit code 2."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from web.commands import main

DECEMBER = ("clocks", "--occurred", "2017-12-01")
DATES = {"supplement_until", "report_due", "approval_due", "evaluation_opens", "evaluation_due", "publish_due"}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def told(*arguments: str) -> dict[str, Any]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)  # type: ignore[no-any-return]


def test_the_class_with_its_government_rule_and_reason() -> None:
    assert told("grade", "--deaths", "10", "--injuries", "5", "--loss", "0") == {
        "grade": "重大",
        "government": "省级人民政府",
        "rule": "R2",
        "why": "死亡10人、重伤5人、直接经济损失0元；符合“死亡10人以上30人以下”，为重大事故（条例第3条）。",
    }


def test_the_class_for_people() -> None:
    assert run("grade", "--loss", "3.5e7").stdout.startswith("较大事故，由设区的市级人民政府负责调查（条例第19条）。\n")


def test_a_whole_case_from_the_accident_to_the_evaluation() -> None:
    case = told(
        *DECEMBER, "--appraisal", "2017-12-10:2018-01-04", "--extension", "60",
        "--submitted", "2018-01-30", "--approved", "2018-02-14",
    )  # fmt: skip
    assert case == {
        "supplement_until": "2017-12-31",
        "report_due": "2018-04-25",
        "approval_due": "2018-02-14",
        "evaluation_opens": "2018-12-14",
        "evaluation_due": "2019-02-14",
        "publish_due": "2018-03-20",
        "arithmetic": [
            "伤亡补报截止：12月1日 + 30日 = 2017年12月31日（条例第13条）",
            "提交事故调查报告：12月1日 + 60日 + 延长60日 + 鉴定25日 = 2018年4月25日（条例第29条、条例第27条）",
            "批复：1月30日 + 15日 = 2018年2月14日（条例第32条）",
            "全文公布：2月14日 + 20个工作日 = 2018年3月20日（政府信息公开条例第26条）",
            "整改评估启动：2月14日 + 10个月 = 2018年12月14日（安委办〔2021〕4号）",
            "评估完成并公开：2月14日 + 12个月 = 2019年2月14日（安全生产法第86条）",
        ],
    }


def test_what_has_not_begun_is_null() -> None:
    case = told(*DECEMBER, "--traffic-or-fire")
    assert set(case) == DATES | {"arithmetic"}
    assert {name for name in DATES if case[name]} == {"supplement_until", "report_due"}
    assert (case["supplement_until"], len(case["arithmetic"])) == ("2017-12-08", 2)


def test_an_open_appraisal_has_no_date_but_says_why() -> None:
    case = told(*DECEMBER, "--appraisal", "2017-12-10:")
    assert case["report_due"] is None
    assert "期限暂停计算" in case["arithmetic"][1]


def test_the_most_serious_class_may_put_off_its_approval() -> None:
    late = ("--class", "特别重大", "--submitted", "2018-01-30", "--approval-extension", "30")
    assert told(*DECEMBER, *late)["approval_due"] == "2018-03-31"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("grade", "--deaths", "x"), "--deaths 填写的“x”不是整数"),
        (("grade", "--deaths", "-1"), "死亡人数填写的是-1"),
        (("grade", "--loss", "一亿"), "--loss 填写的“一亿”不是金额"),
        (("clocks",), "没有给出事故发生日期"),
        (("clocks", "--occurred", "2017-02-29"), "--occurred 填写的“2017-02-29”不是日期"),
        ((*DECEMBER, "--extension", "61"), "不能延长61日：条例第29条"),
        ((*DECEMBER, "--extension", "0"), "不能延长0日：条例第29条"),
        ((*DECEMBER, "--approval-extension", "5"), "一般事故的批复期限不能延长：条例第32条"),
        ((*DECEMBER, "--class", "特别重大", "--approval-extension", "31"), "批复期限不能延长31日：条例第32条"),
        ((*DECEMBER, "--class", "特大"), "没有“特大”这一事故等级"),
        ((*DECEMBER, "--appraisal", "2018-01-04:2017-12-10"), "鉴定结论日2017年12月10日早于委托日2018年1月4日"),
        ((*DECEMBER, "--appraisal", "昨天:今天"), "--appraisal 填写的“昨天”不是日期"),
        ((*DECEMBER, "--submitted", "2017-11-30"), "报告提交日期2017年11月30日早于事故发生日期"),
    ],
)
def test_what_is_refused_is_one_line_and_exit_code_2(arguments: tuple[str, ...], line: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(line)
    assert result.stderr.count("\n") == 1
