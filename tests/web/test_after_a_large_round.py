"""What follows a round of very many units: its pages read some units at a time, and ask a few questions however many there are."""

import pytest
from sqlalchemy import event

from tests.large import a_large_round
from tests.web.site import Page, Site
from web.consultation.decisions.releasing import ANSWERS
from web.consultation.papers import FILES
from web.frame.database import db
from workflow.consultation import bundles
from workflow.consultation.model import Paper, Round
from workflow.files import WORD

UNITS = 120


@pytest.fixture
def closed(site: Site) -> Site:
    """Everything that follows has been done with it; sixty comments were made."""
    a_large_round(site.stage, UNITS, comments=60)
    with site.stage.office.desk() as desk:
        round_ = desk.session.get_one(Round, site.stage.round_id)
        for done in ("closed_at", "proposed_at", "confirmed_at", "released_at", "concluded_at"):
            setattr(round_, done, desk.now)
    return site


def opened(site: Site, endpoint: str, query: str = "") -> Page:
    return site.as_("bgs").get(site.round(endpoint) + query)


@pytest.mark.parametrize(
    "endpoint", ["decisions.confirm", "decisions.release", "decisions.conclude", "decisions.archive", "papers.index"]
)
def test_a_page_asks_a_few_questions_however_many_units_there_are(closed: Site, endpoint: str) -> None:
    seen: list[str] = []
    opened(closed, endpoint)
    with closed.app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    opened(closed, endpoint)
    assert len(seen) < 60  # far from one a unit


def test_the_answers_stand_on_pages_which_hold_each_unit_once(closed: Site) -> None:
    page, found = opened(closed, "decisions.release"), list[str]()
    while True:
        shown = page.all("tbody th")
        assert len(shown) <= (ANSWERS.size or 0)
        found += shown
        if "下一页" not in page.all(".pager a"):
            break
        page = page.follow("下一页", within=".pager")
    assert len(found) == len(set(found)) == UNITS
    assert f"{UNITS}家单位" in page.text


def test_the_decisions_to_be_confirmed_stand_on_pages_which_hold_each_row_once(closed: Site) -> None:
    page, found = opened(closed, "decisions.confirm"), set[str]()
    assert "下一页" in page.all(".pager a")
    while True:
        rows = {str(row["id"]) for row in page.soup.select("[id^=row-]")}
        assert rows
        assert not rows & found
        found |= rows
        if "下一页" not in page.all(".pager a"):
            break
        page = page.follow("下一页", within=".pager")
    assert f"共{len(found)}行意见" in page.text


def test_very_many_files_are_listed_a_page_at_a_time_and_not_on_the_page_of_the_archive(
    closed: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closed.stage.office.desk() as desk:
        round_ = desk.session.get_one(Round, closed.stage.round_id)
        kept = [desk.keep(f"{n}".encode(), f"{n}.docx", WORD).id for n in range(UNITS)]
        desk.session.add_all(
            Paper(round_id=round_.id, reply_id=reply.id, kind="comment_form", file_id=file_id, made_at=desk.now)
            for reply, file_id in zip(round_.replies, kept, strict=True)
        )
    monkeypatch.setattr(bundles, "FEW", 2)
    page = opened(closed, "papers.index")
    assert len(page.all("tbody tr")) == FILES.size
    assert page.all("tbody td[data-label=文件夹]")[0] == "征求意见稿和附件"
    assert page.follow("意见反馈单", within="tbody").response.status_code == 200
    assert "下一页" in page.all(".pager a")
    archive = opened(closed, "decisions.archive")
    assert "文件较多，不在本页逐件列出" in archive.text
    assert archive.follow("本轮文件", within="main").title == "本轮文件"
