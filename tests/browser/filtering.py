"""`make weigh`, second half: the board of a thousand units answers its filters; how long the browser was held up by it.

Chromium's own trace is kept, to be opened in its developer tools (Performance, Load profile). A report, never a test.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.street import Person, open_street
from tests.large import a_large_round
from tests.makers import a_stage
from tests.web.site import open_site

UNITS = 1000
FILTERS = ("待签收", "已接收", "全部")
TRACE = Path("out") / "board-filter.json"
HELD_UP = """window.heldUp = [];
new PerformanceObserver((list) => window.heldUp.push(...list.getEntries().map((entry) => entry.duration)))
    .observe({ type: "longtask" });"""  # what keeps the page from answering for more than 50 ms


def report(browser: Browser) -> None:
    with tempfile.TemporaryDirectory() as folder:
        stage = a_large_round(a_stage(f"sqlite:///{folder}/large.db", Path(folder) / "files"), UNITS)
        for site in open_site(stage):
            with open_street(site, browser) as street:
                clerk = street.person("bgs")
                clerk.open(site.round("rounds.board"))
                _filter(clerk, browser)
        stage.close()


def _filter(clerk: Person, browser: Browser) -> None:
    page, asked = clerk.page, list[str]()
    page.on("request", lambda request: asked.append(request.url))
    TRACE.parent.mkdir(exist_ok=True)
    browser.start_tracing(page=page, path=TRACE)
    page.evaluate(HELD_UP)
    out = sys.stdout
    out.write(
        f"\nthe board of {UNITS} units: requests, ms to the answer, longest task of the browser (0: none over 50 ms)\n"
    )
    for words in FILTERS:
        asked.clear()
        began = page.evaluate("performance.now()")
        with page.expect_response(lambda response: "/static/" not in response.url):
            page.locator("main").get_by_role("link", name=words).first.click()
        page.locator(".htmx-request").wait_for(state="detached")
        took = page.evaluate("performance.now()") - began
        page.wait_for_timeout(200)
        longest = max(page.evaluate("window.heldUp.splice(0)"), default=0)
        out.write(f"{len([url for url in asked if '/static/' not in url]):6} {took:8.0f} {longest:8.0f}     {words}\n")
    browser.stop_tracing()
    out.write(f"trace: {TRACE}\n")
