"""One screen of all units: where each stands, figures that add up and are not mixed, the plan beside what happened."""

import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from tests.makers import DEADLINE, a_round
from tests.web import papers
from tests.web.site import Page, Site
from workflow.clock import beijing
from workflow.notices import Notice


@pytest.fixture
def site(site: Site) -> Site:
    """Five units: one accepted, one submitted, one that received, one that opened, one never reached."""
    a_round(site.stage, units=5)
    site.once("a board", lambda: _answer(site))
    return site


def _answer(site: Site) -> None:
    site.stage.clock.pass_(hours=1)
    for number in (0, 1):
        site.stage.unit(number).receive()
        site.stage.unit(number).write([])
        site.stage.unit(number).sign_and_seal()
    site.as_("bgs").get(site.reply(0, "checks.check")).press("接收")
    site.stage.unit(2).receive()
    site.stage.unit(3).open_notice()


def board(site: Site, query: str = "", login: str = "bgs") -> Page:
    return site.as_(login).get(site.round("rounds.board") + query)


def states(page: Page) -> list[str]:
    return [str(row["data-state"]) for row in page.soup.select("tr[data-state]")]


def figures(page: Page) -> dict[str, int]:
    return {
        box.dt.get_text(): int(box.dd.get_text().removesuffix("家"))
        for box in page.soup.select(".figure")
        if box.dt and box.dd
    }


def test_every_unit_stands_there_with_its_state_and_times(site: Site) -> None:
    page = board(site)
    assert states(page) == ["accepted", "submitted", "writing", "issued", "issued"]
    assert "11月20日10:00" in page.soup.select("tr[data-state=accepted] td[data-label=报送]")[0].get_text()


def test_the_filter_counts_add_up_and_the_choice_is_kept(site: Site) -> None:
    page = board(site)
    counts = [int(text.split()[-1]) for text in page.all(".filters a")]
    assert counts[0] == sum(counts[1:]) == 5
    filtered = page.follow("待签收", within=".filters")
    assert states(filtered) == ["issued", "issued"]
    assert "state=issued" in filtered.link("导出Excel")
    assert states(board(site, "?state=nonsense")) == states(page)


def test_a_state_nobody_is_in_says_so(site: Site) -> None:
    assert "没有处于“未送达”的单位" in board(site, "?state=undelivered").text


def test_the_figures_are_kept_apart(site: Site) -> None:
    assert figures(board(site)) == {
        "发出": 5, "有书面意见": 0, "书面无意见": 1, "逾期视为无意见": 0, "未送达": 0, "尚未登记结果": 4, "逾期来文": 0,
    }  # fmt: skip
    site.stage.pass_until(DEADLINE + timedelta(minutes=1))
    assert figures(board(site)) == {
        "发出": 5, "有书面意见": 0, "书面无意见": 1, "逾期视为无意见": 2, "未送达": 1, "尚未登记结果": 1, "逾期来文": 0,
    }  # fmt: skip


def test_the_sheet_holds_the_same_rows(site: Site) -> None:
    answer = site.as_("bgs").client.get(board(site, "?state=issued").link("导出Excel"))
    sheet = load_workbook(io.BytesIO(answer.data)).worksheets[0]
    assert [row[3] for row in sheet.iter_rows(min_row=3, values_only=True)] == ["待签收", "待签收"]


def test_what_happened_is_shown_beside_the_plan(site: Site) -> None:
    page = board(site)
    assert "该办的都按预演办了" in page.text
    assert [row.split()[-1] for row in page.all("#audit tbody tr")] == [
        "一致",
        "尚未到时间",
        "尚未到时间",
        "尚未到时间",
    ]
    site.stage.pass_until(DEADLINE + timedelta(minutes=1))
    assert [row.split()[-1] for row in board(site).all("#audit tbody tr")] == ["一致"] * 4


def test_selected_silent_units_are_reminded_at_once(site: Site) -> None:
    page = board(site, "?state=issued")
    keys = [str(box["value"]) for box in page.soup.select("input[name=reply]")]
    assert len(keys) == 2
    told = page.press("催办", channel="phone", result="值班人员接听", reply=keys)
    assert told.told == ["已催办2家单位，催办函和催办情况都已存档。"]
    assert states(told) == ["issued", "issued"]
    with site.stage.look() as (_, round_):
        assert [len(reply.reminders) for reply in round_.replies] == [0, 0, 0, 1, 1]


def test_reminding_needs_units_a_channel_and_what_came_of_it(site: Site) -> None:
    page = board(site).press("催办", status=422, result="无人接听")
    assert "请勾选要催办的单位。" in page.text
    assert "请选择催办方式。" in page.text
    assert page.one("#field-result")["value"] == "无人接听"


def test_whoever_answered_meanwhile_is_not_reminded(site: Site) -> None:
    page = board(site)
    key = str(page.soup.select("tr[data-state=writing] input[name=reply]")[0]["value"])
    site.stage.unit(2).write([])
    site.stage.unit(2).sign_and_seal()
    told = page.press("催办", channel="phone", result="值班人员接听", reply=[key])
    assert told.told == ["所选单位都已报送，没有催办。"]


def test_the_head_extends_and_all_units_are_told(site: Site) -> None:
    page = (
        board(site, login="zr")
        .follow("延期")
        .press("签发延期通知", deadline="2026-11-28T16:00", reason="部分单位需要研究")
    )
    assert "延期通知已送达5家单位" in page.told[0]
    assert "休息日" in page.told[1]
    assert "原定11月27日16:00" in page.text
    with site.stage.look() as (desk, round_):
        assert round_.deadline == beijing(2026, 11, 28, 16)
        assert desk.session.query(Notice).filter_by(kind="extension").count() == 5


def test_a_corrected_draft_reaches_all_and_replied_units_confirm_again(site: Site) -> None:
    page = board(site).follow("更正征求意见稿")
    assert "已经报送的2家单位需对照新稿再次确认" in page.text
    new = papers.a_draft("一、总则", "（一）目的。为了安全。")
    told = page.press("更正并通知各单位", draft=(new, "新稿.docx"), correction="第三条漏排一段")
    assert "已更正为第2稿" in told.told[0]
    assert told.all("tr[data-state=accepted] .state")[-1] == "待确认新稿"
