"""A stage's site on a port of this machine, and the people who sit before their browsers."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import waitress
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize

from tests.makers import Stage
from tests.web.site import Site
from workflow.demo.district import PASSWORD

Size = ViewportSize
DESK: Size = {"width": 1280, "height": 900}
TELEPHONE: Size = {"width": 360, "height": 740}
AXE = Path(AXE_FILE_PATH).read_text(encoding="utf-8")
WEIGHT = """[...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .reduce((sum, entry) => sum + entry.encodedBodySize, 0)"""
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
        self.login = login
        self.open("/login")
        self.page.locator("[name=login]").fill(login)
        self.page.locator("[name=password]").fill(PASSWORD)
        self.page.get_by_role("button", name="登录", exact=True).click()
        return self

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def barriers(self) -> list[str]:
        """What keeps somebody out of the page as it is shown now: violations of WCAG 2.2 AA, found by axe."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE)
        found = self.page.evaluate("(tags) => axe.run({ runOnly: tags, resultTypes: ['violations'] })", RULES)
        return [
            f"{violation['id']}: {node['target']} {node['failureSummary']}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]

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
        context.set_default_timeout(10_000)
        self._contexts.append(context)
        person = Person(context.new_page(), self.address, has_telephone=telephone)
        self.people.append(person)
        return person

    def leave(self) -> None:
        for context in self._contexts:
            context.close()


@contextmanager
def open_street(site: Site, chromium: Browser) -> Iterator[Street]:
    server = waitress.create_server(site.app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    street = Street(site, f"http://127.0.0.1:{server.effective_port}", chromium)
    try:
        yield street
    finally:
        street.leave()
        server.close()
        thread.join(10)
