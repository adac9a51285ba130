"""Everybody's desk: what waits, what was done, what was begun."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from tests.makers import DEADLINE, Stage, a_round
from tests.web.site import Site, open_site
from web.frame.database import db
from workflow.clock import beijing
from workflow.consultation import desks
from workflow.consultation.actions import running
from workflow.consultation.model import Round
from workflow.consultation.process import PROCESSES as CONSULTATION
from workflow.demo.district import PASSWORD
from workflow.engine.process import Process
from workflow.people import PostKind


def steps(site: Site, login: str) -> list[str]:
    return site.as_(login).get("/").all(".table-frame .state")


def test_a_step_lies_on_the_desk_of_its_post_and_nowhere_else(site: Site) -> None:
    site.stage.begin(units=2)
    assert (steps(site, "zr"), steps(site, "bgs"), steps(site, "01jb")) == (["审核签发"], [], [])
    site.stage.issue()
    assert (steps(site, "zr"), steps(site, "01jb"), steps(site, "01ld"), steps(site, "03jb")) == ([], ["签收"], [], [])


def test_the_list_leads_to_the_page_of_the_step(site: Site) -> None:
    a_round(site.stage, units=2)
    page = site.as_("01jb").get("/").follow("中共", within="tbody")
    assert "签收" in page.buttons


def test_the_link_of_a_mail_leads_to_the_step_that_waits_and_otherwise_to_the_desk(site: Site) -> None:
    a_round(site.stage, units=2)
    with site.stage.reply(0) as reply:
        link = f"/?about={reply.subject}"
    assert site.as_("01jb").get(link).path == site.reply(0, "replies.receive")
    assert site.as_("01ld").get(link).path == "/"  # nothing of it lies on his desk yet
    assert site.as_("02jb").get(link).path == "/"  # it is another unit's
    assert site.as_("01jb").get("/?about=reply:99999").path == "/"


def test_the_link_survives_the_login(site: Site) -> None:
    a_round(site.stage, units=2)
    with site.stage.reply(0) as reply:
        page = site.browser().get(f"/?about={reply.subject}")
    assert page.press("登录", login="01jb", password=PASSWORD).path == site.reply(0, "replies.receive")


def test_the_office_sees_whose_reply_is_to_be_checked(site: Site) -> None:
    a_round(site.stage, units=2)
    unit = site.stage.unit(0)
    unit.receive()
    unit.write([])
    unit.sign_and_seal()
    page = site.as_("bgs").get("/")
    assert page.all(".list .table-frame .state") == ["形式审查"]
    assert "文昌街道办事处" in page.one(".list tbody").get_text()


def test_the_nearest_deadline_comes_first(site: Site) -> None:
    a_round(site.stage, units=2, deadline=DEADLINE + timedelta(days=7))
    a_round(site.stage, units=2)
    left = site.as_("01jb").get("/").all(".table-frame .deadline b")
    assert left == ["还剩5个工作日", "还剩10个工作日"]


@pytest.mark.parametrize(
    ("now", "left"),
    [
        (beijing(2026, 11, 20, 9), "还剩5个工作日"),
        (beijing(2026, 11, 26, 23), "还剩1个工作日"),
        (beijing(2026, 11, 27, 9), "今天截止"),
    ],
)
def test_the_countdown_is_in_working_days(site: Site, now: object, left: str) -> None:
    a_round(site.stage, units=1)
    site.stage.clock.move_to(now)  # type: ignore[arg-type]
    assert site.as_("01jb").get("/").all(".table-frame .deadline b") == [left]


def test_a_deadline_over_the_weekend_is_less_than_a_working_day_away(site: Site) -> None:
    a_round(site.stage, units=1, deadline=beijing(2026, 11, 22, 16))
    assert site.as_("01jb").get("/").all(".table-frame .deadline b") == ["不足1个工作日"]


def test_an_empty_desk_says_what_to_expect(site: Site) -> None:
    assert site.as_("01jb").get("/").one(".empty-title").get_text() == "现在没有要办的工作"


def test_messages_are_unread_until_somebody_of_the_unit_opens_the_reply(site: Site) -> None:
    a_round(site.stage, units=2)
    assert "1条未读" in site.as_("01jb").get("/").text
    site.as_("01ld").get(site.reply(0))
    assert "未读" not in site.as_("01jb").get("/").text
    with site.stage.as_office() as (desk, round_):
        running.remind_silent(desk, [round_])
    page = site.as_("01jb").get("/")
    assert page.all(".notices .unread a")[0].startswith("请尽快报送")
    assert "1条未读" in site.as_("02jb").get("/").text or "2条未读" in site.as_("02jb").get("/").text


def test_done_lists_my_own_steps_and_nobody_elses(site: Site) -> None:
    a_round(site.stage, units=2)
    site.as_("01jb").get(site.reply(0)).press("签收")
    assert site.as_("01jb").get("/done").all("td[data-label=办理情况]") == ["签收通知", "打开了通知，系统记为已送达"]
    assert "还没有办过的工作" in site.as_("01ld").get("/done").text
    page = site.as_("zr").get("/done")
    assert "签发通知" in page.text
    assert page.follow("中共", within="tbody").path == site.round("rounds.board")


@pytest.mark.parametrize(("steps", "said"), [(desks.MOST, False), (desks.MOST + 1, True)])
def test_done_says_so_when_it_does_not_list_everything(site: Site, steps: int, said: bool) -> None:
    a_round(site.stage, units=1)
    with site.stage.as_(site.stage.units[0], PostKind.CLERK) as desk:
        for _ in range(steps):
            desk.note("receive", desk.session.get_one(Round, site.stage.round_id))
    page = site.as_("01jb").get("/done")
    assert len(page.all("td[data-label=办理情况]")) == desks.MOST
    assert ("只列出最近200条" in page.text) is said


def test_started_lists_the_rounds_i_began_with_their_stage(site: Site) -> None:
    site.stage.begin(units=2)
    assert site.as_("bgs").get("/started").all("tbody .state") == ["待签发"]
    site.stage.issue()
    page = site.as_("bgs").get("/started")
    assert page.all("tbody .state") == ["征求意见中"]
    assert page.follow("中共", within="tbody").path == site.round("rounds.board")
    assert "您还没有发起过" in site.as_("zr").get("/started").text


def test_a_list_costs_the_same_number_of_queries_however_long_it_is(stage: Stage) -> None:
    site = next(open_site(stage))
    a_round(stage, units=3)
    few = _queries(site, "/"), _queries(site, "/done")
    for _ in range(3):
        a_round(stage, units=3)
    assert (_queries(site, "/"), _queries(site, "/done")) == few


def _queries(site: Site, path: str) -> int:
    browser, seen = site.as_("01jb"), []
    with site.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    browser.get(path)
    return len(seen)


@pytest.mark.parametrize("process", CONSULTATION, ids=lambda process: process.id)
def test_every_process_names_its_cases_for_the_desk(stage: Stage, process: Process) -> None:
    a_round(stage, units=2)
    with stage.look() as (desk, round_):
        ids = [round_.id] if process.id == "round" else [reply.id for reply in round_.replies]
        names = process.names(desk.session, ids)
        assert all(names[id_].title.startswith("中共") for id_ in ids)


def test_the_offices_administrator_is_shown_no_entry_that_he_may_not_open(site: Site) -> None:
    assert site.as_("admin").get("/").all("nav[aria-label=主导航] a") == [
        "待办", "已办", "体检", "运行情况", "人员", "单位", "委托和交接", "岗位权限",
    ]  # fmt: skip
    for login in ("bgs", "zr"):
        page = site.as_(login).get("/")
        assert "征求意见" in page.all("nav[aria-label=主导航] a")
        page.follow("征求意见", within="nav")


def test_nothing_begun_yet_leads_to_where_one_begins(site: Site) -> None:
    page = site.as_("bgs").get("/started").follow("到“征求意见”")
    assert page.buttons.count("发起征求意见") == 1


@pytest.mark.parametrize("login", ["bgs", "01jb", "01ld", "qz", "admin", "aq", "sj"])
def test_a_page_bears_the_name_by_which_the_navigation_calls_it(site: Site, login: str) -> None:
    home = site.as_(login).get("/")
    names = home.all("nav[aria-label=主导航] a")
    assert names
    for name in names:
        assert home.follow(name, within="nav[aria-label=主导航]").one("h1").get_text(strip=True) == name


def test_every_page_of_a_round_is_marked_in_the_navigation(site: Site) -> None:
    a_round(site.stage, units=1)
    for endpoint in ("rounds.board", "papers.index", "rounds.diagram"):
        assert site.as_("bgs").get(site.round(endpoint)).all("nav[aria-label=主导航] [aria-current=page]") == [
            "征求意见"
        ], endpoint
    assert site.as_("bgs").get(site.reply(0, "checks.check")).all("nav[aria-label=主导航] [aria-current=page]") == [
        "征求意见"
    ]
    assert (
        site.as_("01jb").get(site.reply(0, "rounds.diagram_of_reply")).all("nav[aria-label=主导航] [aria-current=page]")
        == []
    )


# -- what waits on others, and by urgency


def others(site: Site, login: str) -> list[list[str]]:
    """Whom one waits for, and in which step."""
    rows = site.as_(login).get("/").soup.select("#others ~ .table-frame tbody tr")
    return [[cell.get_text(strip=True) for cell in row.select("td")[:2]] for row in rows]


def test_the_office_sees_how_many_units_it_waits_for_in_each_step(site: Site) -> None:
    a_round(site.stage, units=3)
    assert others(site, "bgs") == [["3家单位", "签收"]]
    site.stage.unit(0).receive()
    assert sorted(others(site, "zr")) == [["1家单位", "起草意见"], ["2家单位", "签收"]]
    site.stage.pass_until(DEADLINE + timedelta(minutes=1))
    assert others(site, "zr") == [["经办人", "汇总意见、提出处理建议"]]


def test_what_left_my_desk_for_a_colleagues_is_shown_as_waiting_there(site: Site) -> None:
    a_round(site.stage, units=1)
    unit = site.stage.unit(0)
    assert (others(site, "01jb"), others(site, "01ld")) == ([], [["经办人", "签收"]])
    unit.receive()
    unit.write([])
    assert others(site, "01jb") == [["主要领导", "主要领导签批"]]
    unit.sign()
    assert others(site, "01jb") == others(site, "01ld") == [["印章管理员", "用印"]]
    assert others(site, "02jb") == []


def test_tasks_stand_under_their_urgency_and_can_be_narrowed_to_one(site: Site) -> None:
    a_round(site.stage, units=1, deadline=DEADLINE + timedelta(days=7))
    a_round(site.stage, units=1)
    site.stage.clock.move_to(beijing(2026, 11, 27, 9))
    page = site.as_("01jb").get("/")
    assert page.all(".group-head") == ["今天到期 ，1件", "以后 ，1件"]
    narrowed = page.follow("今天到期", within=".filters")
    assert narrowed.all(".deadline b") == ["今天截止"]
    assert site.as_("01jb").get("/").all(".list .deadline b") == ["今天截止"]
