"""事故处理: from the first news to the class of the accident, over the pages."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.accident.conftest import stage  # noqa: F401 -- the district on the morning of the accident
from tests.accident.makers import OCCURRED, Case, a_case
from tests.web.site import Page, Site
from workflow.accident.actions.reporting import Figures
from workflow.people import Post, PostKind, Unit, UnitKind

KNOWN = {
    "title": "某某化工厂“12·1”爆炸事故",
    "occurred_at": "2017-12-01T08:30",
    "place": "某某镇某某路9号",
    "unit_name": "某某化工厂",
    "regime": "general",
    "learned_at": "2017-12-01T08:40",
    "unit_reported_at": "2017-12-01T09:00",
    "deaths": "1",
    "injuries": "2",
    "loss": "120.5",
}


def page(site: Site, login: str, case: Case, endpoint: str = "accidents.show", status: int = 200) -> Page:
    with case.look() as (_, accident):
        key = accident.key
    return site.as_(login).get(site.url(endpoint, key=key), status=status)


def registering(site: Site, **typed: Any) -> Page:
    site.stage.clock.move_to(max(site.stage.clock(), OCCURRED + timedelta(hours=1)))
    form = site.as_("bgs").get(site.url("accidents.register"))
    return form.press("登记", **{**KNOWN, **typed})


# -- who sees cases


@pytest.mark.parametrize(
    ("login", "sees"), [("bgs", True), ("zr", True), ("qz", True), ("admin", False), ("01jb", False)]
)
def test_the_entry_is_for_the_office_and_the_government(site: Site, login: str, sees: bool) -> None:
    case = a_case(site.stage)
    assert ("事故处理" in site.as_(login).get("/").all("nav a")) is sees
    page(site, login, case, status=200 if sees else 404)
    site.as_(login).get(site.url("accidents.index"), status=200 if sees else 404)


def test_an_empty_list_says_what_to_do(site: Site) -> None:
    assert site.as_("bgs").get(site.url("accidents.index")).follow("接报登记").title == "接报登记"
    assert "接报登记" not in site.as_("zr").get(site.url("accidents.index")).buttons


def test_the_list_tells_stage_class_and_what_presses(site: Site) -> None:
    a_case(site.stage, "propose_team")
    row = site.as_("zr").get(site.url("accidents.index")).one("tbody tr").get_text(" ", strip=True)
    assert "一般" in row
    assert "组建调查组" in row
    assert "成立调查组，还剩5天" in row


def test_the_list_says_what_is_late(site: Site) -> None:
    case = a_case(site.stage, "propose_team")
    case.pass_(days=8)
    assert "逾期3天" in site.as_("zr").get(site.url("accidents.index")).one("tbody").get_text(" ", strip=True)


# -- registering


def test_a_registered_case_lies_on_the_clerks_desk(site: Site) -> None:
    told = registering(site)
    assert told.title == "上报和通报"
    tasks = site.as_("bgs").get("/")
    assert "某某化工厂“12·1”爆炸事故" in tasks.one("tbody").get_text()
    assert tasks.all(".table-frame .state") == ["上报和通报"]
    assert tasks.follow("爆炸事故", within="tbody").title == "上报和通报"


def test_the_figures_typed_in_wan_are_kept_in_yuan(site: Site) -> None:
    registering(site)
    case_page = site.as_("bgs").get(site.url("accidents.index")).follow("爆炸事故")
    assert "120.5" in case_page.follow("伤亡补报").one("tbody").get_text()


def test_what_is_missing_stands_beside_its_field_and_nothing_typed_is_lost(site: Site) -> None:
    form = site.as_("bgs").get(site.url("accidents.register"))
    again = form.press("登记", status=422, **{**KNOWN, "title": "", "place": "", "deaths": "一"})
    assert again.one("#error-deaths").get_text() == "请填写人数，没有的填0。"
    assert "请填写事故发生地点" in again.one("#error-place").get_text()
    assert again.one("#field-unit_name")["value"] == "某某化工厂"


def test_an_accident_of_tomorrow_is_refused_beside_its_field(site: Site) -> None:
    form = site.as_("bgs").get(site.url("accidents.register"))
    again = form.press("登记", status=422, **{**KNOWN, "occurred_at": "2017-12-09T08:30"})
    assert "还没有到" in again.one("#error-occurred_at").get_text()


# -- informing


def test_reported_up_told_to_four_bodies_and_handed_to_the_head(site: Site) -> None:
    case = a_case(site.stage)
    here = page(site, "bgs", case, "accidents.inform")
    here = here.press("上报市安全生产委员会办公室")
    assert "事故快报（Word）已生成" in here.told[0]
    for _ in range(4):
        here = here.press("登记已通知")
    assert here.all("#bodies .state") == ["已通知"] * 4
    assert here.press("完成，转负责人定级").told[0] == "上报和通报已完成，转由负责人核定等级。"
    assert site.as_("zr").get("/").all(".table-frame .state") == ["核定等级和调查主体"]


def test_informing_is_not_finished_before_everybody_has_been_told(site: Site) -> None:
    case = a_case(site.stage)
    again = page(site, "bgs", case, "accidents.inform").press("完成，转负责人定级", status=422)
    assert "还没有通知公安机关、劳动保障行政部门、工会、人民检察院" in again.one(".error-summary").get_text()


def test_the_six_items_save_themselves_until_they_have_gone_up(site: Site) -> None:
    case = a_case(site.stage)
    here = page(site, "bgs", case, "accidents.inform")
    here.type("field-course", "吊篮坠落。")
    assert "吊篮坠落。" in page(site, "bgs", case, "accidents.inform").text
    here.press("上报市安全生产委员会办公室")
    assert not page(site, "bgs", case, "accidents.inform").soup.select("#field-course")


def test_a_late_unit_is_marked_late(site: Site) -> None:
    case = a_case(site.stage)
    case.pass_(hours=2)
    here = page(site, "bgs", case, "accidents.inform")
    here = here.press("登记单位报告时间", learned="2017-12-01T08:40", reported="2017-12-01T10:00")
    assert "迟报20分（条例第9条）" in here.text
    assert "事故发生单位报告迟报" in page(site, "bgs", case).one("#timeline").get_text()


def test_the_head_only_reads_the_clerks_page(site: Site) -> None:
    assert page(site, "zr", a_case(site.stage), "accidents.inform").buttons == []


# -- classifying


def test_the_deciding_row_of_the_table_is_marked(site: Site) -> None:
    case = a_case(site.stage, "classify")
    here = page(site, "zr", case, "accidents.classify")
    deciding = here.all("tr.decides")
    assert len(deciding) == 2
    assert "死亡3人以下、重伤10人以下" in deciding[0]
    assert "以这一行为准" in deciding[0]
    assert "一般事故 区人民政府" in deciding[1]
    assert here.press("核定为一般事故").told[0] == "已核定为一般事故，由区人民政府负责调查。"
    assert "由区人民政府负责调查" in page(site, "bgs", case).one(".round-line").get_text()


def test_a_class_that_is_not_ours_goes_up(site: Site) -> None:
    case = Case(site.stage)
    site.stage.clock.move_to(OCCURRED + timedelta(hours=1))
    case.register(figures=Figures(deaths=3, source="医院诊断"))
    case.report()
    here = page(site, "zr", case, "accidents.classify")
    assert "这一等级不由本级负责调查" in here.text
    after = here.press("核定为较大事故")
    assert "已移交上级" in after.one(".round-line").get_text()
    assert "本级配合上级调查" in after.one("#next").get_text()


def test_the_clerk_sees_the_table_but_no_button(site: Site) -> None:
    assert page(site, "bgs", a_case(site.stage, "classify"), "accidents.classify").buttons == []


# -- what changes a class


def test_supplemented_casualties_change_the_class(site: Site) -> None:
    case = a_case(site.stage, "propose_team")
    case.pass_(days=3)
    here = page(site, "bgs", case, "accidents.supplement")
    after = here.press("补报", deaths="3", source="医院死亡证明")
    assert "由一般变为较大" in after.told[0]
    assert len(after.all("tbody tr")) == 2


def test_after_the_window_there_is_no_form_but_a_way_on(site: Site) -> None:
    case = a_case(site.stage, "propose_team")
    case.pass_(days=31)
    here = page(site, "bgs", case, "accidents.supplement")
    assert "请书面报告区人民政府" in here.text
    assert "补报" not in here.buttons


def test_a_superior_takes_the_case_over_only_while_it_is_investigated(site: Site) -> None:
    here = page(site, "bgs", a_case(site.stage), "accidents.transfer")
    assert here.buttons == []
    assert "不能登记提级调查" in here.text
    case = a_case(site.stage, "propose_team")
    after = page(site, "bgs", case, "accidents.transfer").press(
        "登记移交上级", to="市人民政府", document="某政函〔2017〕9号", reason="影响较大。"
    )
    assert "已移交上级" in after.one(".round-line").get_text()


# -- the case itself


def test_each_due_day_opens_its_arithmetic_and_article(site: Site) -> None:
    clock = page(site, "bgs", a_case(site.stage)).one("#clock-report_due details").get_text(" ", strip=True)
    assert "12月1日 + 60日 = 2018年1月30日" in clock
    assert "条例第29条" in clock


def test_the_case_says_what_comes_next_by_whom_and_what_the_system_will_say(site: Site) -> None:
    case = a_case(site.stage, "propose_team")
    here = page(site, "zr", case).one("#next").get_text(" ", strip=True)
    assert "拟定调查组 由区安委会办公室经办人办理" in here
    assert "逾期未成立调查组" in here
    assert "由您办理" in page(site, "bgs", case).one("#next").get_text()


@pytest.mark.parametrize(
    ("step", "whose", "remedy"),
    [
        ("propose_team", UnitKind.OFFICE, "报安全管理员安排岗位"),
        ("investigate", UnitKind.TEAM, "“调查组”页调整成员"),
    ],
)
def test_the_case_says_where_its_work_lies_before_nobody(site: Site, step: str, whose: UnitKind, remedy: str) -> None:
    case = a_case(site.stage, step)
    assert "无人办理" not in page(site, "zr", case).text
    with site.stage.office.desk() as desk:
        clerks = select(Post).join(Unit).where(Unit.kind == whose, Post.kind == PostKind.CLERK)
        posts = desk.session.scalars(clerks).all()
        for post in posts:
            post.until = desk.today - timedelta(days=1)
        empty = posts[0].unit.without(PostKind.CLERK)
    here = page(site, "qz", case)
    [told] = [line for line in here.all(".notice") if "无人办理" in line]
    assert told.startswith(f"无人办理：{empty}。")
    assert remedy in told
    assert f"{empty}（无人办理）" in here.one("#next").get_text()


def test_what_is_late_stands_on_top_and_what_was_raised_is_listed(site: Site) -> None:
    case = a_case(site.stage, "propose_team")
    assert not page(site, "bgs", case).soup.select("#late-title")
    case.pass_(days=8)
    here = page(site, "bgs", case)
    assert "成立调查组：应于2017年12月6日前办结，已逾期3天" in here.text
    assert "尚未成立调查组" in here.one("#raised").get_text()
    assert "待决定" in here.text


def test_the_case_is_drawn_with_its_clocks_and_its_papers_and_the_same_stands_in_lists(site: Site) -> None:
    case = a_case(site.stage, "investigate")
    shown = page(site, "bgs", case)
    drawing = shown.one("#line svg")
    for clock in ("成立调查组", "提交事故调查报告"):
        assert clock in drawing.get_text()
        assert clock in shown.one("#clocks").get_text()
    facts = sum(
        int(mark.select("title")[0].get_text().strip().count("\n")) + 1 for mark in drawing.select("g:has(.fact)")
    )
    assert facts == len(shown.all(".timeline ul li"))
    papers = sum(map(int, shown.all("#line .sheets text")))
    with case.look() as (_, accident):
        assert papers == len(accident.papers)


def test_the_gate_stands_on_the_case_while_it_is_investigated(site: Site) -> None:
    case = a_case(site.stage, "clear_interests")
    assert page(site, "bgs", case).soup.select("#gate") == []
    case.declare()
    shown = page(site, "bgs", case)
    assert "还有" in shown.one("#gate h2").get_text()
    assert "“事故发生单位概况”尚未撰写（条例第30条），请补写。" in shown.one("#gate").get_text()
    assert len(shown.all("#gate .gate > li")) == 12
    assert shown.follow("去办理", within="#gate .gate-open").path.endswith("/report/unit")


def test_the_timeline_goes_by_the_days_on_which_things_happened(site: Site) -> None:
    case = a_case(site.stage, "propose_team")
    case.pass_(days=8)
    days = page(site, "bgs", case).all(".timeline-day")
    assert days == sorted(days)
    assert days[0] == "2017年12月1日（星期五）"


def test_the_papers_of_a_case_are_for_those_who_see_it(site: Site) -> None:
    here = page(site, "qz", a_case(site.stage, "classify"), "accidents.papers")
    link = here.link("事故快报", within="tbody")
    assert site.as_("qz").get(link).response.data[:2] == b"PK"
    assert site.as_("zr").get(here.link("全部下载")).response.mimetype == "application/zip"
    for login in ("01jb", "admin"):
        site.as_(login).get(link, status=404)


def test_the_diagram_shows_where_the_case_stands(site: Site) -> None:
    here = page(site, "qz", a_case(site.stage, "classify"), "accidents.diagram")
    assert "正在办理" in here.one("#step-classify").get_text()
    assert here.browser.get(str(here.one("[data-diagram]")["data-diagram"])).response.mimetype == "application/xml"


# -- a registration that was wrong


def test_a_wrong_title_or_place_is_corrected_by_another_line(site: Site) -> None:
    case = a_case(site.stage, "propose_team")
    with case.look() as (_, accident):
        before, place = accident.title, accident.place
    here = page(site, "bgs", case).follow("更正名称、地点")
    assert "没有变化" in here.press("更正", status=422, reason="笔误").one("#error-title").get_text()
    assert "请写明更正的理由" in here.press("更正", status=422, place="某某路10号").text
    here = here.press("更正", title="某某建筑公司“12·1”坍塌事故", place="某某路10号", reason="经现场核实")
    assert here.title == "某某建筑公司“12·1”坍塌事故"
    assert f"更正事故名称：原登记为{before}，更正为某某建筑公司“12·1”坍塌事故。" in here.text
    assert f"更正事故发生地点：原登记为{place}，更正为某某路10号。理由：经现场核实" in here.text


def test_only_the_office_corrects_and_only_until_the_report_is_finished(site: Site) -> None:
    case = a_case(site.stage, "investigate")
    page(site, "zr", case, "accidents.correct", status=403)
    form = page(site, "bgs", case, "accidents.correct")
    with case.team() as (desk, accident):
        accident.report_finished_at = desk.now
    assert "不再更正" in form.press("更正", status=409, place="某某路10号", reason="经现场核实").text
    assert page(site, "bgs", case, "accidents.correct").soup.select("main form") == []
    assert "更正名称、地点" not in page(site, "bgs", case).text


# -- settings


def test_the_security_administrator_arranges_who_investigates_and_the_days(site: Site) -> None:
    here = site.as_("aq").get("/").follow("管辖和时限设置")
    here = here.press("保存管辖", level_LARGER="县级人民政府")
    assert "已保存" in here.told[0]
    again = here.press("保存管辖", status=422, level_MAJOR="县级人民政府", level_LARGER="省级人民政府")
    assert "重大事故的调查主体不能低于较大事故的调查主体" in again.text
    again = here.press("保存", within="#setting-team_days", status=422, team_days="五")
    assert "五" in again.one("#error-team_days").get_text()
    site.as_("qz").get(site.url("accidents.choices"), status=404)


@pytest.mark.parametrize("login", ["bgs", "zr"])
def test_the_office_reads_the_rules_it_works_by_and_does_not_change_them(site: Site, login: str) -> None:
    page = site.as_(login).get(site.url("accidents.index")).follow("管辖和时限设置")
    assert "安全管理员" in page.told[0]
    assert [button for button in page.buttons if "保存" in button] == []
    assert page.one("main fieldset[disabled]")
    data = {"csrf_token": page.browser.token(), "team_days": "30"}
    page.browser.post(site.url("accidents.choose_clock", name="team_days"), data, status=403)
