"""Extension and replacement: who may, until when, and what is refused with everything typed kept."""

import pytest

from tests.makers import DEADLINE, SAMPLE, a_round
from tests.web import papers
from tests.web.site import Site


@pytest.fixture
def site(site: Site) -> Site:
    a_round(site.stage, units=1)
    return site


@pytest.mark.parametrize(
    ("deadline", "reason", "sentence"),
    [
        ("2026-11-26T16:00", "需要研究", "延期后的截止时间应晚于原截止时间"),
        ("", "需要研究", "请填写延期后的日期和时间"),
        ("2026-12-01T16:00", " ", "请写明延期理由"),
        ("2226-12-01T16:00", "需要研究", "请核对年份"),
    ],
    ids=["earlier", "empty", "no-reason", "slip"],
)
def test_an_extension_that_cannot_be_is_refused(site: Site, deadline: str, reason: str, sentence: str) -> None:
    page = site.as_("zr").get(site.round("rounds.extension"))
    refused = page.press("签发延期通知", status=422, deadline=deadline, reason=reason)
    assert sentence in refused.text
    assert refused.one("#field-deadline")["value"] == deadline


def test_an_extension_after_the_deadline_is_too_late(site: Site) -> None:
    page = site.as_("zr").get(site.round("rounds.extension"))
    site.stage.clock.move_to(DEADLINE)
    refused = page.press("签发延期通知", status=409, deadline="2026-12-01T16:00", reason="需要研究")
    assert "延期须在原截止时间之前签发" in refused.text


def test_the_clerk_does_not_extend_and_the_head_does_not_replace(site: Site) -> None:
    site.as_("bgs").get(site.round("rounds.extension"), status=403)
    site.as_("zr").get(site.round("rounds.replacement"), status=403)


@pytest.mark.parametrize(
    ("data", "correction", "sentence"),
    [
        (papers.PDF, "漏排一段", "是PDF"),
        (b"", "漏排一段", "这个文件是空的"),
        (SAMPLE.read_bytes(), "", "请写明更正了什么"),
    ],
    ids=["pdf", "empty", "no-reason"],
)
def test_a_replacement_that_cannot_be_is_refused(site: Site, data: bytes, correction: str, sentence: str) -> None:
    page = site.as_("bgs").get(site.round("rounds.replacement"))
    refused = page.press("更正并通知各单位", status=422, draft=(data, "新稿.docx"), correction=correction)
    assert sentence in refused.text
    assert correction in refused.text
    with site.stage.look() as (_, round_):
        assert len(round_.drafts) == 1


def test_a_second_click_replaces_nothing_twice(site: Site) -> None:
    page = site.as_("bgs").get(site.round("rounds.replacement"))
    new = (papers.a_draft("一、总则", "（一）目的。为了安全。"), "新稿.docx")
    page.press("更正并通知各单位", draft=new, correction="漏排一段")
    page.press("更正并通知各单位", status=409, draft=new, correction="漏排一段")
    with site.stage.look() as (_, round_):
        assert len(round_.drafts) == 2


def test_a_page_of_a_stage_that_has_passed_says_where_the_round_stands(site: Site) -> None:
    stale = site.as_("zr").get(site.round("rounds.extension"))
    site.stage.pass_until(DEADLINE)
    assert "已经截止，正在汇总处理意见" in site.as_("zr").get(site.round("rounds.extension"), status=409).told[0]
    assert "不能延期" in stale.press("签发延期通知", status=409, deadline="2026-12-01T16:00", reason="需要研究").told[0]


def test_the_head_revokes_the_round_and_every_unit_finds_it_off_its_desk(site: Site) -> None:
    page = site.as_("zr").get(site.round("rounds.board")).follow("撤销本轮")
    refused = page.press("撤销并通知各单位", status=422)
    assert "理由" in refused.one("#error-reason").get_text()
    board = refused.press("撤销并通知各单位", reason="因上级文件已作调整")
    assert "撤销通知已送达1家单位" in board.told[0]
    assert "因上级文件已作调整" in board.text
    assert [button for button in board.buttons if button in ("撤销本轮", "延期", "催办")] == []
    unit = site.as_("01jb").get("/")
    assert unit.all("tbody th a") == [], "nothing is to be done any more"
    assert "没有报送的不视为无意见" in unit.text
    reply = site.as_("01jb").get(site.reply(0))
    assert "本轮已撤销" in reply.text
    assert "撤销通知" in reply.text
    site.as_("zr").get(site.round("rounds.revocation"), status=409)


def test_the_clerk_does_not_revoke(site: Site) -> None:
    assert "撤销本轮" not in site.as_("bgs").get(site.round("rounds.board")).buttons
    site.as_("bgs").get(site.round("rounds.revocation"), status=403)
