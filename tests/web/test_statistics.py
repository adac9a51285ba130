"""统计: figures over rounds that add up, how quickly units answer, what clauses draw, and sheets of all of it."""

import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from tests.makers import a_round
from tests.web.after import closed_round, decide_all, said, words_of
from tests.web.site import Page, Site
from web.statistics.lists import lasting
from workflow.consultation.actions import revoking
from workflow.consultation.model import Verdict
from workflow.consultation.statistics import middle
from workflow.people import PostKind


@pytest.fixture
def site(site: Site) -> Site:
    """One round: two units comment on the same clause, one of them on another too; one has no objection, one is silent."""
    a_round(site.stage, units=4)
    site.stage.clock.pass_(hours=30)
    first, second = words_of(site.stage, 2), words_of(site.stage, 5)
    closed_round(
        site.stage,
        [said(2, first, first + "并考核"), said(5, second, second + "并通报")],
        [said(2, first, "删去")],
        [],
    )
    return site


def opened(site: Site, query: str = "", login: str = "bgs") -> Page:
    return site.as_(login).get("/statistics" + query)


def rows(page: Page, name: str) -> list[list[str]]:
    return [
        [cell.get_text(" ", strip=True) for cell in row.select("th, td")]
        for row in page.soup.select(f"#list-stat-{name} tbody tr")
    ]


def test_the_four_kinds_of_answer_stand_beside_each_other_and_are_all_units(site: Site) -> None:
    ((_, _, sent, with_comments, no_objection, silent, undelivered, still_open, median),) = rows(opened(site), "rounds")
    assert (with_comments, no_objection) == ("2", "1")
    assert sum(map(int, (with_comments, no_objection, silent, undelivered, still_open))) == int(sent) == 4
    assert median == "1天6小时"


def test_a_revoked_round_counts_nowhere(site: Site) -> None:
    with site.stage.as_office(PostKind.LEADER) as (desk, round_):
        revoking.revoke(desk, round_, "因上级文件已作调整，须重新起草")
    assert "还没有可以统计的事项" in opened(site).text


def test_every_unit_stands_there_with_how_long_it_took(site: Site) -> None:
    found = rows(opened(site), "units")
    assert [row[2:6] for row in found] == [["1", "1", "0", "0"]] * 3 + [["1", "0", "1", found[3][5]]]
    assert [row[6] for row in found] == ["1天6小时"] * 3 + ["—"]


def test_the_heat_of_a_clause_is_what_was_said_about_it(site: Site) -> None:
    page = opened(site)
    heated = {number: row for number, row in enumerate(rows(page, "clauses")) if row[1] != "0"}
    assert {number: row[1:3] for number, row in heated.items()} == {2: ["2", "2"], 5: ["1", "1"]}
    assert page.soup.select("#list-stat-clauses [data-heat]")[2]["data-heat"] == "4"


def test_what_was_decided_and_what_is_open_are_all_comments_of_a_clause(site: Site) -> None:
    decide_all(site.stage, Verdict.DECLINED, "与上级文件不一致。")
    for row in rows(opened(site), "clauses"):
        assert int(row[1]) == sum(map(int, row[3:]))


def test_a_year_narrows_to_what_was_issued_in_it(site: Site) -> None:
    assert opened(site).all(".filters a") == ["全部年份", "2026年"]
    assert len(rows(opened(site, "?year=2026"), "rounds")) == 1
    assert rows(opened(site, "?year=2025"), "rounds") == []


def test_a_list_keeps_the_year_when_it_is_sorted(site: Site) -> None:
    page = opened(site, "?year=2026").follow("单位", within="#list-stat-units thead")
    assert "year=2026" in page.link("导出Excel", within="#list-stat-units")


@pytest.mark.parametrize("name", ["rounds", "units", "clauses"])
def test_every_list_goes_out_with_the_same_lines(site: Site, name: str) -> None:
    page = opened(site)
    answer = site.as_("bgs").client.get(page.link("导出Excel", within=f"#list-stat-{name}"))
    sheet = load_workbook(io.BytesIO(answer.data)).worksheets[0]
    assert sheet.max_row - 2 == len(rows(page, name))


def test_before_anything_was_issued_the_page_says_when_there_will_be_figures(site: Site) -> None:
    with site.stage.as_office() as (_, round_):
        round_.issued_at = None
    assert "还没有可以统计的事项" in opened(site).text


def test_units_have_no_statistics(site: Site) -> None:
    site.as_("01jb").get("/statistics", status=404)


def test_lengths_of_time_are_written_as_people_say_them() -> None:
    spans = (timedelta(days=2, hours=5, minutes=40), timedelta(hours=3), None)
    assert [lasting(span) for span in spans] == ["2天5小时", "3小时", ""]
    assert middle([timedelta(1), timedelta(4), timedelta(2)]) == timedelta(2)
    assert middle([timedelta(1), timedelta(2)]) == timedelta(1.5)
    assert middle([]) is None
