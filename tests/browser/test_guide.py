"""The guide shows every page, as it is: its pictures are those it names, and what they show has not changed since."""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.accident.makers import OCCURRED
from tests.browser.guide import PICTURES, ROOT, SEEN, Reader, Seen, kept, kept_look, named, what_it_looks_like
from tests.browser.guide_story import ACCIDENT, DISTRICT, play
from tests.makers import Stage, a_stage
from tests.web.site import Site

LOOK = ROOT / "docs/look.md"

NO_PICTURE: Mapping[str, str] = {  # what is asked for by an address and is no page of its own
    "accidents.all_papers": "a download", "papers.everything": "a download", "papers.letters": "a download",
    "papers.submission": "a download", "files.download": "a download", "administration.import_template": "a download",
    "decisions.preview": "a Word file", "decisions.preview_answer": "a Word file", "evaluations.preview": "a Word file",
    "reports.preview": "a Word file", "reports.preview_publication": "a Word file", "rounds.preview": "a Word file",
    "accidents.diagram_source": "read by the drawing", "accidents.source_of_measures": "read by the drawing",
    "rounds.diagram_source": "read by the drawing", "rounds.source_of_replies": "read by the drawing",
    "rounds.source_of_reply": "read by the drawing",
    "checks.paper_row": "a row of a page", "evaluations.team_row": "a row of a page",
    "rounds.outlook": "a part of the draft's page",
    "accidents.clear_interests": "the page of the members, come to from the task",
    "reports.chapters": "leads to the first chapter that is not written",
    "single_sign_on.leave_for_provider": "leads away", "single_sign_on.come_back": "leads on",
    "help.chapter": "the guide itself",
    "static": "a file",
}  # fmt: skip


def test_the_pictures_are_those_that_the_guide_names() -> None:
    pictures = {path.stem for path in PICTURES.glob("*.webp")}
    assert pictures == set(named()) == set(kept())
    assert len(list(named())) == len(pictures), "each picture is shown once"


def test_every_page_has_its_picture_in_the_guide(site: Site) -> None:
    pages = {rule.endpoint for rule in site.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    shown = {seen["page"] for seen in kept().values()}
    assert shown & set(NO_PICTURE) == set()
    assert pages - shown - set(NO_PICTURE) == set(), "show it in tests/browser/guide_of_….py and in templates/web/help"
    assert set(NO_PICTURE) - pages <= {"single_sign_on.come_back", "single_sign_on.leave_for_provider"}


def test_the_page_about_the_look_shows_the_same_pictures() -> None:
    shown = re.findall(r"\]\(\.\./web/static/guide/([\w-]+)\.webp\)", LOOK.read_text(encoding="utf-8"))
    assert len(shown) == 8
    assert set(shown) <= set(kept())


def test_the_pictures_show_what_is_on_the_pages(stage: Stage, settled_district: Path, tmp_path: Path) -> None:
    shutil.copy(settled_district, tmp_path / "accident.db")
    accident = a_stage(f"sqlite:///{tmp_path}/accident.db", tmp_path / "files", start=OCCURRED, settled=False)
    seen: dict[str, Seen] = play(stage, DISTRICT, Reader).seen | play(accident, ACCIDENT, Reader).seen
    accident.close()
    assert set(seen) == set(kept())
    stale = sorted(name for name, found in kept().items() if seen[name] != found)
    assert stale == [], f"these pages have changed since their pictures were made ({SEEN}): run `make guide`"


def test_the_pictures_look_as_the_pages_do() -> None:
    assert what_it_looks_like() == kept_look(), "the style sheets have changed since: run `make guide`"


@pytest.mark.parametrize("login", ["bgs", "01jb", "01ld", "qz", "admin"])
def test_every_page_leads_to_its_section(site: Site, login: str) -> None:
    guide = site.as_(login).get("/").follow("本页帮助")
    assert guide.title == "帮助"
    for chapter in guide.all(".lines a"):
        assert guide.follow(chapter, within=".lines").title == chapter
