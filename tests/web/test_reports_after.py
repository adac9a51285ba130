"""公布、责任追究、归档: what follows the approval, on the office's pages."""

from typing import Any

import pytest

from tests.accident.followed import Followed
from tests.accident.makers import a_case
from tests.web.inquiry import COURSE, Inquiry
from tests.web.site import Page
from web.frame.filters import moment_in_words
from workflow.accident.model import FindingKind

CORRECTION: dict[str, Any] = {"place": "第二部分第一段", "old": "8时30分", "new": "8时32分", "reason": "笔误。"}
ITEM: dict[str, Any] = {
    "kind": "penalty",
    "who": "unit",
    "whom": "某某建筑公司",
    "grounds": "未落实安全生产责任",
    "body": "区应急局",
}
TRANSFER: dict[str, Any] = {
    "whom": "包工头吴某",
    "grounds": "强令冒险作业",
    "body": "公安分局",
    "materials": "询问笔录复印件3份",
}


@pytest.fixture
def approved(inquiry: Inquiry) -> Inquiry:
    for act in (inquiry.investigate, inquiry.finish, inquiry.sign, inquiry.submit, inquiry.approve):
        act()
    return inquiry


# -- publication


def test_nothing_is_published_before_the_approval(inquiry: Inquiry) -> None:
    page = inquiry.open("publish", inquiry.head())
    assert "报告还没有批复" in page.text
    assert page.soup.select("main form") == []


def test_names_are_hidden_before_the_report_goes_out(approved: Inquiry) -> None:
    page = approved.open("check_privacy", approved.office()).press("保存名单", names="李四")
    assert "李某" in page.text
    edit = page.follow("改写公布文本", within="[id='field-chapter:course']")
    page = edit.press("保存", text=COURSE)
    refused = page.press("办结", status=422)
    assert "仍有李四的姓名" in refused.text
    edit = refused.follow("改写公布文本", within="[id='field-chapter:course']")
    page = edit.press("保存", text=COURSE.replace("李四", "李某")).press("办结")
    assert page.told == ["公开前审查已办结，由负责人公布。"]


def test_two_clerks_do_not_overwrite_each_others_text_for_the_public(approved: Inquiry) -> None:
    mine = approved.open("public_text", approved.office(), chapter="course")
    approved.open("public_text", approved.office(), chapter="course").press("保存", text="同事隐去了单位内部代号。")
    page = mine.press("保存", text="我隐去了证人住址。", status=422)
    assert "已被改动" in page.one("#error-text").get_text()
    assert page.one("#field-text").get_text(strip=True) == "我隐去了证人住址。"
    assert "同事隐去了单位内部代号。" in page.one("section.panel").get_text()
    page = page.press("保存", text="同事隐去了单位内部代号。我隐去了证人住址。")
    assert "我隐去了证人住址。" in page.text


def test_the_text_for_the_public_keeps_every_paragraph(approved: Inquiry) -> None:
    page = approved.open("public_text", approved.office(), chapter="unit").press("保存", text="已删节。")
    assert "少了段落" in page.press("办结", status=422).text


def test_the_head_publishes_or_sends_back(approved: Inquiry) -> None:
    approved.check("李四")
    page = approved.open("publish", approved.head())
    assert approved.head().client.get(approved.url("preview_publication")).data[:2] == b"PK"
    assert "请填写公布的网站" in page.press("登记公布", status=422).text
    page.press("退回审查", reason="单位名称有误。")
    assert "负责人退回审查：单位名称有误。" in approved.open("check_privacy", approved.office()).text
    approved.check("李四")
    page = approved.open("publish", approved.head()).press("登记公布", where="区政府门户网站")
    assert "公布后不撤回" in page.told[0]


def test_what_is_published_is_corrected_by_an_addition(approved: Inquiry) -> None:
    approved.check("李四")
    approved.publish()
    page = approved.open("publish", approved.head())
    assert "请写明更正的理由" in page.press("追加更正", status=422, **{**CORRECTION, "reason": ""}).text
    page = page.press("追加更正", **CORRECTION)
    assert "8时32分" in page.one("#corrections").get_text()
    assert "8时30分" in approved.open("check_privacy", approved.office()).text


def test_a_correction_names_nobody_either(approved: Inquiry) -> None:
    approved.check("李四")
    approved.publish()
    page = approved.open("publish", approved.head()).press("追加更正", status=422, **{**CORRECTION, "new": "李四坠落"})
    assert "李四的姓名，不能公布" in page.text


# -- accountability


def new_item(inquiry: Inquiry) -> Page:
    return inquiry.open("new_item", inquiry.office())


def test_the_range_of_the_fine_stands_beside_its_field(approved: Inquiry) -> None:
    page = new_item(approved)
    assert "一般事故：30万元以上100万元以下（安全生产法第114条）" in page.one("#help-amount").get_text()
    refused = page.press("登记", status=422, **ITEM, amount="2000000")
    assert "超出幅度" in refused.one("#error-amount").get_text()
    assert refused.one("#field-whom")["value"] == "某某建筑公司"
    page = page.press("登记", **ITEM, amount="500,000")
    assert "500,000.00元" in page.text


def test_a_fine_is_a_number(approved: Inquiry) -> None:
    assert "请填写数字" in new_item(approved).press("登记", status=422, **ITEM, amount="五十万").text


def test_accounting_is_done_when_every_item_is(approved: Inquiry) -> None:
    page = new_item(approved).press("登记", **ITEM, amount="500000")
    assert "办结" not in page.buttons
    item = page.follow("某某建筑公司", within="tbody")
    assert "请写明执行结果" in item.press("登记执行结果", status=422).text
    page = item.press("登记执行结果", outcome="罚款已缴纳，票据号001。").press("办结")
    assert "责任追究已办结。" in page.told


def test_a_case_without_items_says_why(approved: Inquiry) -> None:
    page = approved.open("settle_accountability", approved.office())
    assert "请说明情况" in page.press("办结", status=422).text
    assert "责任追究已办结。" in page.press("办结", remark="经批复，无需追究责任。").told


def test_suspected_crime_is_handed_over_while_the_case_is_investigated(inquiry: Inquiry) -> None:
    form = inquiry.open("settle_accountability").follow("登记涉嫌犯罪移送")
    assert "请列明移送的材料" in form.press("登记移送", status=422, **{**TRANSFER, "materials": ""}).text
    page = form.press("登记移送", **TRANSFER)
    assert "涉嫌犯罪移送" in page.all("tbody tr")[0]
    assert "登记追究事项" not in page.buttons


# -- archive


def test_the_archive_lists_what_is_still_open(approved: Inquiry) -> None:
    page = approved.open("archive", approved.office())
    assert any("尚未销号" in line for line in page.all(".missing li"))
    assert any("整改评估尚未办结" in line for line in page.all(".missing li"))
    assert "归档" not in page.buttons


def rectified_and_evaluated(inquiry: Inquiry) -> None:
    """The measures closed and the evaluation done, by their own people."""
    with inquiry.case.look() as (_, accident):
        measures = [measure.id for measure in accident.measures]
    followed = Followed(inquiry.case.stage, inquiry.case.accident_id, measures=measures)
    followed.do_all()
    followed.pass_(days=320)
    followed.form_team()
    followed.find(0, FindingKind.DONE)
    for act in (followed.finish_assessment, followed.approve, followed.publish):
        act()


def test_a_case_is_archived_when_everything_is_done(approved: Inquiry) -> None:
    approved.publish_all()
    approved.open("settle_accountability", approved.office()).press("办结", remark="经批复，无需追究责任。")
    rectified_and_evaluated(approved)
    page = approved.open("archive", approved.office())
    assert page.all(".missing li") == []
    assert approved.open("archive", approved.head()).soup.select("main form") == []
    assert page.press("归档").told == ["已归档。案卷只供查阅，不再改动。", *archived(approved)]
    assert approved.open("publish", approved.head()).soup.select("main form") == []


def test_only_the_office_sees_what_is_packed_of_the_case(approved: Inquiry) -> None:
    approved.publish_all()
    approved.open("settle_accountability", approved.office()).press("办结", remark="经批复，无需追究责任。")
    rectified_and_evaluated(approved)
    approved.open("archive", approved.office()).press("归档")
    approved.open("archive", approved.office()).press("制作归档包")
    packed = "main a[href^='/errand']"
    assert approved.open("archive", approved.head()).soup.select(packed)
    for outside in (approved.team(), approved.government()):
        assert approved.open("archive", outside).soup.select(packed) == []


def archived(inquiry: Inquiry) -> list[str]:
    with inquiry.case.look() as (_, accident):
        return [f"已于{moment_in_words(accident.archived_at)}归档。"]


# -- at any time


def pages(inquiry: Inquiry) -> list[str]:
    """Every page about the whole case, by its name."""
    rules = inquiry.site.app.url_map.iter_rules()
    ours = [rule for rule in rules if rule.endpoint.startswith("reports.") and rule.arguments == {"key"}]
    return [rule.endpoint.removeprefix("reports.") for rule in ours if "GET" in (rule.methods or ())]


def test_every_page_opens_for_everybody_of_the_case_whatever_its_stage(inquiry: Inquiry) -> None:
    early = a_case(inquiry.case.stage, "classify")
    with early.look() as (_, accident):
        key = accident.key
    ways = (inquiry.investigate, inquiry.finish, inquiry.sign, inquiry.submit, inquiry.approve, inquiry.publish_all)
    names = pages(inquiry)
    assert len(names) > 20
    for page in names:
        assert inquiry.office().client.get(inquiry.site.url(f"reports.{page}", key=key)).status_code < 500
    for act in ways:
        act()
        for browser in (inquiry.team(), inquiry.office(), inquiry.head(), inquiry.government()):
            assert {browser.client.get(inquiry.url(page)).status_code for page in names} <= {200, 302, 409}
