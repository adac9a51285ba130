"""Somebody without a mouse: each tab must lead to something that is seen to have the focus, and on from it."""

from playwright.sync_api import Locator, Page

WHAT_HIDES_THE_FOCUS = """() => {
    const at = document.activeElement;
    if (!at || at === document.body) return "";
    const shown = getComputedStyle(at).opacity === "0" ? at.nextElementSibling : at; // a radio that its label draws
    const style = getComputedStyle(shown);
    const marked = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
    const name = `${at.tagName.toLowerCase()} “${(at.getAttribute("aria-label") ?? at.textContent ?? "").trim().slice(0, 30)}”`;
    if (!marked) return `${name} does not show that it has the focus`;
    const box = shown.getBoundingClientRect();
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    if (left >= right || top >= bottom) return `${name} has the focus beyond the screen`;
    const places = [[left + 2, top + 2], [right - 2, bottom - 2], [(left + right) / 2, (top + bottom) / 2]];
    const free = places.some(([x, y]) => {
        const on = document.elementFromPoint(x, y);
        return on && (shown.contains(on) || on.contains(shown) || at === on || on.closest("label")?.control === at);
    });
    return free ? "" : `${name} has the focus beneath something else`;
}"""  # WCAG 2.4.7, 2.4.11


def tab(page: Page) -> None:
    page.keyboard.press("Tab")
    hidden = page.evaluate(WHAT_HIDES_THE_FOCUS)
    assert hidden == "", hidden


def has_focus(wanted: Locator) -> bool:
    return bool(wanted.evaluate("element => element === document.activeElement"))


def reach(page: Page, wanted: Locator, most: int = 60) -> None:
    """Tab on until the wanted thing has the focus."""
    for _ in range(most):
        tab(page)
        if has_focus(wanted):
            return
    raise AssertionError(f"{wanted} is not reached with {most} tabs")


def go_round(page: Page, most: int = 150) -> int:
    """Tab from the beginning until the page is left again: nothing holds the focus. The number of stops."""
    page.evaluate("document.activeElement.blur(); getSelection().removeAllRanges(); scrollTo(0, 0)")
    for stops in range(most):
        tab(page)
        if page.evaluate("document.activeElement === document.body"):
            return stops
    raise AssertionError(f"the page is not left after {most} tabs")
