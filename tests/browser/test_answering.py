"""A unit answers in a real browser: the clerk writes, the leader signs, the keeper seals, at a desk and on a telephone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.answering import asked, before_the_leader, comment, saved, write_by_finger, writing
from tests.browser.street import Person, Street, open_street
from tests.makers import Stage
from tests.web.site import open_site
from workflow.accounts.terms import CUSTOMARY
from workflow.consultation.model import Stage as Step
from workflow.demo.comments import Said
from workflow.demo.district import PASSWORD
from workflow.documents.comparison import difference

TALLEST_DRAFT = 3_500  # px on a telephone; unfolded it was 16,000
SELECT = """([clause, from, to]) => {
    const words = document.querySelector(`#clause-${clause} [data-clause-text] p`).firstChild;
    getSelection().setBaseAndExtent(words, from, words, to);
}"""
COUNT_CLICKS = """addEventListener("click", (event) => {
    if (event.isTrusted) sessionStorage.setItem("clicks", 1 + Number(sessionStorage.getItem("clicks")));
}, true);"""
SAID = [Said(5, "第一责任人", "第一责任人，对本辖区安全生产工作全面负责", "与上级规定一致。")]


def step(street: Street, number: int = 0) -> Step:
    with street.stage.reply(number) as reply:
        return reply.stage


# -- writing


def test_selected_words_are_quoted_and_what_changes_is_shown_while_one_types(street: Street) -> None:
    clerk = writing(asked(street))
    clerk.page.evaluate(SELECT, [5, 3, 20])
    clerk.page.get_by_role("button", name="就选中的文字提意见").click()
    note = clerk.page.locator("#clause-5 .comment")
    original, proposed = note.locator("[name=original]"), note.locator("[name=proposed]")
    expect(proposed).to_be_focused()
    expect(original).to_have_value("主要负责人是本辖区安全生产第一责任")
    for now in ("主要负责人是本镇街安全生产第一责任人，每月检查2次", "主要负责同志是责任人"):
        proposed.fill(now)
        assert shown(note) == [(piece.kind.value, piece.text) for piece in difference(original.input_value(), now)]
    saved(clerk.page)
    expect(clerk.page.locator("#tally")).to_contain_text("主要负责同志是责任人")
    expect(clerk.page.locator("[data-count-in=clause-5]")).to_have_text("1")
    assert clerk.barriers() == []


QUICK = """() => new MutationObserver((_, watching) => {
    const field = document.querySelector("#clause-5 [name=proposed]");
    if (field) { watching.disconnect(); field.value = "抢先写下的话"; }
}).observe(document.body, { childList: true, subtree: true })"""


def test_what_is_typed_before_the_field_is_ready_is_saved_too(street: Street) -> None:
    """The comment's field has come, but nothing listens to it yet."""
    page = writing(asked(street)).page
    page.evaluate(QUICK)
    page.locator("#clause-5 .add-comment button").click()
    saved(page)
    expect(page.locator("#tally")).to_contain_text("抢先写下的话")


def shown(note: Locator) -> list[tuple[str, str]]:
    kinds = {"#text": "same", "DEL": "removed", "INS": "added"}
    nodes = note.locator(".difference").evaluate(
        "place => [...place.childNodes].map((n) => [n.nodeName, n.textContent])"
    )
    return [(kinds[name], text) for name, text in nodes]


def test_what_was_typed_survives_a_lost_connection_and_a_closed_tab(street: Street) -> None:
    clerk = writing(asked(street))
    comment(clerk.page, 5)
    context = clerk.page.context
    context.set_offline(True)
    clerk.page.locator("#clause-5 [name=proposed]").fill("断网时写下的建议")
    expect(clerk.page.locator("[data-autosave-summary]")).to_have_text("有1处还没有存入系统")
    clerk.page.close(run_before_unload=False)
    context.set_offline(False)
    clerk.page = context.new_page()
    clerk.open(street.site.reply(0, "replies.write"))
    expect(clerk.page.locator("#clause-5 [name=proposed]")).to_have_value("断网时写下的建议")
    saved(clerk.page)
    with street.stage.reply(0) as reply:
        assert [said.proposed for said in reply.written] == ["断网时写下的建议"]
    forget_the_lost_connection(clerk)


def test_what_is_sent_holds_the_last_words_or_is_not_sent(street: Street) -> None:
    clerk = writing(asked(street))
    comment(clerk.page, 5)
    send = clerk.page.get_by_role("button", name="送签", exact=True)
    clerk.page.context.set_offline(True)
    clerk.page.locator("#clause-5 [name=proposed]").fill("先写的")
    send.click()
    clerk.page.locator("dialog[open]").get_by_role("button", name="送签").click()
    expect(clerk.page.locator("#send [data-after-saving]")).to_contain_text("没有送出")
    clerk.page.context.set_offline(False)
    clerk.page.locator("#clause-5 [name=proposed]").evaluate(
        "field => { field.value = '最后写的'; field.dispatchEvent(new Event('input', { bubbles: true })); }"
    )
    clerk.page.locator("dialog[open]").get_by_role("button", name="送签").click()
    expect(clerk.page.get_by_text("回函已送主要领导签批")).to_be_visible()
    with street.stage.reply(0) as reply:
        assert reply.letter is not None
        assert [said.proposed for said in reply.letter.comments] == ["最后写的"]
    forget_the_lost_connection(clerk)


def forget_the_lost_connection(person: Person) -> None:
    """The browser itself tells of every request that found no network."""
    told = ("ERR_INTERNET_DISCONNECTED", "htmx:")
    person.complaints[:] = [line for line in person.complaints if not any(word in line for word in told)]


def test_a_telephone_shows_the_draft_part_by_part_and_comes_back_to_the_place(street: Street) -> None:
    clerk = writing(asked(street), telephone=True)
    page = clerk.page
    assert page.evaluate("document.documentElement.scrollHeight") < TALLEST_DRAFT
    page.locator("#part-3 summary").tap()
    expect(page.locator("#part-1")).not_to_have_attribute("open", "")
    page.evaluate(SELECT, [9, 0, 6])
    page.get_by_role("button", name="就选中的文字提意见").tap()
    page.locator("#clause-9 [name=proposed]").fill("在电话上写的")
    saved(page)
    page.locator(".own-count").tap()
    expect(page.locator("#outline")).to_be_visible()
    assert clerk.barriers() == []
    assert not clerk.sticks_out()
    page.locator("#clause-9").evaluate("clause => clause.scrollIntoView()")
    expect(page.locator("[data-place=clause-9]")).to_be_visible()
    clerk.open(street.site.reply(0, "replies.write"))
    expect(page.locator("#part-3")).to_have_attribute("open", "")
    page.get_by_role("link", name="接着上次看").tap()
    expect(page.locator("#clause-9")).to_be_in_viewport()


def test_a_comment_that_goes_leaves_nothing_behind_and_the_page_stands_still(street: Street) -> None:
    clerk = writing(asked(street))
    comment(clerk.page, 5)
    clerk.page.locator("#clause-5 .comment").get_by_role("button", name="删除").click()
    clerk.page.locator("dialog[open]").get_by_role("button", name="删除").click()
    expect(clerk.page.locator(".comment")).to_have_count(0)
    expect(clerk.page.locator("#clause-5 .add-comment button")).to_be_focused()
    expect(clerk.page.locator("#tally")).to_contain_text("已列0条意见")


# -- from the mail to the submitted reply


def arrives(street: Street, login: str) -> Person:
    """Somebody follows the link of the notice mail; every click from here on is counted."""
    with street.stage.reply(0) as reply:
        link = f"/?about={reply.subject}"
    person = street.stranger(telephone=True)
    person.page.add_init_script(COUNT_CLICKS)
    person.open(link)
    return person.log_in(login)


def clicks(page: Page) -> int:
    return int(page.evaluate("sessionStorage.getItem('clicks')"))


def test_from_the_mail_to_the_submitted_reply_in_few_clicks(street: Street) -> None:
    asked(street)
    clerk = arrives(street, "01jb")
    for button in ("签收", "无意见", "无意见，送主要领导签批"):
        clerk.sees(clerk.page.get_by_role("button", name=button, exact=True)).click()
    expect(clerk.page.get_by_text("已声明无意见，并送主要领导签批。")).to_be_visible()
    assert clicks(clerk.page) <= 4
    leader = arrives(street, "01ld")
    leader.page.get_by_role("button", name="签批同意").click()
    expect(leader.page.get_by_text("回函已转印章管理员用印")).to_be_visible()
    assert clicks(leader.page) <= 3
    keeper = arrives(street, "01yz")
    keeper.page.get_by_role("button", name="用印并报送").click()
    expect(keeper.page.get_by_text("已用印并报送")).to_be_visible()
    assert clicks(keeper.page) <= 3
    assert step(street) is Step.SUBMITTED


def test_the_leader_returns_with_two_taps(street: Street) -> None:
    before_the_leader(asked(street), said=SAID)
    leader = street.person("01ld", telephone=True)
    page = leader.open(street.site.reply(0, "replies.sign"))
    page.get_by_role("link", name="退回").tap()
    page.get_by_role("button", name="理由和依据不充分，请补充后再报。").tap()
    expect(page.get_by_text("已退回经办人修改")).to_be_visible()
    assert step(street) is Step.WRITING


# -- signing


@pytest.fixture
def guarded(stage: Stage, chromium: Browser) -> Iterator[Street]:
    """A street whose door asks again who one is, as a real one does."""
    for site in open_site(stage, terms=CUSTOMARY):
        with open_street(site, chromium) as street:
            yield street


def test_the_handwriting_outlives_a_wrong_password_and_stands_in_the_letter(guarded: Street) -> None:
    before_the_leader(asked(guarded), number=4, said=SAID)
    leader = guarded.person("05ld", telephone=True)
    guarded.stage.clock.pass_(minutes=10)
    page = leader.open(guarded.site.reply(4, "replies.sign"))
    page.get_by_text("同意报送。", exact=True).tap()
    expect(page.get_by_role("radio", name="同意报送。")).to_be_checked()
    write_by_finger(page)
    drawn = page.locator("[data-drawing]").input_value()
    assert drawn.startswith("data:image/png;base64,")
    assert leader.barriers() == []
    page.locator("[name=confirmation]").fill("记错了")
    page.get_by_role("button", name="签批、用印并报送").tap()
    expect(leader.sees(page.locator("#error-confirmation"))).to_be_visible()
    assert page.evaluate(INK_ON_THE_PAD) > 100
    expect(page.get_by_role("radio", name="同意报送。")).to_be_checked()
    page.locator("[name=confirmation]").fill(PASSWORD)
    page.get_by_role("button", name="签批、用印并报送").tap()
    expect(page.get_by_text("已签批、用印并报送。")).to_be_visible()
    with guarded.stage.reply(4) as reply:
        letter = reply.valid_letter
        assert letter is not None
        assert letter.opinion == "同意报送。"
        assert letter.handwriting is not None
    assert all("422" in complaint for complaint in leader.complaints)  # the browser tells of every refused form


def test_a_tap_right_after_a_quick_stroke_counts(street: Street) -> None:
    before_the_leader(asked(street), said=SAID)
    page = street.person("01ld", telephone=True).open(street.site.reply(0, "replies.sign"))
    write_by_finger(page)
    page.get_by_role("button", name="清除").tap()
    page.wait_for_function("!document.querySelector('[data-drawing]').value")


INK_ON_THE_PAD = """() => {
    const pad = document.querySelector(".hand-canvas");
    const points = pad.getContext("2d").getImageData(0, 0, pad.width, pad.height).data;
    return points.filter((value, at) => at % 4 === 3 && value > 0).length;
}"""


def test_the_letter_is_shown_as_it_will_leave(street: Street) -> None:
    before_the_leader(asked(street), said=SAID)
    leader = street.person("01ld")
    page = leader.open(street.site.reply(0, "replies.sign"))
    page.get_by_text("预览回函").click()
    sheet = page.locator(".letter-sheet")
    expect(sheet).to_contain_text("主要领导意见：同意，请按程序报送。")
    page.get_by_label("另写意见").fill("同意，请补充依据后报送。")
    page.get_by_label("另写意见").press("Tab")
    expect(sheet).to_contain_text("主要领导意见：同意，请补充依据后报送。")
    assert leader.barriers() == []
