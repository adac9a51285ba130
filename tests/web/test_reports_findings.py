"""调查取证和撰写: evidence, causes, measures and chapters, as the team works on their pages."""

import re
from typing import Any

import pytest

from tests.web import papers
from tests.web.inquiry import COURSE, Inquiry
from tests.web.site import Page
from workflow.accident.model import ChapterKind

EVIDENCE: dict[str, Any] = {
    "kind": "object", "title": "断裂的钢丝绳", "source": "事故现场", "collected_at": "2017-12-01T09:10",
    "collected_by": "王某、陈某", "keeper": "王某",
}  # fmt: skip
INTERVIEW: dict[str, Any] = {
    "interviewee": "带班人员赵某", "title": "对带班人员的询问笔录", "source": "项目部", "collected_at": "2017-12-01T09:20",
    "collected_by": "王某、陈某", "content": "问：何时开始作业？答：八时。",
}  # fmt: skip


# -- evidence


def test_evidence_is_numbered_and_says_who_keeps_it(inquiry: Inquiry) -> None:
    page = inquiry.open("new_evidence").press("登记", **EVIDENCE)
    assert page.told == ["已登记证据1号：断裂的钢丝绳。"]
    assert "现由谁保管" in page.text
    assert page.all("tbody tr")[0].split() == [
        "1号",
        "断裂的钢丝绳",
        "物证",
        "事故现场",
        "王某、陈某，12月1日09:10",
        "王某",
    ]


def test_evidence_that_is_not_filled_in_comes_again_with_what_was_typed(inquiry: Inquiry) -> None:
    page = inquiry.open("new_evidence").press("登记", status=422, **{**EVIDENCE, "source": ""})
    assert page.all(".field .error") == ["请填写证据来源：从何处、向何人取得。"]
    assert page.one("#field-title")["value"] == "断裂的钢丝绳"


def test_an_interview_is_held_by_two(inquiry: Inquiry) -> None:
    form = inquiry.open("new_interview")
    assert "两名以上" in form.press("登记", status=422, **{**INTERVIEW, "collected_by": "王某"}).text
    page = form.press("登记", **INTERVIEW)
    assert "询问笔录" in page.all("tbody tr")[0]


def test_the_copy_of_a_piece_is_downloaded_by_those_of_the_case_only(inquiry: Inquiry) -> None:
    page = inquiry.open("new_evidence").press("登记", **EVIDENCE, file=(papers.PDF, "钢丝绳检验.pdf"))
    piece = page.follow("1号")
    url = piece.link("下载电子件")
    assert inquiry.team(1).client.get(url).data == papers.PDF
    assert inquiry.site.as_("50jb").client.get(url).status_code == 404


def test_each_hand_over_continues_the_chain_of_custody(inquiry: Inquiry) -> None:
    piece = inquiry.open("new_evidence").press("登记", **EVIDENCE).follow("1号")
    handed: dict[str, Any] = {"taken_by": "市鉴定所孙某", "why": "送检", "at": "2017-12-01T09:20"}
    refused = piece.press("登记移交", status=422, **{**handed, "given_by": "陈某"})
    assert "现由王某保管" in refused.one("#error-given_by").get_text()
    page = piece.press("登记移交", **handed)
    assert [" ".join(line.split()) for line in page.all(".lines li span:first-child")] == [
        "王某、陈某 → 王某 取得后交付保管",
        "王某 → 市鉴定所孙某 送检",
    ]


def test_what_is_withdrawn_keeps_its_number_and_its_reason(inquiry: Inquiry) -> None:
    piece = inquiry.open("new_evidence").press("登记", **EVIDENCE).follow("1号")
    assert "请写明撤回证据的理由" in piece.press("撤回", status=422).text
    page = piece.press("撤回", reason="来源不明")
    assert "来源不明" in page.text
    assert "已撤回" in page.follow("证据", within=".filters").all("tbody tr")[0]


# -- causes


def test_causes_stand_in_a_tree_and_lead_to_their_evidence(inquiry: Inquiry) -> None:
    inquiry.open("new_evidence").press("登记", **EVIDENCE)
    page = inquiry.open("causes")
    piece = str(page.one("input[name=evidence]")["value"])
    page = page.press("补充", kind="direct", text="钢丝绳超期使用断裂", evidence=[piece])
    page = page.follow("追问为什么").press("补充", kind="indirect", text="没有建立更换台账")
    assert page.all(".cause-tree ol ol .cause-words") == ["没有建立更换台账"]
    assert page.follow("1号断裂的钢丝绳").title == "证据1号"


def test_a_cause_with_causes_behind_it_cannot_be_called_excluded(inquiry: Inquiry) -> None:
    page = inquiry.open("causes").press("补充", kind="direct", text="钢丝绳断裂")
    page.follow("追问为什么").press("补充", kind="indirect", text="没有更换")
    edit = inquiry.open("causes").follow("修改")
    refused = edit.press("保存", status=422, kind="excluded", text="钢丝绳断裂（另有说法）")
    assert "不能列为已排除" in refused.text
    assert "另有说法" in refused.one("#field-text").get_text()


# -- measures


def test_a_measure_is_proposed_from_the_cause_it_answers(inquiry: Inquiry) -> None:
    page = inquiry.open("causes").press("补充", kind="direct", text="钢丝绳断裂")
    form = page.follow("提出措施")
    assert form.one("input[name=causes]").has_attr("checked")
    page = form.press("保存", text="更换全部超期钢丝绳。")
    assert page.told == ["已提出整改措施第1项。"]
    assert [word for word in ("未指定", "未确定", "未写明") if word in page.text] == ["未指定", "未确定", "未写明"]
    unit = str(form.soup.select("#field-unit option")[1]["value"])
    page = page.follow("第1项").press("保存", unit=unit, due_on="2018-08-31", test="抽查十根均在使用期内。")
    assert "2018年8月31日" in page.text


def test_a_measure_due_yesterday_is_told_beside_its_field(inquiry: Inquiry) -> None:
    page = inquiry.open("new_measure").press("保存", status=422, text="立即停用。", due_on="2017-11-30")
    assert "不晚于今天" in page.one("#error-due_on").get_text()
    assert page.one("#field-text").get_text(strip=True) == "立即停用。"


# -- the report


def save(inquiry: Inquiry, number: int, body: str, seen: str, *, status: int = 204) -> Page:
    """As the field saves itself: with the words its page takes for saved."""
    browser = inquiry.team(number)
    headers = {"HX-Request": "true", "X-CSRFToken": browser.token()}
    url = inquiry.url("save_chapter", chapter="course")
    return browser.post(url, {"body": body, "seen": [seen]}, status=status, headers=headers)


def test_a_chapter_is_saved_as_it_is_typed(inquiry: Inquiry) -> None:
    page = inquiry.open("write", chapter="course")
    page.type("field-body", COURSE)
    page = inquiry.open("write", chapter="course")
    assert page.one("#field-body").get_text().strip() == COURSE
    assert re.search("最近由.+保存", page.text)


def test_two_authors_in_one_chapter_lose_nothing(inquiry: Inquiry) -> None:
    save(inquiry, 0, "组长写的。", "")
    refused = save(inquiry, 1, "成员写的。", "", status=409)
    assert "您填写的内容没有丢失" in refused.text
    assert inquiry.open("write", chapter="course").one("#field-body").get_text().strip() == "组长写的。"
    save(inquiry, 1, "组长写的。成员写的。", "组长写的。")
    page = inquiry.open("write", chapter="course")
    assert page.one("#field-body").get_text().strip() == "组长写的。成员写的。"
    assert "组长写的。" in page.one("details.why").get_text()


def test_the_same_words_sent_twice_are_saved_once(inquiry: Inquiry) -> None:
    save(inquiry, 0, "组长写的。", "")
    save(inquiry, 0, "组长写的。", "")
    assert inquiry.open("write", chapter="course").soup.select("details.why") == []


def test_a_chapter_that_nobody_knows_does_not_exist(inquiry: Inquiry) -> None:
    inquiry.open("write", chapter="preface", status=404)


# -- the gate


@pytest.mark.parametrize(
    ("words", "leads_to"),
    [("“技术问题专篇”尚未撰写", "报告撰写"), ("尚未认定直接原因", "原因分析")],
)
def test_what_is_missing_leads_to_where_it_is_mended(inquiry: Inquiry, words: str, leads_to: str) -> None:
    page = inquiry.open("investigate")
    line = next(line for line in page.soup.select(".missing li") if words in line.get_text())
    link = line.find("a")
    assert link is not None
    assert inquiry.team().get(str(link["href"])).title == leads_to


def test_lines_about_causes_and_measures_lead_to_them(inquiry: Inquiry) -> None:
    inquiry.open("causes").press("补充", kind="direct", text="钢丝绳断裂")
    inquiry.open("new_measure").press("保存", text="更换全部超期钢丝绳。")
    page = inquiry.open("investigate")
    titles = {inquiry.team().get(str(link["href"])).title for link in page.soup.select(".missing a")}
    assert titles == {"报告撰写", "修改原因", "整改措施第1项"}


def test_a_report_is_laid_before_the_team_when_nothing_is_missing(inquiry: Inquiry) -> None:
    inquiry.investigate(without=[ChapterKind.TECHNICAL])
    page = inquiry.open("investigate")
    assert "提交调查组讨论" not in page.buttons
    assert len(page.all(".missing li")) == 1
    inquiry.open("write", chapter="technical").type("field-body", "钢丝绳材质合格。")
    page = inquiry.open("investigate").press("提交")
    assert page.title == "讨论和签署报告"
    assert "技术问题" not in inquiry.open("investigate").text
    assert "登记证据" not in inquiry.open("evidence").buttons


def test_a_report_can_be_looked_at_before_it_is_finished(inquiry: Inquiry) -> None:
    inquiry.investigate(without=[ChapterKind.TECHNICAL])
    answer = inquiry.team().client.get(inquiry.url("preview"))
    assert answer.status_code == 200
    assert answer.data[:2] == b"PK"


def test_a_case_is_nobodys_who_has_no_part_in_it(inquiry: Inquiry) -> None:
    for page in ("investigate", "evidence", "causes", "measures", "sign_report", "settle_accountability"):
        inquiry.open(page, inquiry.site.as_("50jb"), status=404)


def test_the_office_reads_what_the_team_writes_and_changes_nothing(inquiry: Inquiry) -> None:
    inquiry.investigate()
    page = inquiry.open("write", inquiry.office(), chapter="course")
    assert COURSE in page.text
    assert page.soup.select("textarea") == []
    assert inquiry.open("causes", inquiry.office()).soup.select("main form") == []


def test_a_long_chapter_is_saved_too(inquiry: Inquiry) -> None:
    """Twice its length travels: what is typed, and what the page takes for saved."""
    long = "经调查查明，情况属实。" * 5_000
    save(inquiry, 0, long, "")
    save(inquiry, 0, long + "补充一句。", long)
    assert inquiry.open("write", chapter="course").one("#field-body").get_text().strip().endswith("补充一句。")
