"""The pictures of the guide: one round and one accident are played, and the pages photographed where the guide says so.

`make guide` writes them to web/static/guide/, small and in few colours, with the words that each showed; the test
plays the same story and says which pictures no longer show what the pages say.
"""

import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from tests.accident.inquiry import an_inquiry
from tests.accident.makers import a_case
from tests.browser.street import TELEPHONE, Street, open_street
from tests.makers import DEADLINE, Stage
from tests.web.measured import an_approved_case
from tests.web.site import Site, open_site
from workflow.consultation.actions import checking
from workflow.demo.comments import script
from workflow.people import Post, PostKind

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "web/static/guide"
WORDS = "words.json"  # picture -> hash of the words on its page
SCREEN = {"width": 1000, "height": 640}
COLOURS = 40
SETTLE = "document.fonts.ready"


@dataclass
class Photographer:
    """Writes pictures to a folder, and remembers the words of each page."""

    street: Street
    folder: Path
    words: dict[str, str]

    def take(self, name: str, login: str, path: str, *, telephone: bool = False, at: str = "") -> None:
        """`at`: the element that the picture begins with; the top of the page without."""
        person = next((p for p in self.street.people if p.login == login), None) or self.street.person(login)
        person.take(TELEPHONE if telephone else SCREEN)  # type: ignore[arg-type]
        page = person.open(path)
        page.evaluate(SETTLE)
        if page.locator("[data-diagram]").count():
            page.locator("[data-drawn]").wait_for()
        if at and page.locator(at).count():
            page.locator(at).first.evaluate("element => element.scrollIntoView()")
        self.words[name] = _hash(page)
        _save(page.screenshot(), self.folder / f"{name}.webp")


def _hash(page: Page) -> str:
    return hashlib.sha256(" ".join(page.locator("main").inner_text().split()).encode()).hexdigest()[:16]


def _save(png: bytes, path: Path) -> None:
    picture = Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    picture.save(path, "WEBP", lossless=True, quality=100, method=6)


# -- the story


def play(district: Stage, accident: Stage, chromium: Browser, folder: Path) -> Mapping[str, str]:
    """Every picture of the guide into that folder; the words of each page. `accident`: a stage on its morning."""
    words: dict[str, str] = {}
    for stage, scenes in (
        (district, (_a_round_is_asked_and_answered, _measures_are_carried_out)),
        (accident, (_an_accident_is_followed,)),
    ):
        for site in open_site(stage):
            with open_street(site, chromium) as street:
                for scene in scenes:
                    scene(Photographer(street, folder, words), site)
                complaints = [complaint for person in street.people for complaint in person.complaints]
                assert complaints == []
    (folder / WORDS).write_text(json.dumps(words, indent=1, sort_keys=True) + "\n")
    return words


def _a_round_is_asked_and_answered(photographer: Photographer, site: Site) -> None:
    stage = site.stage
    stage.begin(units=range(8, 32))
    photographer.take("office-approve", "zr", site.round("rounds.approve"))
    stage.issue()
    stage.clock.pass_(days=3, hours=1)
    logins = _logins(stage)
    with stage.look() as (_, round_):
        said = script(round_.current_draft.clauses)
    photographer.take("clerk-tasks", logins(0, "jb"), "/")
    for number in range(16):
        stage.unit(number).receive()
    for number in range(12):
        stage.unit(number).write(said[number + 6])
        stage.clock.pass_(minutes=10)
    for number in range(2, 12):
        stage.unit(number).sign()
    for number in range(3, 12):
        stage.unit(number).seal()
    stage.unit(0).return_("第二条的理由请写得具体一些。")
    photographer.take("clerk-write", logins(0, "jb"), site.reply(0, "replies.write"), at=".comment")
    photographer.take("leader-sign", logins(1, "ld"), site.reply(1, "replies.sign"), telephone=True)
    photographer.take("keeper-seal", logins(2, "yz"), site.reply(2, "replies.seal"))
    photographer.take("office-board", "bgs", site.round("rounds.board"), at="#list-units")
    photographer.take("office-diagram", "bgs", site.round("rounds.diagram_of_replies"), at=".diagram-page")
    for number in range(3, 12):
        with stage.as_office() as (desk, round_):
            checking.accept(desk, round_.replies[number])
    stage.pass_until(DEADLINE + timedelta(hours=1))
    photographer.take("office-decide", "bgs", site.round("decisions.summarise"))


def _an_accident_is_followed(photographer: Photographer, site: Site) -> None:
    stage = site.stage
    case = a_case(stage)
    with case.look() as (_, accident):
        key = accident.key
    photographer.take("accident-inform", "bgs", site.url("accidents.inform", key=key))
    inquiry = an_inquiry(stage, "submit")
    with inquiry.look() as (_, accident):
        key = accident.key
    photographer.take("accident-case", "bgs", site.url("accidents.show", key=key))
    photographer.take("accident-causes", "bgs", site.url("reports.causes", key=key))
    diagram = site.url("accidents.diagram", part="accident", key=key)
    photographer.take("accident-diagram", "bgs", diagram, at=".diagram-page")


def _measures_are_carried_out(photographer: Photographer, site: Site) -> None:
    case = an_approved_case(site.stage, units=(0, 1, 2, 0))
    for number in (1, 2, 3):
        case.accept(number)
    for number in (1, 2, 3):
        case.prove(number)
    for number in (2, 3):
        case.report(number)
        case.sign_off(number)
    photographer.take("unit-measure", "01jb", site.url("measures.show", key=case.measure_key(1)))
    photographer.take("accident-measures", "bgs", site.url("measures.board", key=case.key))


def _logins(stage: Stage) -> Callable[[int, str], str]:
    """The login of a post of the round's n-th unit."""
    with stage.look() as (desk, round_):
        posts = {
            (number, post.officer.login[-2:]): post.officer.login
            for number, reply in enumerate(round_.replies)
            for kind in PostKind
            for post in desk.session.scalars(select(Post).where(Post.unit_id == reply.unit_id, Post.kind == kind))
        }
    return lambda number, post: posts[number, post]


# -- what the guide names


def named() -> Iterator[str]:
    """The pictures that the chapters show."""
    for template in sorted((ROOT / "templates/web/help").glob("*.html")):
        yield from re.findall(r"\bpicture\(\"([a-z-]+)\"", template.read_text(encoding="utf-8"))


def kept_words() -> dict[str, str]:
    found: dict[str, str] = json.loads((PICTURES / WORDS).read_text())
    return found
