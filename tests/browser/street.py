"""A stage's site on a port of this machine, and the people who sit before their browsers."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, ViewportSize, expect

from tests.makers import Stage
from tests.serving import served
from tests.web.site import Browser as Visitor
from tests.web.site import Site
from workflow.demo.district import PASSWORD

Size = ViewportSize
DESK: Size = {"width": 1280, "height": 900}
TELEPHONE: Size = {"width": 360, "height": 740}
AXE = Path(AXE_FILE_PATH).read_text(encoding="utf-8")
WEIGHT = """[...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .reduce((sum, entry) => sum + entry.encodedBodySize, 0)"""
LOST_FOCUS = """let had = false, soon;
addEventListener("htmx:beforeSwap", () => {
    had = (soon && had) || document.activeElement !== document.body;
    soon = clearTimeout(soon);  // between a part's going and the next one's coming nothing has the focus
}, true);
addEventListener("htmx:afterOnLoad", ({ detail }) => {
    clearTimeout(soon);
    soon = setTimeout(() => {
        const lost = had && document.hasFocus() && document.activeElement === document.body;
        if (lost) console.error(`the focus is gone after ${detail.pathInfo.requestPath}`);
        soon = undefined;
    }, 100);
});"""  # whoever works with the keyboard would begin at the top of the page again
PATIENCE = 60_000  # ms: a busy machine is no defect
expect.set_options(timeout=PATIENCE)
COMING = ".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added"
LOOKING = {"color-contrast", "target-size"}  # what they find lies in the look; they take nine tenths of axe's time
MARK_ALIKE = """() => {
    const said = ["class", "data-tone", "type", "disabled", "checked", "open", "hidden", "aria-current"];
    const look = (each) => each.tagName + said.map((name) => each.getAttribute(name)) + "(" + [...each.children].map(look) + ")";
    const mark = (parent) => {
        const before = new Set();
        for (const child of parent.children) {
            const looks = look(child);
            if (before.has(looks)) child.setAttribute("data-alike", "");
            else mark(child);
            before.add(looks);
        }
    };
    document.querySelectorAll("[data-alike]").forEach((each) => each.removeAttribute("data-alike"));
    mark(document.body);
    return document.querySelectorAll("[data-alike]").length;
}"""  # of rows that differ in their words only, one is looked at
JUDGE = """async ([context, runOnly, rules]) => {
    const found = await axe.run(context === "document" ? document : context, { runOnly, rules, resultTypes: ["violations"] });
    return found.violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`));
}"""
SHOWN = """() => new Set([...document.querySelectorAll("main *, header *, footer *")].filter((each) => each.checkVisibility()))"""
TORN = """() => [...document.querySelectorAll(".table-frame tr")]
    .filter((row) => row.checkVisibility() && !["table-row", "none"].includes(getComputedStyle(row).display))
    .map((row) => `a row of a table is no row any more: ${row.className}`)"""
BARE = """() => [...document.querySelectorAll(".cards tbody td[data-label]")]
    .filter((cell) => cell.checkVisibility() && !cell.innerText.trim() && !cell.querySelector("input, textarea, select"))
    .map((cell) => `a name stands with nothing beside it: ${cell.dataset.label}`)"""
CUT = """() => [...document.querySelectorAll(".table-frame.cards")]
    .filter((frame) => frame.scrollWidth > frame.clientWidth)
    .map((frame) => `cards are cut off at the right: ${frame.getAttribute("aria-label")}`)"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@dataclass
class Person:
    """Somebody before a browser; whatever the browser complains of is kept and must be nothing at the end."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    login: str = ""
    has_telephone: bool = False

    def __post_init__(self) -> None:
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def come_in(self, login: str) -> Self:
        self.open("/login")
        return self.log_in(login)

    def log_in(self, login: str) -> Self:
        """On the page of the door, wherever it then leads."""
        self.login = login
        self.page.locator("[name=login]").fill(login)
        self.page.locator("[name=password]").fill(PASSWORD)
        self.page.get_by_role("button", name="登录", exact=True).click()
        self.page.wait_for_url(lambda url: urlsplit(url).path != "/login")
        self.come_to_rest()
        return self

    def take_the_place_of(self, browser: Visitor, login: str) -> None:
        """Go on as somebody who has come in already, without a page."""
        cookie = browser.client.get_cookie("session")
        assert cookie is not None
        if login != self.login:
            self.page.context.clear_cookies()
            self.page.context.add_cookies([{"name": "session", "value": cookie.value, "url": self.address}])
            self.login = login

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        self.come_to_rest()
        return self.page

    def sees(self, wanted: Locator) -> Locator:
        """That, on the page to which the last click has led, when it is ready to be worked at."""
        wanted.wait_for(state="attached")
        self.come_to_rest()
        return wanted

    def come_to_rest(self) -> None:
        """The page with its scripts, and with all that it fetches: before, a button does nothing yet, what takes another's
        place has neither its own attributes nor the focus, and who acts is answered about a state that is gone."""
        self.page.wait_for_load_state()
        expect(self.page.locator(COMING)).to_have_count(0)

    def barriers(self) -> list[str]:
        """What keeps somebody out of the page as it is shown now: violations of WCAG 2.2 AA, found by axe."""
        others = {rule: {"enabled": False} for rule in LOOKING}
        return self._judged("document", RULES, others) + self.barriers_of_looks()

    def barriers_of_looks(self) -> list[str]:
        """Those alone that another screen or another light may bring: colours, sizes, what must be scrolled."""
        self.page.evaluate(MARK_ALIKE)
        rules = {"type": "rule", "values": [*LOOKING, "scrollable-region-focusable"]}
        return self._judged({"exclude": [["[data-alike]"]]}, rules, {})

    def remember_what_is_shown(self) -> None:
        self.page.evaluate(f"window.shownBefore = ({SHOWN})()")

    def barriers_of_what_is_new(self) -> list[str]:
        """By all rules, what was not shown when it was last remembered."""
        new = f"[...({SHOWN})()].filter((each) => !shownBefore.has(each))"
        self.page.evaluate(f"{new}.forEach((each) => each.setAttribute('data-new', ''))")
        if not self.page.locator("[data-new]").count():
            return []
        others = {rule: {"enabled": False} for rule in LOOKING}
        return self._judged({"include": [["[data-new]"]]}, RULES, others)

    def _judged(self, context: object, rules: object, settings: object) -> list[str]:
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE)
        found: list[str] = self.page.evaluate(JUDGE, [context, rules, settings])
        return found

    def weight(self) -> int:
        """Bytes of the page and of everything it loaded, as they came over the wire."""
        return int(self.page.evaluate(WEIGHT))

    def take(self, screen: Size, *, dark: bool = False) -> None:
        """Go on with the same page on another screen."""
        self.page.set_viewport_size(screen)
        self.page.emulate_media(color_scheme="dark" if dark else "light")

    def sticks_out(self) -> bool:
        """Whether the page is wider than the screen, so that it must be pushed sideways."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))

    def torn_rows(self) -> list[str]:
        """Rows of tables that something else has laid out, at a desk."""
        found: list[str] = self.page.evaluate(TORN)
        return found

    def wrong_cards(self) -> list[str]:
        """On a telephone: names of columns though the row says nothing there, and cards wider than the screen."""
        found: list[str] = self.page.evaluate(BARE) + self.page.evaluate(CUT)
        return found

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.text} at {message.location.get('url')}")


@dataclass
class Street:
    """The served site; `site` sees the same stage without a browser."""

    site: Site
    address: str
    chromium: Browser
    people: list[Person] = field(default_factory=list)
    _contexts: list[BrowserContext] = field(default_factory=list)

    @property
    def stage(self) -> Stage:
        return self.site.stage

    def person(self, login: str, *, telephone: bool = False, dark: bool = False) -> Person:
        """Somebody who has come in, at a desk or with a telephone (touch, 360 px)."""
        return self.stranger(telephone=telephone, dark=dark).come_in(login)

    def stranger(self, *, telephone: bool = False, dark: bool = False) -> Person:
        context = self.chromium.new_context(
            viewport=TELEPHONE if telephone else DESK,
            has_touch=telephone,
            is_mobile=telephone,
            locale="zh-CN",
            timezone_id="America/New_York",  # times are Beijing's wherever the browser stands
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        context.add_init_script(LOST_FOCUS)
        self._contexts.append(context)
        person = Person(context.new_page(), self.address, has_telephone=telephone)
        self.people.append(person)
        return person

    def leave(self) -> None:
        for context in self._contexts:
            context.close()


@contextmanager
def open_street(site: Site, chromium: Browser) -> Iterator[Street]:
    with served(site.app, threads=4) as port:
        street = Street(site, f"http://127.0.0.1:{port}", chromium)
        try:
            yield street
        finally:
            street.leave()
