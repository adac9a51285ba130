"""Kept files go to those they belong to, under the name people know."""

from dataclasses import dataclass
from urllib.parse import quote

import pytest
from sqlalchemy import select

from tests.makers import Stage, a_round, played_once
from tests.web.site import Site
from workflow.consultation.actions import checking, deciding
from workflow.consultation.model import Paper
from workflow.people import PostKind


@dataclass
class Kept:
    """The kept files of a round, by what they are."""

    site: Site

    def url(self, kind: str, unit: int | None = None) -> str:
        with self.site.stage.look() as (desk, round_):
            reply_id = round_.replies[unit].id if unit is not None else None
            found = select(Paper).where(Paper.kind == kind)
            found = found.where(Paper.reply_id.is_(None) if reply_id is None else Paper.reply_id == reply_id)
            return self.site.url("files.download", key=desk.session.scalars(found).first().file.key)  # type: ignore[union-attr]

    def draft(self) -> str:
        with self.site.stage.look() as (_, round_):
            return self.site.url("files.download", key=round_.current_draft.file.key)


@pytest.fixture
def kept(site: Site) -> Kept:
    a_released_round(site.stage)
    return Kept(site)


@played_once
def a_released_round(stage: Stage) -> None:
    """Of two units: the first answered, the second was never reached."""
    a_round(stage, units=2)
    unit = stage.unit(0)
    unit.receive()
    unit.write([])
    unit.sign_and_seal()
    with stage.as_office() as (desk, round_):
        checking.accept(desk, round_.replies[0])
        deadline = round_.last_moment
    stage.pass_until(deadline)
    with stage.as_office() as (desk, round_):
        deciding.send_decisions(desk, round_)
    with stage.as_office(PostKind.LEADER) as (desk, round_):
        deciding.confirm(desk, round_)
    with stage.as_office() as (desk, round_):
        deciding.release(desk, round_)


def test_a_file_comes_under_its_chinese_name_and_is_never_opened_in_the_page(kept: Kept) -> None:
    answer = kept.site.as_("01jb").get(kept.url("notice")).response
    assert f"filename*=UTF-8''{quote('征求意见通知.docx')}" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.data.startswith(b"PK")


@pytest.mark.parametrize(
    ("kind", "unit", "login", "status"),
    [
        ("notice", None, "01jb", 200),
        ("notice", None, "02ld", 200),
        ("notice", None, "03jb", 404),
        ("comment_form", 0, "01yz", 200),
        ("comment_form", 0, "02jb", 404),
        ("reply", 0, "01jb", 200),
        ("reply", 0, "02jb", 404),
        ("answer", 0, "01ld", 200),
        ("answer", 1, "01ld", 404),
        ("undelivered_record", 1, "02ld", 404),
        ("summary", None, "01jb", 404),
        ("adoption_report", None, "01jb", 404),
        ("summary", None, "bgs", 200),
        ("reply", 0, "zr", 200),
        ("undelivered_record", 1, "bgs", 200),
        ("notice", None, "admin", 404),
    ],
)
def test_who_may_have_what(kept: Kept, kind: str, unit: int | None, login: str, status: int) -> None:
    kept.site.as_(login).get(kept.url(kind, unit), status=status)


def test_the_draft_goes_to_those_who_were_asked(kept: Kept) -> None:
    kept.site.as_("02jb").get(kept.draft())
    kept.site.as_("03jb").get(kept.draft(), status=404)


def test_a_foreign_file_and_an_unknown_one_get_the_same_answer(kept: Kept) -> None:
    browser = kept.site.as_("02jb")
    foreign = browser.get(kept.url("reply", 0), status=404)
    assert foreign.told == browser.get("/file/no-such-file", status=404).told


def test_the_draft_of_a_round_that_is_not_out_is_the_offices_alone(site: Site) -> None:
    site.stage.begin(units=2)
    url = Kept(site).draft()
    site.as_("01jb").get(url, status=404)
    site.as_("bgs").get(url)


def test_a_file_nobody_refers_to_is_nobodys(site: Site) -> None:
    with site.stage.office.desk() as desk:
        key = desk.keep(b"%PDF", "稿.pdf", "application/pdf").key
    site.as_("bgs").get(f"/file/{key}", status=404)


def test_without_a_login_there_is_no_file(kept: Kept) -> None:
    assert kept.site.browser().get(kept.draft()).path == "/login"


def test_the_unit_finds_its_answer_and_what_was_decided(kept: Kept) -> None:
    page = kept.site.as_("01jb").get(kept.site.reply(0))
    assert "采纳情况反馈函" in page.all(".papers a")
    assert page.follow("采纳情况反馈函").response.data.startswith(b"PK")
