"""Every step of a reply and of its decision with the keyboard alone: the focus is seen, held by nothing, and never lost.

(That no part which htmx brings takes the focus with it is heard in every browser test, see `street`.)
"""

import base64

from playwright.sync_api import Locator, Page, expect

from tests.browser.answering import asked, before_the_leader, comment, saved, writing
from tests.browser.keyboard import go_round, reach
from tests.browser.street import Person, Street
from tests.large import a_large_round
from tests.web.after import closed_round, decide_all, said, send_to_head, words_of
from tests.web.test_signing import drawing
from workflow import handwriting
from workflow.consultation.actions import issuing
from workflow.consultation.model import RoundStage, VoidKind
from workflow.consultation.model import Stage as Step
from workflow.demo.comments import Said
from workflow.documents import uploads
from workflow.people import PostKind

SAID = [Said(5, "第一责任人", "第一责任人，对本辖区安全生产工作全面负责", "与上级规定一致。")]


def press(page: Page, button: str, *, within: str = "main", most: int = 60) -> None:
    reach(page, page.locator(within).get_by_role("button", name=button, exact=True), most)
    page.keyboard.press("Enter")


def step(street: Street) -> Step:
    with street.stage.reply(0) as reply:
        return reply.stage


def test_a_clerk_answers_and_a_leader_signs(street: Street) -> None:
    page = writing(asked(street)).page
    reach(page, page.locator("#clause-0 .add-comment button"), most=90)
    page.keyboard.press("Enter")
    expect(page.locator("#clause-0 [name=proposed]")).to_be_focused()
    page.keyboard.type("改为每月检查一次。")
    saved(page)
    reach(page, page.locator("[data-opens=send]"), most=90)  # past 32 clauses
    page.keyboard.press("Enter")
    press(page, "送签", within="dialog[open]")
    expect(page.get_by_text("回函已送主要领导签批")).to_be_visible()
    page = before(street, "01ld", "replies.sign")
    reach(page, page.locator("[name=opinion]").first)
    page.keyboard.press("ArrowDown")
    press(page, "签批同意")
    expect(page.get_by_text("回函已转印章管理员用印")).to_be_visible()
    with street.stage.reply(0) as reply:
        assert reply.letter is not None
        assert reply.letter.opinion == "同意。"


def before(street: Street, login: str, endpoint: str) -> Page:
    return street.person(login).open(street.site.reply(0, endpoint))


def test_a_dialog_holds_the_focus_and_gives_it_back(street: Street) -> None:
    page = writing(asked(street)).page
    comment(page, 0)
    opener = page.locator("#clause-0 .comment [data-opens]").first
    opener.focus()
    page.keyboard.press("Enter")
    for _ in range(6):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()


# -- 退回


def test_a_leader_returns_with_a_usual_reason(street: Street) -> None:
    before_the_leader(asked(street), said=SAID)
    page = before(street, "01ld", "replies.sign")
    assert go_round(page) > 10
    open_returning(page)
    press(page, "表述不准确，请修改后再报。")
    expect(page.get_by_text("已退回经办人修改")).to_be_visible()
    assert step(street) is Step.WRITING


def test_a_return_without_a_reason_leads_to_the_field_and_goes_through_with_one(street: Street) -> None:
    before_the_leader(asked(street), said=SAID)
    leader = street.person("01ld")
    page = leader.open(street.site.reply(0, "replies.sign"))
    open_returning(page)
    press(page, "退回经办人")
    expect(page.locator("#error-reason")).to_be_visible()
    expect(page.locator(".error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#field-reason")).to_be_focused()
    page.keyboard.type("请补充依据。")
    press(page, "退回经办人")
    expect(page.get_by_text("已退回经办人修改")).to_be_visible()
    with street.stage.reply(0) as reply:
        assert (reply.letters[-1].void, reply.letters[-1].void_reason) == (VoidKind.RETURNED_BY_LEADER, "请补充依据。")
    forget_refused_forms(leader)


def open_returning(page: Page) -> None:
    reach(page, page.locator("#hand-back > summary"))
    page.keyboard.press("Enter")


def forget_refused_forms(person: Person) -> None:
    """The browser itself tells of every form that came back."""
    person.complaints[:] = [line for line in person.complaints if "422" not in line]


# -- 用印


def test_a_keeper_seals(street: Street) -> None:
    before_the_leader(asked(street), said=SAID)
    street.stage.unit(0).sign()
    page = before(street, "01yz", "replies.seal")
    assert go_round(page) > 10
    press(page, "用印并报送")
    expect(page.get_by_text("已用印并报送")).to_be_visible()
    assert step(street) is Step.SUBMITTED


def test_a_keeper_does_not_seal_and_returns(street: Street) -> None:
    before_the_leader(asked(street), said=SAID)
    street.stage.unit(0).sign()
    page = before(street, "01yz", "replies.seal")
    open_returning(page)
    press(page, "回函内容有误，请核对后再报。")
    expect(page.get_by_text("未予用印，回函已退回经办人。")).to_be_visible()
    assert step(street) is Step.WRITING


# -- a kept handwriting


def test_a_kept_handwriting_is_forgotten_and_what_was_typed_stays(street: Street) -> None:
    before_the_leader(asked(street), said=SAID)
    keep_a_hand(street)
    page = before(street, "01ld", "replies.sign")
    reach(page, page.get_by_label("另写意见"))
    page.keyboard.type("同意，请按时报送。")
    reach(page, page.get_by_role("radio", name="用保存的签名"))
    press(page, "删除保存的签名")
    expect(page.get_by_text("已删除保存的手写签名。已签批的回函不受影响。")).to_be_visible()
    expect(page.locator("#field-drawing")).to_be_focused()
    expect(page.get_by_label("另写意见")).to_have_value("同意，请按时报送。")
    expect(page.locator("[data-started] .hand-canvas")).to_be_visible()
    assert page.locator(".hand-canvas").evaluate("pad => pad.width") > 600, "the pad that came is ready to write on"
    with street.stage.as_(unit_of(street), PostKind.LEADER) as desk:
        assert handwriting.kept(desk) is None
    press(page, "签批同意")
    expect(page.get_by_text("回函已转印章管理员用印")).to_be_visible()


def keep_a_hand(street: Street) -> None:
    with street.stage.as_(unit_of(street), PostKind.LEADER) as desk:
        handwriting.take_in(desk, uploads.handwriting(base64.b64decode(drawing().partition(",")[2])), remember=True)


def unit_of(street: Street) -> int:
    with street.stage.reply(0) as reply:
        return reply.unit_id


# -- the office


def test_the_head_confirms(street: Street) -> None:
    page = before_the_head(street)
    assert go_round(page) > 10
    press(page, "确认全部处理意见")
    press(page, "确认", within="dialog[open]")
    expect(page.get_by_text("处理意见已确认").first).to_be_visible()
    with street.stage.look() as (_, round_):
        assert round_.confirmed_at is not None


def test_the_head_sends_back(street: Street) -> None:
    page = before_the_head(street)
    reach(page, page.locator("#field-reason"))
    page.keyboard.type("第一行请再斟酌。")
    press(page, "退回经办人修改")
    expect(page.get_by_text("处理意见已退回经办人修改").first).to_be_visible()
    with street.stage.look() as (_, round_):
        assert round_.stage is RoundStage.SUMMARISING


def before_the_head(street: Street) -> Page:
    asked(street, units=3)
    words = words_of(street.stage, 5)
    closed_round(street.stage, [said(5, words, words + "并考核")], [], [])
    decide_all(street.stage)
    send_to_head(street.stage)
    return street.person("zr").open(street.site.round("decisions.confirm"))


# -- what comes takes nobody's place


def test_whoever_corrects_the_clauses_goes_on_where_he_was(street: Street) -> None:
    street.stage.begin(units=2)
    with street.stage.as_office(PostKind.LEADER) as (desk, round_):
        issuing.send_back(desk, round_, "请核对条款。")
    page = street.person("bgs").open(street.site.round("rounds.structure"))
    for verb, field in (("在后面加一条", "parts.0.clauses.1.number"), ("删去这一条", "parts.0.clauses.1.number")):
        verb_of(page, "clause-0-1" if verb.startswith("删") else "clause-0-0", verb).focus()
        page.keyboard.press("Enter")
        expect(page.locator(f'[name="{field}"]')).to_be_focused()


def verb_of(page: Page, clause: str, verb: str) -> Locator:
    return page.locator(f"#{clause}").get_by_role("button", name=verb)


def test_a_list_that_is_looked_at_otherwise_keeps_the_focus(street: Street) -> None:
    a_large_round(street.stage, 120)
    clerk = street.person("bgs")
    page = clerk.open(street.site.round("rounds.board"))
    for link in ("#sort-list-units-unit", "#page-list-units-after"):
        page.locator(link).focus()
        page.keyboard.press("Enter")
        clerk.come_to_rest()
    expect(page.locator("#list-units .table-frame")).to_be_focused()  # on the last page nothing leads to the next one
    page.locator("#page-list-units-before").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#list-units .table-frame")).to_be_focused()
