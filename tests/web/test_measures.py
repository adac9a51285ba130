"""整改措施 on its pages: from the order to 销号, who sees what, and what is refused."""

import io
from datetime import time, timedelta
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.web.measured import DUE, TEST, Approved, an_approved_case
from tests.web.site import Site
from workflow.accident.model import Measure
from workflow.clock import at_time, day_in_words

CLERK, LEADER = "01jb", "01ld"
OTHER = "02jb"
PROOF = (b"%PDF-1.4 proof", "平网验收记录.pdf")
ANSWER: dict[str, Any] = {"plan": "由工程部负责，增购平网。", "timetable": "一周内全部挂设完毕。"}


@pytest.fixture
def case(site: Site) -> Approved:
    return an_approved_case(site.stage)


def of(site: Site, case: Approved, endpoint: str, number: int = 1) -> str:
    return site.url(f"measures.{endpoint}", key=case.measure_key(number))


def test_a_measure_goes_from_the_order_to_its_closing_through_the_pages(site: Site, case: Approved) -> None:
    clerk, leader = site.as_(CLERK), site.as_(LEADER)
    page = clerk.get("/").follow("整改措施第1项")
    assert TEST in page.text
    page = page.press("报送答复", answer="accepted", **ANSWER)
    assert "整改中" in page.all(".standing .state")
    page = page.follow("落实整改、报送佐证").press("登记这份材料", file=PROOF, title="")
    assert "佐证材料“平网验收记录”已登记" in page.told[0]
    page.press("报送")
    leader.get("/").follow("整改措施第1项").press("签报整改完成")
    page = site.as_("bgs").get("/").follow("整改措施第1项")
    page.press("登记核查结果", passed="yes", finding="三个作业面全部合格。", inspectors="周三、吴四")
    page = site.as_("zr").get("/").follow("整改措施第1项")
    assert "周三、吴四" in page.text
    page = page.press("销号")
    assert page.told == ["已销号，销号单已生成。"]
    assert "已销号" in page.all(".standing .state")
    assert clerk.get(of(site, case, "show")).follow("销号单").status == 200


def test_what_a_unit_did_leads_to_its_measure_and_not_to_the_case(site: Site, case: Approved) -> None:
    clerk = site.as_(CLERK)
    clerk.get("/").follow("整改措施第1项").press("报送答复", answer="accepted", **ANSWER)
    assert clerk.get("/done").follow("某某", within="tbody").path == of(site, case, "show")


def test_the_unit_takes_back_a_mistaken_proof_and_nobody_else_does(site: Site, case: Approved) -> None:
    case.accept()
    case.prove()
    clerk = site.as_(CLERK)
    page = clerk.get(of(site, case, "carry_out")).press("登记这份材料", file=PROOF, title="别处的照片")
    assert "撤回" not in site.as_(LEADER).get(of(site, case, "show")).all("main a")
    page = clerk.get(page.link("撤回", within="li:-soup-contains('别处的照片')"))
    assert "请写明撤回的理由" in page.press("撤回这份材料", status=422).text
    page = page.press("撤回这份材料", reason="误传了其他项目的照片。")
    assert page.told == ["已撤回佐证材料“别处的照片”，记录保留。"]
    assert page.all("main .withdrawn") == ["别处的照片"]
    assert "别处的照片" not in clerk.get(of(site, case, "carry_out")).one("#field-proofs").get_text()
    assert "误传了其他项目的照片。" in site.as_("bgs").get(of(site, case, "show")).text


def test_the_unit_sees_its_own_measures_only(site: Site, case: Approved) -> None:
    assert TEST in site.as_(CLERK).get(of(site, case, "show")).text
    for endpoint in ("show", "answer_order", "carry_out", "sign_off", "inspect"):
        site.as_(OTHER).get(of(site, case, endpoint), status=404)
    assert "没有下达给本单位的整改措施" in site.as_(OTHER).get(site.url("measures.own")).text
    site.as_(CLERK).get(site.url("measures.board", key=case.key), status=404)


def test_nobody_sees_a_measure_before_it_is_ordered(site: Site, case: Approved) -> None:
    with site.stage.office.desk() as desk:
        desk.session.get_one(Measure, case.measure_ids[0]).ordered_at = None
    for login in (CLERK, "bgs"):
        site.as_(login).get(of(site, case, "show"), status=404)


def test_a_step_of_somebody_else_shows_the_measure_as_it_stands(site: Site, case: Approved) -> None:
    page = site.as_("bgs").get(of(site, case, "answer_order"))
    assert page.path == of(site, case, "show")
    assert "报送答复" not in page.buttons


@pytest.mark.parametrize(
    ("answer", "given", "wanted"),
    [
        ("accepted", {}, {"plan", "timetable"}),
        ("partly", {"plan": "先挂网。"}, {"timetable", "reason"}),
        ("refused", {}, {"reason"}),
        ("", ANSWER, {"answer"}),
    ],
)
def test_an_incomplete_answer_comes_back_with_what_was_typed(
    site: Site, case: Approved, answer: str, given: dict[str, Any], wanted: set[str]
) -> None:
    page = site.as_(CLERK).get(of(site, case, "answer_order")).press("报送答复", status=422, answer=answer, **given)
    assert {str(tag["href"]).removeprefix("#field-") for tag in page.soup.select(".error-summary a")} == wanted
    for words in given.values():
        assert words in page.html


def test_an_objection_is_answered_and_the_unit_answers_again(site: Site, case: Approved) -> None:
    page = site.as_(CLERK).get(of(site, case, "answer_order"))
    page.press("报送答复", answer="refused", reason="该项目已移交其他单位。")
    head = site.as_("zr")
    page = head.get("/").follow("整改措施第1项")
    assert "该项目已移交其他单位。" in page.text
    page.press("答复单位", status=422, reply="")
    page.press("答复单位", reply="移交手续尚未办结，仍由你单位负责。")
    page = site.as_(CLERK).get("/").follow("整改措施第1项")
    assert "移交手续尚未办结" in page.text
    assert "报送答复" in page.buttons


def test_more_time_is_asked_for_in_time_and_decided_by_the_head(site: Site, case: Approved) -> None:
    case.accept()
    later = DUE + timedelta(60)
    carrying = of(site, case, "carry_out")
    page = site.as_(CLERK).get(carrying).press("报送申请", status=422, new_due_on=DUE.isoformat(), reason="备货。")
    assert "应当晚于现在的期限" in page.text
    page = page.press("报送申请", new_due_on=later.isoformat(), reason="平网备货需要两个月。")
    assert "原期限" in page.text
    page = site.as_("zr").get("/").follow("整改措施第1项")
    page.press("作出决定", status=422)
    page.press("作出决定", status=422, granted="no")
    page = page.press("作出决定", granted="yes")
    assert day_in_words(later) in page.text
    assert f"原定{day_in_words(DUE)}" in page.text


def test_after_the_day_no_more_time_can_be_asked_for(site: Site, case: Approved) -> None:
    case.accept()
    site.stage.pass_until(at_time(DUE + timedelta(2), site.stage.clock().time()))
    page = site.as_(CLERK).get(of(site, case, "carry_out"))
    assert "报送申请" not in page.buttons
    assert "延期须在届满前申请" in page.text


def test_a_measure_without_proof_is_not_reported(site: Site, case: Approved) -> None:
    case.accept()
    page = site.as_(CLERK).get(of(site, case, "carry_out"))
    page = page.press("登记这份材料", status=422, title="照片")
    assert "field-file" in page.html
    page = page.press("登记这份材料", status=422, file=(b"not a document", "照片.exe"))
    assert "附件请用Word、Excel、PDF或图片文件" in page.text
    token = page.one("meta[name=csrf-token]")["content"]
    page = site.as_(CLERK).post(of(site, case, "report"), {"csrf_token": token}, status=422)
    assert "还没有佐证材料" in page.text


def test_the_leader_of_the_unit_may_send_it_back(site: Site, case: Approved) -> None:
    for act in (case.accept, case.prove, case.report):
        act()
    page = site.as_(LEADER).get("/").follow("整改措施第1项")
    page.press("退回经办人", status=422, reason="")
    page.press("退回经办人", reason="补充三个作业面的照片。")
    assert "补充三个作业面的照片。" in site.as_(CLERK).get(of(site, case, "carry_out")).text


def test_a_failed_inspection_sends_the_measure_back_with_what_was_seen(site: Site, case: Approved) -> None:
    for act in (case.accept, case.prove, case.report, case.sign_off):
        act()
    page = site.as_("bgs").get(of(site, case, "inspect"))
    page = page.press("登记核查结果", status=422, passed="", finding="二号楼北侧缺一张网。")
    assert "二号楼北侧缺一张网。" in page.html
    page = page.press("登记核查结果", passed="no")
    assert page.told[0] == "核查未通过，已退回责任单位继续整改。"
    assert "二号楼北侧缺一张网。" in site.as_(CLERK).get(of(site, case, "carry_out")).text


def test_the_head_may_have_it_inspected_again(site: Site, case: Approved) -> None:
    for act in (case.accept, case.prove, case.report, case.sign_off, case.pass_inspection):
        act()
    page = site.as_("zr").get(of(site, case, "close_measure"))
    page.press("退回经办人", status=422, reason="")
    page.press("退回经办人", reason="请补查三号楼。")
    assert "请补查三号楼。" in site.as_("bgs").get(of(site, case, "inspect")).text


def test_the_board_puts_the_late_units_first_and_tells_how_far_they_were_followed_up(site: Site) -> None:
    case = an_approved_case(site.stage, units=(0, 1, 2))
    for number in (1, 3):
        case.close(number)
    site.stage.pass_until(at_time(DUE + timedelta(10), site.stage.clock().time()))
    page = site.as_("bgs").get(site.url("measures.board", key=case.key))
    assert "逾期1项" in page.all(".group-head")[0]
    assert "已逾期10天" in page.text
    assert "督办" in page.all("td .state")
    assert page.all(".filters b") == ["3", "1", "1", "2"]
    page = page.follow("已销号", within=".filters")
    assert len(page.all("tbody th[scope=row]")) == 2
    page = site.as_("02jb").get(site.url("measures.own"))
    assert "已逾期10天" in page.text


def test_the_board_goes_by_lateness_and_out_as_a_sheet(site: Site) -> None:
    case = an_approved_case(site.stage, units=(0, 1, 0))
    site.stage.pass_until(at_time(DUE + timedelta(3), site.stage.clock().time()))
    case.close(1)
    page = site.as_("bgs").get(site.url("measures.board", key=case.key))
    assert len(page.all(".group-head")) == 2
    page = page.follow("按期限看")
    assert page.all(".group-head") == []
    assert [words[:4] for words in page.all("tbody th[scope=row]")] == ["第2项　", "第3项　", "第1项　"]
    again = page.browser.get(site.url("measures.board", key=case.key))
    assert again.all(".group-head") == [], "the view is remembered"
    sheet = load_workbook(io.BytesIO(again.follow("导出Excel").response.data)).worksheets[0]
    assert [row[0].value for row in sheet.iter_rows(min_row=3)] == [2, 3, 1]
    assert sheet.cell(3, 7).value == "逾期3天"


def test_a_new_accident_is_shown_what_became_of_the_measures_of_one_like_it(site: Site) -> None:
    earlier, new = an_approved_case(site.stage), an_approved_case(site.stage)
    url = site.url("measures.lessons", key=new.key)
    assert "没有同一单位" in site.as_("bgs").get(url).text
    earlier.close()
    page = site.as_("bgs").get(url)
    assert "同一单位" in page.text
    assert page.follow("拆除作业层以下").path == site.url("measures.show", key=earlier.measure_key())
    assert "同一单位" in site.as_("bgs").get(url, htmx=True).text
    site.as_(CLERK).get(url, status=404)


@pytest.mark.parametrize(
    ("days_before", "said"),
    [
        (10, "还剩10天，3月1日（星期一）截止"),
        (0, "最后一天，3月1日（星期一）截止"),
        (-1, "已逾期1天，3月1日（星期一）截止"),
    ],
)
def test_the_desk_counts_to_a_whole_day_in_natural_days(
    site: Site, case: Approved, days_before: int, said: str
) -> None:
    site.stage.clock.move_to(at_time(DUE - timedelta(days_before), time(23, 59)))
    assert site.as_(CLERK).get("/").one("tbody .deadline").get_text().strip() == said
