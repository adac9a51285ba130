"""`make weigh`: how heavy each page is and how soon it is seen, by Chromium's own clock, on this machine.

Prints one line a page: kilobytes over the wire with an empty cache, milliseconds to the first byte, to the first
paint and to the end of loading. A report to read, never a test: a busy machine is slow.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser import filtering
from tests.browser.conftest import started
from tests.browser.street import Person, open_street
from tests.browser.test_every_page import Sight, sights_of
from tests.makers import a_stage
from tests.web.walked import District, a_district

CLOCK = """() => { const [page] = performance.getEntriesByType("navigation");
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    return [page.responseStart, paint ? paint.startTime : 0, page.loadEventEnd]; }"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settled = Path(folder) / "settled.db"
        a_stage(f"sqlite:///{settled}", Path(folder) / "settled").close()
        (Path(folder) / "walk").mkdir()
        with a_district(Path(folder) / "walk", settled) as district, sync_playwright() as playwright:
            browser = started(playwright)
            _print(district, browser)
            filtering.report(browser)
            browser.close()


def _print(district: District, browser: Browser) -> None:
    out = sys.stdout
    out.write(f"{'kB':>6} {'first byte':>11} {'first paint':>12} {'loaded':>8} ms  page\n")
    with open_street(district.site, browser) as street:
        for sight in sights_of(district):
            out.write(_line(street.stranger().come_in(sight.login), sight))


def _line(person: Person, sight: Sight) -> str:
    page = person.open(sight.url)
    page.wait_for_load_state("load")
    page.wait_for_timeout(50)
    byte, paint, loaded = page.evaluate(CLOCK)
    kilobytes = person.weight() / 1000
    page.context.close()
    return f"{kilobytes:6.1f} {byte:11.0f} {paint:12.0f} {loaded:8.0f}     {sight.endpoint}\n"


if __name__ == "__main__":
    main()
