"""A round that is out, and its people who answer it before their browsers."""

from playwright.sync_api import CDPSession, Page, expect

from tests.browser.street import Person, Street
from tests.makers import a_round
from workflow.demo.comments import Said


def asked(street: Street, units: int = 6) -> Street:
    """Six units have been asked; the fifth has no seal keeper."""
    a_round(street.stage, units=units)
    return street


def writing(street: Street, *, telephone: bool = False) -> Person:
    """The first unit's clerk before the page on which comments are written."""
    street.stage.unit(0).receive()
    clerk = street.person("01jb", telephone=telephone)
    clerk.open(street.site.reply(0, "replies.write"))
    return clerk


def before_the_leader(street: Street, number: int = 0, said: list[Said] | None = None) -> None:
    unit = street.stage.unit(number)
    unit.open_notice()
    unit.receive()
    unit.write(said or [])


def comment(page: Page, clause: int) -> None:
    """Open a comment on the clause with its button."""
    page.locator(f"#clause-{clause} .add-comment button").click()
    expect(page.locator(f"#clause-{clause} .comment [name=proposed]")).to_be_focused()


def saved(page: Page) -> None:
    expect(page.locator("[data-autosave-summary]")).to_contain_text("已保存")


def write_by_finger(page: Page) -> None:
    """Two strokes on the pad, as a quick finger makes them: it is still in motion when it leaves the pad."""
    pad = page.locator("[data-started] .hand-canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    finger = page.context.new_cdp_session(page)
    for start in (40, 120):
        _stroke(finger, box["x"] + start, box["y"] + 30)


def _stroke(finger: CDPSession, x: float, y: float) -> None:
    _touch(finger, "touchStart", x, y)
    for step in range(1, 8):
        _touch(finger, "touchMove", x + 6 * step, y + 9 * step)
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def _touch(finger: CDPSession, kind: str, x: float, y: float) -> None:
    finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
