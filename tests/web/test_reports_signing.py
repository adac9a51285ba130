"""讨论签署、报送、批复: each for himself, disagreements ended in the open, and the gate before the government."""

from typing import Any

import pytest

from tests.web.inquiry import COURSE, DISSENT, Inquiry
from tests.web.site import Page
from workflow.accident.actions import restaffing
from workflow.accident.actions.team import Candidate
from workflow.accident.settings import DisagreementPolicy, choose_disagreement_policy

APPROVAL: dict[str, Any] = {"nature": "生产安全责任事故", "review_body": "市人民政府", "court": "区人民法院"}


def laid_before_the_team(inquiry: Inquiry) -> None:
    inquiry.investigate()
    inquiry.finish()


def my_signature(inquiry: Inquiry, number: int) -> Page:
    return inquiry.open("sign_report", inquiry.team(number)).follow("签署", within=".page-actions")


# -- signing


def test_members_sign_one_after_another_each_for_himself(inquiry: Inquiry) -> None:
    laid_before_the_team(inquiry)
    for number in range(4):
        page = my_signature(inquiry, number).press("提交签署意见", how="sign")
        assert f"已签署{number + 1}人" in page.text or number == 3
    assert "调查组成员已全部签署。" in page.told[0]
    assert [row for row in page.all("tbody tr") if "已签名" not in row] == []


def test_nobody_signs_for_a_colleague(inquiry: Inquiry) -> None:
    laid_before_the_team(inquiry)
    page = inquiry.open("sign_report", inquiry.team(1))
    assert page.all("tbody a") == ["签署"]
    with inquiry.member(2) as (_, _, colleague):
        key = colleague.key
    assert inquiry.open("sign", inquiry.team(1), member=key).title == "讨论和签署报告"


def test_a_refusal_needs_its_reason(inquiry: Inquiry) -> None:
    laid_before_the_team(inquiry)
    form = my_signature(inquiry, 1)
    assert "请写明理由" in form.press("提交签署意见", how="refuse", status=422).one("#error-refusal").get_text()
    page = form.press("提交签署意见", how="refuse", refusal="责任认定没有依据。")
    assert "拒绝签名 理由：责任认定没有依据。" in " ".join(page.all("tbody tr"))


def test_a_dissent_that_is_half_written_is_not_lost(inquiry: Inquiry) -> None:
    laid_before_the_team(inquiry)
    page = my_signature(inquiry, 1).press("提交签署意见", how="sign", opinion=DISSENT.opinion, status=422)
    assert page.one("#field-opinion").get_text(strip=True) == DISSENT.opinion
    assert page.one("details.act").has_attr("open")


def test_the_office_records_what_a_member_without_account_put_on_paper(inquiry: Inquiry) -> None:
    with inquiry.case.office() as (desk, accident):
        restaffing.join(desk, accident, Candidate(name="郭某", body="区总工会"), "补派", no_interest=True)
    assert inquiry.office().get("/").all("tbody .state") == []
    laid_before_the_team(inquiry)
    desk = inquiry.office().get("/")
    assert desk.all("tbody .state") == ["登记纸面签署"]
    assert inquiry.head().get("/").all("tbody .state") == []
    page = desk.follow("某某建筑公司", within="tbody").follow("登记纸面签署").press("提交签署意见", how="sign")
    assert page.told == ["已记录郭某的签署意见。"]
    assert inquiry.office().get("/").all("tbody .state") == []


def test_the_discussion_sends_the_report_back_and_what_was_signed_stays(inquiry: Inquiry) -> None:
    laid_before_the_team(inquiry)
    my_signature(inquiry, 1).press("提交签署意见", how="sign")
    page = inquiry.open("sign_report")
    assert "请写明退回修改的理由" in page.press("退回修改", status=422).text
    page = page.press("退回修改", reason="原因写得不够具体。")
    assert "退回理由：原因写得不够具体。" in page.text
    assert "第1稿" in inquiry.open("sign_report").one("details.why").get_text()


# -- a disagreement


def test_the_leader_concludes_over_a_dissent(inquiry: Inquiry) -> None:
    laid_before_the_team(inquiry)
    inquiry.sign(dissenting=2)
    page = inquiry.open("submit")
    assert "报送" not in page.buttons
    page = inquiry.open("sign_report").follow("提出结论性意见")
    assert DISSENT.opinion in page.text
    assert "请写明理由" in page.press("提出结论性意见", opinion="维持原稿。", status=422).text
    page = page.press("提出结论性意见", opinion="维持原稿。", reason="两项原因作用相当。")
    assert "组长结论性意见" in page.text
    assert "报送" in inquiry.open("submit").buttons


def test_where_the_policy_says_so_the_government_decides(inquiry: Inquiry) -> None:
    with inquiry.case.security() as (desk, accident):
        choose_disagreement_policy(desk, accident.lead_unit, DisagreementPolicy.ESCALATE_GOVERNMENT)
    laid_before_the_team(inquiry)
    inquiry.sign(dissenting=2)
    assert inquiry.open("conclude").buttons == []
    page = inquiry.open("decide_dissent", inquiry.government())
    page = page.press("作出决定", opinion="维持原稿。", reason="依据充分。")
    assert "人民政府的决定" in page.text


# -- submission


def test_the_leader_submits_what_is_complete(inquiry: Inquiry) -> None:
    laid_before_the_team(inquiry)
    inquiry.sign()
    assert inquiry.open("submit", inquiry.team(1)).soup.select("main form") == []
    page = inquiry.open("submit").press("报送")
    assert page.told == ["调查报告已报送区人民政府，批复期限开始计算。"]


def test_a_member_who_came_after_the_signing_keeps_the_gate_shut(inquiry: Inquiry) -> None:
    laid_before_the_team(inquiry)
    inquiry.sign()
    inquiry.case.pass_(hours=1)
    with inquiry.case.office() as (desk, accident):
        restaffing.join(desk, accident, Candidate(name="郭某", body="区总工会"), "补派", no_interest=True)
    page = inquiry.open("submit")
    assert any("成员在报告定稿后有变动" in line for line in page.all(".missing li"))
    assert "报送" not in page.buttons
    assert page.press("退回修改", reason="成员有变动。").title == "调查进展"


def test_a_supervised_report_waits_for_the_superiors_consent(inquiry: Inquiry) -> None:
    laid_before_the_team(inquiry)
    inquiry.supervise()
    inquiry.sign()
    page = inquiry.open("ask_consent", inquiry.office()).press("登记今日已报送审核")
    assert "请填写督办机关审核同意文书" in page.press("登记同意", status=422).text
    page = page.press("登记同意", document="安委办函〔2017〕9号")
    assert page.title == "报送调查报告"
    assert "报送" in inquiry.open("submit").buttons


def test_a_superior_may_send_the_report_back(inquiry: Inquiry) -> None:
    laid_before_the_team(inquiry)
    inquiry.supervise()
    inquiry.sign()
    page = inquiry.open("ask_consent", inquiry.office()).press("登记退回", reason="补充管理原因。")
    assert "补充管理原因。" in page.text


# -- approval


def submitted(inquiry: Inquiry) -> Page:
    laid_before_the_team(inquiry)
    inquiry.sign()
    inquiry.submit()
    return inquiry.open("approve", inquiry.government())


def test_the_approval_closes_the_case_and_orders_the_measures(inquiry: Inquiry) -> None:
    page = submitted(inquiry).press("批复结案", **APPROVAL)
    assert "本案今日结案" in page.told[0]
    with inquiry.case.look() as (_, accident):
        assert accident.approval_number in page.text
        assert accident.measures[0].order_number


def test_a_supervision_imposed_before_the_approval_is_answered_on_the_consents_page(inquiry: Inquiry) -> None:
    submitted(inquiry)
    inquiry.supervise()
    page = inquiry.open("approve", inquiry.government())
    assert "尚无市安委会办公室的审核同意意见" in page.text
    assert "请先报送审核" in page.press("批复结案", status=422, **APPROVAL).text
    page = inquiry.open("approve", inquiry.office()).follow("登记督办机关的审核意见")
    assert "登记退回" not in page.buttons
    page.press("登记同意", document="市安办函〔2018〕3号")
    assert "本案今日结案" in inquiry.open("approve", inquiry.government()).press("批复结案", **APPROVAL).told[0]


@pytest.mark.parametrize("left_out", APPROVAL)
def test_an_approval_names_nature_and_remedies(inquiry: Inquiry, left_out: str) -> None:
    page = submitted(inquiry).press("批复结案", status=422, **{**APPROVAL, left_out: ""})
    assert page.soup.select(f"#error-{left_out}")


def test_the_government_returns_the_report_with_its_reasons(inquiry: Inquiry) -> None:
    page = submitted(inquiry)
    assert "请写明退回补充的理由" in page.press("退回补充", status=422).text
    page.press("退回补充", reason="责任认定依据不足。")
    assert "责任认定依据不足。" in inquiry.open("investigate").text
    assert COURSE in inquiry.open("write", chapter="course").text


def test_the_team_does_not_approve_itself(inquiry: Inquiry) -> None:
    submitted(inquiry)
    assert inquiry.open("approve").soup.select("main form") == []
