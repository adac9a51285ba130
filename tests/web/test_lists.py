"""Every list sorts, narrows, remembers how somebody looked at it, and goes out as .xlsx in the same order."""

import io
from datetime import timedelta

import pytest
from bs4 import Tag
from openpyxl import load_workbook

from tests.makers import DEADLINE, a_round
from tests.web.site import Page, Site
from web.lists.ordering import ordered


@pytest.fixture
def site(site: Site) -> Site:
    """Three rounds, the latest first: one issued until the 27th, one in preparation until the 29th, one issued until the 25th."""
    a_round(site.stage, units=2, deadline=DEADLINE - timedelta(days=2))
    site.stage.begin(units=2, deadline=DEADLINE + timedelta(days=2))
    a_round(site.stage, units=2, deadline=DEADLINE)
    return site


def rounds(site: Site, query: str = "", login: str = "bgs") -> Page:
    return site.as_(login).get("/rounds" + query)


def deadlines(page: Page) -> list[str]:
    return [text.split("月")[1].split("日")[0] for text in page.all("td[data-label=截止时间]")]


def heading(page: Page, words: str) -> Tag:
    return next(tag for tag in page.soup.select("thead th") if tag.get_text(strip=True) == words)


def test_a_heading_sorts_up_then_down_then_as_the_list_comes(site: Site) -> None:
    page = rounds(site)
    assert (deadlines(page), heading(page, "截止时间").get("aria-sort")) == (["27", "29", "25"], None)
    up = page.follow("截止时间", within="thead")
    assert (deadlines(up), heading(up, "截止时间")["aria-sort"]) == (["25", "27", "29"], "ascending")
    down = up.follow("截止时间", within="thead")
    assert (deadlines(down), heading(down, "截止时间")["aria-sort"]) == (["29", "27", "25"], "descending")
    assert deadlines(down.follow("截止时间", within="thead")) == ["27", "29", "25"]


def test_what_is_empty_stands_last_either_way(site: Site) -> None:
    for direction in ("number", "-number"):
        numbers = rounds(site, f"?sort={direction}").all("td[data-label=发文字号]")
        assert numbers[-1] == ""
        assert len(set(numbers)) == 3


def test_chinese_stands_by_its_sound() -> None:
    assert ordered(["张", "李", "王", "安"], lambda name: name, descending=False) == ["安", "李", "王", "张"]


def test_the_look_is_kept_for_the_person_whatever_browser_he_uses(site: Site) -> None:
    rounds(site, "?sort=deadline&stage=collecting")
    assert deadlines(rounds(site)) == ["25", "27"]
    assert deadlines(rounds(site, login="zr")) == ["27", "29", "25"]
    site._browsers.clear()
    assert deadlines(rounds(site)) == ["25", "27"]


def test_one_choice_leaves_the_others(site: Site) -> None:
    rounds(site, "?sort=deadline")
    assert deadlines(rounds(site).follow("征求意见中", within=".filters")) == ["25", "27"]
    assert deadlines(rounds(site).follow("全部", within=".filters")) == ["25", "27", "29"]


def test_the_choices_are_all_of_the_list(site: Site) -> None:
    counts = [int(text.split()[-1]) for text in rounds(site).all(".filters a")]
    assert counts[0] == sum(counts[1:]) == 3


def test_a_choice_that_keeps_nothing_says_so_and_leads_back(site: Site) -> None:
    page = rounds(site, "?stage=archived")
    assert page.one(".empty-title").get_text() == "没有处于这一环节的征求意见"
    assert len(deadlines(page.follow("全部", within=".filters"))) == 3


@pytest.mark.parametrize(
    "query", ["?sort=nonsense", "?sort=-", "?page=0", "?page=nonsense", "?page=99999999999999999999", "?page=7"]
)
def test_an_address_nobody_was_given_shows_the_list(site: Site, query: str) -> None:
    assert deadlines(rounds(site, query)) == ["27", "29", "25"]


def test_the_sheet_holds_the_same_lines_in_the_same_order(site: Site) -> None:
    page = rounds(site, "?sort=-deadline&stage=collecting")
    answer = site.as_("bgs").client.get(page.link("导出Excel"))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    sheet = load_workbook(io.BytesIO(answer.data)).worksheets[0]
    assert sheet["A1"].value == "征求意见一览"
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert rows[0] == ("征求意见稿", "进展", "截止时间", "已收到书面回复", "发文字号")
    assert [row[2] for row in rows[1:]] == ["2026年11月27日（星期五）16:00", "2026年11月25日（星期三）16:00"]


def test_links_put_the_next_look_into_the_place_of_the_list(site: Site) -> None:
    page = rounds(site)
    for link in page.soup.select("thead a, .filters a"):
        assert link["hx-get"] == link["href"]
        assert page.one(str(link["hx-target"])) is page.one(str(link["hx-select"]))


def test_whoever_may_not_see_the_page_gets_no_sheet_of_it(site: Site) -> None:
    assert site.as_("01jb").client.get("/rounds?as=xlsx").status_code == 404


EVERY_LIST = [
    ("bgs", "/"), ("zr", "/done"), ("bgs", "/started"), ("bgs", "/rounds"), ("bgs", "/accidents"), ("01jb", "/measures"),
    ("admin", "/administration/units"), ("admin", "/administration/officers"), ("01jb", "/account"),
    ("01jb", "/substitutes"),
]  # fmt: skip


@pytest.mark.parametrize(("login", "address"), EVERY_LIST)
def test_every_list_goes_out_as_a_sheet_and_its_headings_lead_back_to_it(site: Site, login: str, address: str) -> None:
    answer = site.as_(login).client.get(f"{address}?as=xlsx")
    sheet = load_workbook(io.BytesIO(answer.data)).worksheets[0]
    page = site.as_(login).get(address)
    sorting = [str(link["href"]) for link in page.soup.select("thead a")]
    titles = [str(cell.value) for cell in sheet[2]]
    assert set(page.all(".list thead th")) <= set(titles)
    for link in sorting:
        assert site.as_(login).get(link).path == address
