"""One Chromium a test process; a street a test. A browser that complains fails the test it complained in."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.browser.street import Street, open_street
from tests.makers import Stage
from tests.web.site import Site, open_site

INSTALL = "Chromium is not installed here; `sh tests/system.sh` (or `make test`) installs it"
# the first is the same Chromium without a desktop's windows, which nobody looks at here: a third less work
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
QUIET = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def started(playwright: Playwright) -> Browser:
    """The system's own Chromium; AssertionError with the remedy when there is none."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    assert program, INSTALL
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium's own sandbox refuses to run as root
    return playwright.chromium.launch(executable_path=program, args=[*QUIET, *sandbox])


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Ends with the last test here: Playwright holds the process's event loop, which other tests need for themselves."""
    with sync_playwright() as playwright:
        browser = started(playwright)
        yield browser
        browser.close()


@pytest.fixture
def site(stage: Stage) -> Iterator[Site]:
    """The site of the demonstration district; nothing has begun."""
    yield from open_site(stage)


@pytest.fixture
def street(site: Site, chromium: Browser) -> Iterator[Street]:
    with open_street(site, chromium) as street:
        yield street
        complaints = [complaint for person in street.people for complaint in person.complaints]
    assert complaints == []
