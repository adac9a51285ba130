"""调查组、技术鉴定和延期, over the pages."""

import pytest

from tests.accident.conftest import stage  # noqa: F401 -- the district on the morning of the accident
from tests.accident.makers import Case, a_case
from tests.web.site import Page, Site
from tests.web.test_accidents import page
from workflow.accident.model import Role


def login_of(case: Case, role: Role, number: int = 0) -> str:
    with case.look() as (_, accident):
        officer = case.member(accident, role, number).officer
        assert officer is not None
        return officer.login


def proposing(site: Site, case: Case, **changed: list[str]) -> dict[str, list[str]]:
    typed = {
        "person_name": ["李处", "王科", "郑检"],
        "person_body": ["区应急局", "公安分局", "区人民检察院"],
        "person_role": ["leader", "member", "invited"],
        "person_duty": ["", "调查取证", "已派员参加"],
        "person_login": ["29jb", "", ""],
    }
    return {**typed, **changed}


def propose(site: Site, case: Case, status: int = 200, **changed: list[str]) -> Page:
    here = page(site, "bgs", case, "accidents.propose_team")
    return here.press("报请批准", status=status, **proposing(site, case, **changed))


# -- the team


def test_a_team_is_proposed_line_by_line_and_lies_before_the_government(site: Site) -> None:
    case = a_case(site.stage, "propose_team")
    assert propose(site, case).told == ["调查组方案已报请区人民政府批准。"]
    assert site.as_("qz").get("/").all(".table-frame .state") == ["批准成立调查组"]


def test_a_proposal_that_lacks_somebody_keeps_what_was_typed(site: Site) -> None:
    case = a_case(site.stage, "propose_team")
    again = propose(site, case, status=422, person_role=["leader", "member", "member"])
    assert "应当邀请人民检察院派人参加" in again.one(".error-summary").get_text()
    names = [str(tag["value"]) for tag in again.soup.select("input[name=person_name]") if tag["value"]]
    assert names == ["李处", "王科", "郑检"]
    again = propose(site, case, status=422, person_login=["没有的", "", ""])
    assert "没有“没有的”这个账号" in again.text


def test_the_government_names_the_leader_and_the_team_comes_in(site: Site) -> None:
    case = a_case(site.stage, "appoint_team")
    here = page(site, "qz", case, "accidents.appoint_team")
    assert "安全生产监督管理部门" in here.told[0]
    assert "调查组已成立" in here.press("批准成立").told[0]
    leader = login_of(case, Role.LEADER)
    assert "事故处理" in site.as_(leader).get("/").all("nav a")
    assert page(site, leader, case).title
    assert "成立调查组通知" in page(site, "bgs", case, "accidents.papers").text


def test_a_proposal_sent_back_shows_why(site: Site) -> None:
    case = a_case(site.stage, "appoint_team")
    here = page(site, "qz", case, "accidents.appoint_team")
    assert here.press("退回修改", status=422).one("#error-reason")
    page(site, "qz", case, "accidents.appoint_team").press("退回修改", reason="增加应急局人员。")
    again = page(site, "bgs", case, "accidents.propose_team")
    assert "增加应急局人员。" in again.text
    assert len([tag for tag in again.soup.select("input[name=person_name]") if tag.get("value")]) == 6


def test_work_begins_when_everybody_has_declared(site: Site) -> None:
    case = a_case(site.stage, "clear_interests")
    here = page(site, "bgs", case, "accidents.clear_interests")
    again = here.press("核对完毕，开始调查", status=422)
    assert "还没有提交回避声明" in again.one(".error-summary").get_text()
    here = page(site, "bgs", case, "accidents.clear_interests")
    while "未声明" in here.all("tbody .state"):
        here = here.press("登记声明", has_interest="no")
    assert "开始调查取证" in here.press("核对完毕，开始调查").told[0]


def test_a_member_declares_for_himself_only(site: Site) -> None:
    case = a_case(site.stage, "clear_interests")
    here = page(site, login_of(case, Role.MEMBER), case, "accidents.members")
    assert len(here.soup.select("#field-member option")) == 1
    after = here.press("登记声明", has_interest="yes", interest="曾在该单位任职。")
    assert "曾在该单位任职。" in after.one("tbody").get_text()


def test_a_member_leaves_and_another_joins_and_both_stay_on_the_list(site: Site) -> None:
    case = a_case(site.stage, "investigate")
    login = login_of(case, Role.MEMBER)
    here = page(site, "bgs", case, "accidents.members").press("登记退出", reason="工作调动，经分管领导同意。")
    assert "工作调动" in here.text
    page(site, login, case, status=404)
    joining = {"person_name": "孙工", "person_body": "区应急局", "person_role": "member", "join_reason": "补充人员。"}
    again = here.press("登记加入", status=422, **joining)
    assert "请先提交无利害关系的声明" in again.text
    assert "孙工" in again.press("登记加入", **joining, no_interest="1").told[0]


def test_the_government_names_another_leader(site: Site) -> None:
    case = a_case(site.stage, "investigate")
    here = page(site, "qz", case, "accidents.members")
    chosen = str(here.soup.select("#field-leader option")[1]["value"])
    after = here.press("指定组长", leader=chosen, lead_reason="原组长出差。")
    assert "为组长" in after.told[0]
    assert "另行指定组长" not in page(site, "bgs", case, "accidents.members").text


# -- what moves the clocks


def test_an_appraisal_stops_the_clock_until_its_conclusion(site: Site) -> None:
    case = a_case(site.stage, "investigate")
    login = login_of(case, Role.MEMBER)
    here = page(site, login, case, "accidents.appraisals")
    here = here.press("委托，生成委托书", institution="某某检测中心", matter="吊篮钢丝绳断裂原因")
    assert "暂停计算" in here.one("#clock-report_due").get_text()
    case.pass_(days=25)
    here = page(site, login, case, "accidents.appraisals").press(
        "登记结论，期限恢复计算", finding="钢丝绳磨损超限。", report=(b"%PDF-1.4 ...", "鉴定报告.pdf")
    )
    clock = here.one("#clock-report_due").get_text(" ", strip=True)
    assert "12月1日 + 60日 + 鉴定25日 = 2018年2月24日" in clock
    assert "条例第27条" in clock
    assert here.follow("鉴定报告.pdf").response.mimetype == "application/pdf"


def test_of_two_appraisals_both_must_be_concluded_before_the_clock_goes_on(site: Site) -> None:
    case = a_case(site.stage, "investigate")
    for institution, says in (("某某检测中心", "调查组收到鉴定结论"), ("某某研究院", "调查组收到各项鉴定结论")):
        asked = page(site, "bgs", case, "accidents.appraisals")
        asked.press("委托，生成委托书", institution=institution, matter="断裂原因")
        assert says in page(site, "bgs", case, "accidents.show").text


@pytest.mark.parametrize("where", ["accidents.show", "accidents.extensions", "reports.investigate"])
def test_a_clock_that_stands_still_says_why_and_what_lets_it_go_on(site: Site, where: str) -> None:
    case = a_case(site.stage, "investigate")
    why = "某某检测中心的技术鉴定尚无结论，从委托到出具结论的时间不计入调查期限（条例第27条）"
    assert why not in page(site, "bgs", case, where).text
    asked = page(site, "bgs", case, "accidents.appraisals").press(
        "委托，生成委托书", institution="某某检测中心", matter="断裂原因"
    )
    here = page(site, "bgs", case, where)
    assert why in here.text
    assert "提交报告期限 暂停" in here.text or "提交事故调查报告 暂停" in here.text
    assert here.follow("技术鉴定", within="#clock-report_due, .figures + p").path == asked.path
    asked.press("登记结论，期限恢复计算", finding="钢丝绳磨损超限。")
    assert "尚无结论，从委托" not in page(site, "bgs", case, where).text


def test_a_conclusion_without_a_finding_stands_beside_its_field(site: Site) -> None:
    case = a_case(site.stage, "investigate")
    here = page(site, "bgs", case, "accidents.appraisals")
    here = here.press("委托，生成委托书", institution="某某检测中心", matter="断裂原因")
    assert here.press("登记结论，期限恢复计算", status=422).one("#error-finding")


def test_an_extension_is_asked_by_the_team_and_decided_by_the_government(site: Site) -> None:
    case = a_case(site.stage, "investigate")
    login = login_of(case, Role.LEADER)
    asked = page(site, login, case, "accidents.extensions").press("报请批准", days="60", reason="需要补充现场试验。")
    assert asked.all("h2 .state") == ["待决定"]
    here = page(site, "qz", case, "accidents.extensions").press("同意延期")
    assert "延长60日" in here.one("#clock-report_due").get_text()
    assert "报请批准" in page(site, login, case, "accidents.extensions").buttons


def test_sixty_one_days_are_refused_with_the_article(site: Site) -> None:
    case = a_case(site.stage, "investigate")
    refused = page(site, "bgs", case, "accidents.extensions").press("报请批准", status=409, days="61", reason="复杂。")
    assert "条例第29条规定延长的期限最长不超过60日" in refused.text


def test_a_refused_extension_needs_its_reason(site: Site) -> None:
    case = a_case(site.stage, "investigate")
    page(site, "bgs", case, "accidents.extensions").press("报请批准", days="30", reason="需要补充试验。")
    here = page(site, "qz", case, "accidents.extensions").press("不同意", status=422)
    assert "请写明不同意延期的理由" in here.text
    assert here.press("不同意", decision_reason="可以按期完成。").all("h2 .state") == ["不同意"]
    assert "可以按期完成。" in page(site, "bgs", case).one("#timeline").get_text()


# -- everybody's desk


def test_what_the_system_and_people_tell_lies_among_the_notices_until_it_is_read(site: Site) -> None:
    case = a_case(site.stage, "clear_interests")
    login = login_of(case, Role.MEMBER)
    notices = site.as_(login).get("/")
    assert "1条未读" in notices.one("#notices").get_text()
    assert notices.follow("成立调查组通知", within=".notices").title
    assert "未读" not in site.as_(login).get("/").one("#notices").get_text()


def test_what_was_done_and_begun_is_listed_with_a_way_to_the_case(site: Site) -> None:
    case = a_case(site.stage, "propose_team")
    done = site.as_("bgs").get("/done")
    assert "完成上报和通报" in done.text
    done.follow("高处坠落事故", within="tbody")
    assert "组建调查组" in site.as_("bgs").get("/started").text
    assert case.steps == {"propose_team"}


def test_the_head_of_a_page_names_teams_by_their_number(site: Site) -> None:
    case = a_case(site.stage, "clear_interests")
    assert site.as_(login_of(case, Role.MEMBER)).get("/").all(".who-post")[-1] == "1个事故调查组"
