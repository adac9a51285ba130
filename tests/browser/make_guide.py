"""`make guide`: plays the story and puts the pictures of the guide in their place."""

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import started
from tests.browser.guide import PICTURES, named, play
from tests.makers import a_stage


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        made = Path(folder) / "guide"
        made.mkdir()
        chromium = started(playwright)
        stage = a_stage(f"sqlite:///{folder}/zhengxun.db", Path(folder) / "files")
        words = play(stage, chromium, made)
        chromium.close()
        stage.close()
        assert set(words) == set(named())
        shutil.rmtree(PICTURES, ignore_errors=True)
        shutil.copytree(made, PICTURES)


if __name__ == "__main__":
    main()
