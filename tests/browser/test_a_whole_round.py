"""One round before real browsers: the office at a desk, the units on their telephones, from the draft to the archive."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.browser.answering import comment, saved, write_by_finger
from tests.browser.pressing import follow, press
from tests.browser.street import Person, Street
from tests.makers import DEADLINE, SAMPLE
from workflow.consultation.model import Reply, Round, StandingKind
from workflow.engine.checkup import examine
from workflow.people import Unit

UNITS = 3
KIND = StandingKind


@pytest.fixture
def office(street: Street) -> Person:
    return street.person("bgs")


def test_from_the_draft_to_the_archive(street: Street, office: Person) -> None:
    head = street.person("zr")
    prepare(street, office)
    follow(opened(head, "/"), "实施办法")
    press(head, "签发", told="已签发")
    answer(street, 0, "明确牵头单位和完成时限。")
    answer(street, 1, "")
    street.stage.unit(2).open_notice()  # it saw the notice and keeps silent
    street.stage.pass_until(DEADLINE + timedelta(seconds=31))
    expect(opened(street.person("03jb", telephone=True), street.site.reply(2)).page.locator("main")).to_contain_text(
        "逾期视为无意见"
    )
    accept(street, office)
    decide(street, office, head)
    finish(street, office)
    assert results(street) == [KIND.WITH_COMMENTS, KIND.NO_OBJECTION, KIND.SILENT]
    assert [person.login for person in street.people if person.sticks_out()] == []


def opened(person: Person, path: str) -> Person:
    person.open(path)
    return person


def prepare(street: Street, office: Person) -> None:
    press(opened(office, "/rounds"), "发起征求意见")
    page = office.page
    page.locator("[name=draft]").set_input_files(SAMPLE)
    press(office, "上传")
    page.locator("[name=basis]").fill("根据区委、区政府主要领导批示要求")
    page.locator("#field-deadline").fill("2026-11-27T16:00")
    expect(page.locator("#deadline-settled")).to_contain_text("已保存")
    for key in first_units(street):
        page.locator(f"#recipients [value='{key}']").first.check()
    expect(page.locator("#recipients-settled")).to_contain_text(f"共{UNITS}家单位")
    expect(page.locator("#missing li")).to_have_count(0)
    press(office, "送审", told="已送审")
    with street.stage.office.desk(write=False) as desk:
        street.stage.round_id = desk.session.scalars(select(Round.id)).one()


def first_units(street: Street) -> list[str]:
    with street.stage.office.desk(write=False) as desk:
        return [desk.session.get_one(Unit, unit_id).key for unit_id in street.stage.units[:UNITS]]


def answer(street: Street, number: int, proposed: str) -> None:
    """The clerk on his telephone comments or declares 无意见, the leader writes his name by finger, the keeper seals."""
    unit = f"{number + 1:02d}"
    clerk = street.person(f"{unit}jb", telephone=True)
    follow(clerk, "实施办法")
    press(clerk, "签收")
    if proposed:
        clerk.page.locator("details:has(#clause-3):not([open]) > summary").tap()
        comment(clerk.page, 3)
        clerk.page.locator("#clause-3 [name=proposed]").fill(proposed)
        saved(clerk.page)
        press(clerk, "送签", told="回函已送主要领导签批", within="body")
    else:
        press(clerk, "无意见", then="无意见，送主要领导签批", told="并送主要领导签批", within="body")
    leader = street.person(f"{unit}ld", telephone=True)
    follow(leader, "实施办法")
    write_by_finger(leader.page)
    press(leader, "签批同意", told="回函已转印章管理员用印")
    keeper = street.person(f"{unit}yz", telephone=True)
    follow(keeper, "实施办法")
    press(keeper, "用印并报送", told="已用印并报送")


def accept(street: Street, office: Person) -> None:
    for number in (0, 1):
        press(opened(office, street.site.reply(number, "checks.check")), "接收")
        expect(office.page.get_by_role("button", name="接收")).to_have_count(0)


def decide(street: Street, office: Person, head: Person) -> None:
    opened(office, street.site.round("decisions.summarise"))
    row = office.page.locator(".comment-row").first
    row.locator("[name=verdict][value=adopted]").check()
    row.get_by_role("button", name="保存").click()
    expect(row.locator("header .state", has_text="采纳")).to_be_visible()
    press(office, "送负责人确认", told="处理意见已送负责人确认。")
    press(opened(head, street.site.round("decisions.confirm")), "确认全部处理意见", then="确认")
    expect(head.page.get_by_role("button", name="确认全部处理意见")).to_have_count(0)


def finish(street: Street, office: Person) -> None:
    press(opened(office, street.site.round("decisions.release")), "向全部单位反馈", then="反馈")
    expect(office.page.get_by_role("button", name="向全部单位反馈")).to_have_count(0)
    opened(office, street.site.round("decisions.conclude")).page.locator("[name=addressee]").fill("区政府")
    press(office, "办结，形成送审稿")
    expect(office.page.get_by_role("button", name="办结，形成送审稿")).to_have_count(0)
    press(opened(office, street.site.round("decisions.archive")), "归档")
    expect(office.page.get_by_text("已归档").first).to_be_visible()


def results(street: Street) -> list[StandingKind | None]:
    with street.stage.look() as (desk, round_):
        assert round_.archived_at is not None
        assert examine(desk, desk.engine).findings == ()
        letters = [reply.valid_letter for reply in round_.replies[:2]]
        assert all(letter is not None and letter.handwriting is not None for letter in letters)
        return [standing(reply) for reply in round_.replies]


def standing(reply: Reply) -> StandingKind | None:
    return reply.standing.kind if reply.standing else None
