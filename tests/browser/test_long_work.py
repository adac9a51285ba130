"""后台办理 before real browsers: the page follows the work by itself, may be left, and hands over what came of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.street import Person, Street
from tests.makers import a_round
from tests.web.after import closed_round
from web.errands import LOOKS
from workflow.consultation import bundles
from workflow.errands.carrying import Running, carry_out_next


@pytest.fixture
def many(street: Street, monkeypatch: pytest.MonkeyPatch) -> Street:
    """A closed round, where two files are many."""
    monkeypatch.setattr(bundles, "FEW", 2)
    a_round(street.stage, units=3)
    closed_round(street.stage, [], [])
    return street


def begun(street: Street, *, telephone: bool) -> Person:
    person = street.person("bgs", telephone=telephone)
    person.open(street.site.round("papers.index")).get_by_role("button", name="打包全部回函").click()
    person.page.get_by_text("可以离开这一页").wait_for()
    return person


def halting(at: Iterator[None]) -> bundles.Carry:
    """The real work, which pauses at half of it."""

    def carry(errand: Running) -> None:
        errand.tell(1, 2)
        next(at)
        bundles.KINDS[bundles.LETTERS.kind](errand)

    return carry


@pytest.mark.parametrize("telephone", [False, True], ids=["desk", "telephone"])
def test_the_page_follows_the_work_and_ends_with_the_download(many: Street, telephone: bool, tmp_path: Path) -> None:
    clerk, asked = begun(many, telephone=telephone), list[str]()
    clerk.page.on("request", lambda request: asked.append(request.url))
    assert clerk.barriers() == []

    def looked_at() -> Iterator[None]:
        clerk.page.get_by_text("已办 1 / 2").wait_for()
        assert clerk.barriers() == []
        assert not clerk.sticks_out()
        yield

    assert carry_out_next(many.stage.office, "worker", {bundles.LETTERS.kind: halting(looked_at())})
    with clerk.page.expect_download() as download:
        clerk.page.get_by_role("link", name="下载").click()
    assert download.value.suggested_filename.endswith("全部回函.zip")
    assert clerk.barriers() == []
    assert not clerk.sticks_out()
    asked.clear()
    clerk.page.wait_for_timeout(1000 * LOOKS[0][1] + 500)  # longer than until the next look
    assert asked == []


def test_the_keyboard_keeps_its_place_while_the_page_looks(many: Street) -> None:
    clerk = begun(many, telephone=False)
    clerk.page.locator("#errand-list").focus()
    for _ in range(2):
        with clerk.page.expect_response("**/errand/*"):
            pass
    clerk.page.wait_for_load_state()
    expect(clerk.page.locator("#errand-list")).to_be_focused()


def test_whoever_left_finds_it_among_his_own(many: Street) -> None:
    clerk = begun(many, telephone=False)
    clerk.page.get_by_role("link", name="我发起的").click()
    assert carry_out_next(many.stage.office, "worker", bundles.KINDS)
    clerk.page.get_by_role("link", name="后台办理", exact=True).click()
    with clerk.page.expect_download() as download:
        clerk.page.get_by_role("link", name="下载").click()
    assert Path(download.value.path()).read_bytes()[:2] == b"PK"


def test_without_scripts_it_is_followed_by_loading_the_page_again(many: Street) -> None:
    path = begun(many, telephone=False).page.url
    context = many.chromium.new_context(java_script_enabled=False, locale="zh-CN")
    plain = Person(context.new_page(), many.address).come_in("bgs")
    plain.page.goto(path)
    assert carry_out_next(many.stage.office, "worker", bundles.KINDS)
    plain.page.get_by_role("link", name="现在看一下进度").click()
    expect(plain.page.get_by_role("link", name="下载")).to_be_visible()
    context.close()
