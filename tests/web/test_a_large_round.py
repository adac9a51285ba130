"""A round of a thousand units: the board reads it by its indexes, shows a page of it, and one request filters it."""

import pytest
from sqlalchemy import event, text

from tests.large import EVERY, a_large_round
from tests.web.site import Page, Site
from web.consultation.rounds.units import UNITS
from web.frame.database import db
from workflow.consultation import board
from workflow.consultation.board.rows import QUERIES
from workflow.consultation.model import Stage

UNITS_ASKED = 240
SILENT = 3 + len([position for position in range(4, UNITS_ASKED + 1) if position % EVERY == 0])


@pytest.fixture
def site(site: Site) -> Site:
    a_large_round(site.stage, UNITS_ASKED)
    return site


def opened(site: Site, query: str = "") -> Page:
    return site.as_("bgs").get(site.round("rounds.board") + query)


def units(page: Page) -> list[str]:
    return page.all(".board tr[data-state] th a")


def test_what_the_lines_say_is_what_the_replies_say(site: Site) -> None:
    """Read as columns and read as objects, every unit stands at the same stage with the same letter."""
    with site.stage.look() as (desk, round_):
        read = {row.key: (row.stage, row.submitted_at, row.answered) for row in board.rows(desk, round_)}
        for reply in round_.replies:
            letter = reply.valid_letter
            loaded = (reply.stage, letter.submitted_at if letter else None, reply.has_answered)
            assert read[reply.key] == loaded
    assert {stage for stage, _, _ in read.values()} == {Stage.ISSUED, Stage.SUBMITTED, Stage.ACCEPTED}


def test_the_board_reads_by_indexes(site: Site) -> None:
    with site.stage.look() as (desk, round_):
        for query in QUERIES:
            compiled = query(round_).compile(desk.session.get_bind(), compile_kwargs={"literal_binds": True})
            plan = [row.detail for row in desk.session.execute(text(f"EXPLAIN QUERY PLAN {compiled}"))]
            assert not [step for step in plan if step.startswith("SCAN")], f"{query.__name__}: {plan}"


def test_it_costs_the_same_number_of_queries_however_many_units_there_are(site: Site) -> None:
    seen: list[str] = []
    opened(site)
    with site.app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    opened(site)
    assert len(seen) < 50  # far from one a unit


def test_a_filter_asks_for_the_units_of_its_page_and_once_for_the_figures(site: Site) -> None:
    url, seen = site.round("rounds.board"), list[str]()
    opened(site)
    with site.app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    headers = {"HX-Request": "true", "HX-Target": "list-units"}
    site.as_("bgs").client.get(f"{url}?state=accepted&sort=-submitted", headers=headers)
    about_units = [statement for statement in seen if "FROM reply" in statement or "JOIN reply" in statement]
    assert ["chosen" in statement for statement in about_units] == [False, True]


def test_a_page_holds_so_many_units_and_the_pages_hold_all_of_them(site: Site) -> None:
    page, found = opened(site), list[str]()
    for _ in range(3):
        assert len(units(page)) <= (UNITS.size or 0)
        found += units(page)
        page = page.follow("下一页") if "下一页" in page.all(".pager a") else page
    assert len(found) == len(set(found)) == UNITS_ASKED


def test_one_request_filters_and_brings_the_list_alone(site: Site) -> None:
    link = opened(site).soup.select_one('a[id="by-list-units-state-issued"]')
    assert link is not None
    headers = {"HX-Request": "true", "HX-Target": str(link["hx-target"])[1:]}
    part = Page(site.as_("bgs"), site.as_("bgs").client.get(str(link["hx-get"]), headers=headers))
    assert part.soup.find("html") is None
    assert part.one("#list-units")["id"] == "list-units"
    assert {str(row["data-state"]) for row in part.soup.select("tr[data-state]")} == {"issued"}


def test_numbers_of_groups_and_states_lead_to_their_units_and_add_up(site: Site) -> None:
    page = opened(site)
    rows = page.soup.select(".matrix tbody tr")
    sums = [int(row.select("td")[-1].get_text()) for row in rows]
    assert sum(sums) == int(page.soup.select(".matrix tfoot td")[-1].get_text()) == UNITS_ASKED
    number = page.soup.select(".matrix tbody td a")[0]
    shown = site.as_("bgs").get(str(number["href"]))
    assert shown.all(".list-line p")[0].startswith(f"{number.get_text()}家单位")


def test_a_name_is_found_wherever_it_stands(site: Site) -> None:
    assert units(opened(site, "?q=0123")) == ["第0123号单位"]
    assert "没有名称含“不存在”的单位" in opened(site, "?q=不存在").text


def test_all_that_the_filter_shows_are_reminded_whatever_page_they_are_on(site: Site) -> None:
    page = opened(site, "?state=issued&q=号单位")
    assert f"共{SILENT - 3}家" not in page.text  # they fit on one page: ticking them is enough
    page = opened(site, "?state=&q=000")
    told = page.press("催办", channel="phone", result="值班人员接听", everybody="yes", state="", group="", q="000")
    assert told.told[0] == "已催办3家单位，催办函和催办情况都已存档。"


def test_the_curve_ends_with_what_has_come_in_and_shows_the_days_ahead(site: Site) -> None:
    site.stage.clock.pass_(days=5)
    with site.stage.look() as (desk, round_):
        days = board.curve(round_, board.came_in(desk, round_), desk.now, desk.calendar)
    answered = UNITS_ASKED - SILENT
    assert [day.total for day in days if day.total is not None][-1] <= answered
    assert sum(day.replies for day in days) == answered
    assert [day.day.day for day in days] == list(range(20, 28))
    assert [day.total is None for day in days] == [False] * 6 + [True] * 2
    assert [day.is_last for day in days] == [False] * 7 + [True]
