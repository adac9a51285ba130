"""`make guide`: plays the story and puts the pictures of the guide in their place."""

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.accident.makers import OCCURRED
from tests.browser.conftest import started
from tests.browser.guide import PICTURES, SEEN, Photographer, Seen, keep, kept, kept_look, named, what_it_looks_like
from tests.browser.guide_story import ACCIDENT, DISTRICT
from tests.browser.street import open_street
from tests.makers import START, a_stage
from tests.web.site import open_site

STAGES = ((START, DISTRICT), (OCCURRED, ACCIDENT))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        made = Path(folder) / "guide"
        made.mkdir()
        chromium = started(playwright)
        seen: dict[str, Seen] = {}
        fresh = kept() if (PICTURES / SEEN).exists() and kept_look() == what_it_looks_like() else {}
        for start, scenes in STAGES:
            stage = a_stage(f"sqlite:///{folder}/{start.year}.db", Path(folder) / "files", start=start)
            for site in open_site(stage):
                with open_street(site, chromium) as street:
                    camera = Photographer(site, person=street.stranger(), folder=made, fresh=fresh)
                    for scene in scenes:
                        scene(camera)
                    seen |= camera.seen
                    assert [line for person in street.people for line in person.complaints] == []
            stage.close()
        chromium.close()
        assert set(seen) == set(named()), set(seen) ^ set(named())
        keep(seen, made)
        shutil.rmtree(PICTURES, ignore_errors=True)
        shutil.copytree(made, PICTURES)


if __name__ == "__main__":
    main()
