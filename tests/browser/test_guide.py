"""The guide shows the pages as they are: its pictures can be made anew, are those it names, and show the same words."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.accident.makers import OCCURRED
from tests.browser.guide import PICTURES, WORDS, kept_words, named, play
from tests.makers import Stage, a_stage
from tests.web.site import Site


def test_the_pictures_are_those_that_the_guide_names() -> None:
    kept = {path.stem for path in PICTURES.glob("*.webp")}
    assert kept == set(named()) == set(kept_words())
    assert len(list(named())) == len(kept), "each picture is shown once"


def test_the_pictures_show_what_the_pages_say(
    stage: Stage, settled_district: Path, chromium: Browser, tmp_path: Path
) -> None:
    shutil.copy(settled_district, tmp_path / "accident.db")
    accident = a_stage(f"sqlite:///{tmp_path}/accident.db", tmp_path / "files", start=OCCURRED, settled=False)
    made = tmp_path / "guide"
    made.mkdir()
    words, kept = play(stage, accident, chromium, made), kept_words()
    accident.close()
    assert {path.name for path in made.glob("*.webp")} == {f"{name}.webp" for name in kept}
    stale = sorted(name for name in words if words[name] != kept.get(name))
    assert stale == [], f"these pages have changed since their pictures were made ({WORDS}): run `make guide`"


@pytest.mark.parametrize("login", ["bgs", "01jb", "01ld", "qz", "admin"])
def test_every_page_leads_to_its_section(site: Site, login: str) -> None:
    guide = site.as_(login).get("/").follow("本页帮助")
    assert guide.title == "帮助"
    for chapter in guide.all(".lines a"):
        assert guide.follow(chapter, within=".lines").title == chapter
