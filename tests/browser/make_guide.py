"""`make guide`: plays the story and puts the pictures of the guide in their place."""

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.accident.makers import OCCURRED
from tests.browser.conftest import started
from tests.browser.guide import PICTURES, named, play
from tests.makers import START, a_stage

STARTS = (START, OCCURRED)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        made = Path(folder) / "guide"
        made.mkdir()
        chromium = started(playwright)
        stages = [
            a_stage(f"sqlite:///{folder}/{start.year}.db", Path(folder) / "files", start=start) for start in STARTS
        ]
        words = play(stages[0], stages[1], chromium, made)
        chromium.close()
        for stage in stages:
            stage.close()
        assert set(words) == set(named())
        shutil.rmtree(PICTURES, ignore_errors=True)
        shutil.copytree(made, PICTURES)


if __name__ == "__main__":
    main()
