"""办到哪一步: the drawing, and the same as a list for whoever cannot see it."""

import json
from datetime import timedelta

from tests.makers import DEADLINE, a_round
from tests.web.measured import an_approved_case
from tests.web.site import Page, Site
from workflow.engine.tracking import where


def opened(site: Site, login: str, number: int = 0) -> Page:
    return site.as_(login).get(site.reply(number, "rounds.diagram_of_reply"))


def marked(page: Page, name: str) -> list[str]:
    return list(json.loads(str(page.one("[data-diagram]")[name])))


def lines(page: Page) -> dict[str, str]:
    return {
        str(tag["id"]).removeprefix("step-"): tag.get_text(" ", strip=True)
        for tag in page.soup.select(".steps > li[id]")
    }


def test_the_current_step_is_marked_in_the_drawing_and_in_the_list(site: Site) -> None:
    a_round(site.stage)
    site.stage.unit(0).receive()
    page = opened(site, "01jb")
    assert marked(page, "data-standing") == ["handling", "write"]
    assert "receive" in marked(page, "data-done")
    assert "正在办理 由文昌街道办事处经办人办理，2026年11月20日（星期五）09:00起，当天收到。" in lines(page)["write"]
    assert "尚未到达" in lines(page)["sign"]


def test_the_list_says_who_did_each_step_and_when_and_what_the_system_did(site: Site) -> None:
    a_round(site.stage)
    page = site.as_("bgs").get(site.round("rounds.diagram"))
    with site.stage.look() as (_, round_):
        clerk = round_.started_by.name
    assert f"{clerk}， 2026年11月20日（星期五）09:00" in lines(page)["draft"]
    assert "系统， 2026年11月20日" in lines(page)["distribute"]


def test_a_step_done_twice_is_one_line_with_both_times(site: Site) -> None:
    a_round(site.stage)
    unit = site.stage.unit(0)
    unit.receive()
    unit.write([])
    unit.return_("请补充。")
    unit.send_for_signing()
    assert lines(opened(site, "01ld"))["write"].count("09:00") == 2


def test_a_step_tells_how_long_it_took_how_long_it_waits_and_where_it_is_done(site: Site) -> None:
    a_round(site.stage)
    unit = site.stage.unit(0)
    unit.receive()
    site.stage.clock.pass_(hours=2, minutes=30)
    unit.write([])
    site.stage.clock.pass_(days=3)  # from Friday to Monday: one working day has begun
    page = opened(site, "01ld")
    assert "用时2小时" in lines(page)["write"]
    assert "已等1个工作日" in lines(page)["sign"]
    assert json.loads(str(page.one("[data-diagram]")["data-heat"])) == {"sign": "warm"}
    assert page.follow("去办理").path == site.reply(0, "replies.sign")
    assert "去办理" not in lines(opened(site, "01jb"))["sign"]


def test_a_step_shows_its_papers_to_whoever_may_have_them(site: Site) -> None:
    a_round(site.stage)
    unit = site.stage.unit(0)
    unit.receive()
    unit.write([])
    unit.sign()
    unit.seal()
    for login in ("01jb", "bgs"):
        page = opened(site, login)
        assert "单位回函" in lines(page)["seal"]
        assert page.follow("单位回函").response.mimetype.endswith("wordprocessingml.document")


# -- many cases in one drawing


def test_the_counts_of_a_round_add_up_and_name_who_stands_where(site: Site) -> None:
    a_round(site.stage)
    for number in range(3):
        site.stage.unit(number).receive()
    site.stage.unit(0).write([])
    site.stage.clock.pass_(days=5)
    page = site.as_("bgs").get(site.round("rounds.board")).follow("流程图")
    drawn = page.one("[data-diagram]")
    counts = json.loads(str(drawn["data-counts"]))
    assert counts["sign"] == 1
    assert counts["write"] == 2
    assert sum(counts.values()) == 3
    assert json.loads(str(drawn["data-heat"]))["sign"] == "hot"
    assert "共3家" in page.text
    assert "文昌街道办事处 ，11月20日09:00起，已等3个工作日" in lines(page)["sign"]
    assert "没有" in lines(page)["check"]
    assert page.follow("文昌街道办事处").path == site.reply(0, "checks.check")


def test_replies_that_have_come_to_their_end_are_counted_there(site: Site) -> None:
    a_round(site.stage)
    site.stage.pass_until(DEADLINE + timedelta(minutes=1))
    page = site.as_("bgs").get(site.round("rounds.diagram_of_replies"))
    assert json.loads(str(page.one("[data-diagram]")["data-counts"])) == {"settled": 3}
    assert json.loads(str(page.one("[data-diagram]")["data-heat"])) == {}


def test_no_unit_learns_where_others_stand(site: Site) -> None:
    a_round(site.stage)
    case = an_approved_case(site.stage, units=(0, 1))
    for endpoint in ("rounds.diagram_of_replies", "rounds.source_of_replies"):
        for login in ("01jb", "01ld", "qz", "admin"):
            site.as_(login).get(site.round(endpoint), status=404)
    for endpoint in ("accidents.diagram_of_measures", "accidents.source_of_measures"):
        for login in ("01jb", "01ld", "admin"):
            site.as_(login).get(site.url(endpoint, key=case.key), status=404)
    own = site.as_("01ld").get(site.url("accidents.diagram", part="measure", key=case.measure_key(1)))
    assert own.all(".filters a") == []


def test_the_measures_of_a_case_stand_in_one_drawing(site: Site) -> None:
    case = an_approved_case(site.stage, units=(0, 1))
    case.accept(1)
    page = site.as_("zr").get(site.url("accidents.diagram", key=case.key)).follow("全部整改措施")
    assert json.loads(str(page.one("[data-diagram]")["data-counts"])) == {"answer_order": 1, "carry_out": 1}
    assert page.browser.get(str(page.one("[data-diagram]")["data-diagram"])).response.mimetype == "application/xml"
    assert page.follow("第2项").all(".filters [aria-current]") == ["第2项"]


def test_a_round_that_has_not_gone_out_has_no_counts_yet(site: Site) -> None:
    site.stage.begin()
    assert "各单位回函" not in site.as_("bgs").get(site.round("rounds.diagram")).all(".filters a")
    told = site.as_("bgs").get(site.round("rounds.diagram_of_replies"), status=404)
    assert "还没有分送各单位" in told.text


def test_the_drawing_is_the_diagram_of_the_case_itself(site: Site) -> None:
    a_round(site.stage)
    page = opened(site, "01jb")
    xml = site.as_("01jb").get(str(page.one("[data-diagram]")["data-diagram"])).response
    assert xml.mimetype == "application/xml"
    with site.stage.reply(0) as reply, site.stage.look() as (desk, _):
        assert xml.data == where(desk, desk.engine, "reply", reply).xml


def test_the_way_back_is_the_page_of_whoever_looks(site: Site) -> None:
    a_round(site.stage)
    assert opened(site, "01jb").all("a.crumb") == ["‹ 回函情况"]
    assert opened(site, "bgs").all("a.crumb") == ["‹ 回函审查"]


def test_a_foreign_unit_finds_neither_the_page_nor_the_drawing(site: Site) -> None:
    a_round(site.stage)
    for endpoint in ("rounds.diagram_of_reply", "rounds.source_of_reply"):
        for login in ("02jb", "admin"):
            site.as_(login).get(site.reply(0, endpoint), status=404)
    for endpoint in ("rounds.diagram", "rounds.diagram_source"):
        site.as_("01jb").get(site.round(endpoint), status=404)


def test_each_part_of_a_case_has_its_own_drawing(site: Site) -> None:
    case = an_approved_case(site.stage, units=(0, 1))
    case.accept(1)
    page = site.as_("bgs").get(site.url("measures.show", key=case.measure_key(1))).follow("流程图")
    assert "已经办过" in lines(page)["answer_order"]
    assert "carry_out" in marked(page, "data-standing")
    page = (
        page.follow("第1项整改措施", within="main")
        .follow("整改措施一览")
        .browser.get(site.url("measures.show", key=case.measure_key(2)))
    )
    assert "answer_order" in marked(page.follow("流程图"), "data-standing")
    case.open_evaluation()
    page = site.as_("qz").get(site.url("evaluations.show", key=case.key)).follow("流程图")
    assert "form_team" in marked(page, "data-standing")
    page.browser.get(str(page.one("[data-diagram]")["data-diagram"]))


def test_the_drawing_of_a_measure_is_its_units_too_and_of_no_other_unit(site: Site) -> None:
    case = an_approved_case(site.stage)
    for endpoint in ("accidents.diagram", "accidents.diagram_source"):
        url = site.url(endpoint, part="measure", key=case.measure_key())
        site.as_("01ld").get(url)
        site.as_("02jb").get(url, status=404)
