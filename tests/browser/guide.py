"""The pictures of the guide: rounds and accidents are played, and each page is photographed where it tells most.

`make guide` writes them to web/static/guide/, small and in few colours, with what was on each page when its picture was
made. The test plays the same story without a browser and reads the same pages: words, elements and their classes, and
the style sheets. What differs has been changed since, so that its picture would lie.
"""

import hashlib
import io
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bs4 import Tag
from PIL import Image

from tests.browser.street import TELEPHONE, Person
from tests.web.site import Browser as Visitor
from tests.web.site import Page, Site

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "web/static/guide"
SEEN = "seen.json"  # picture -> the page that it shows, and what was there
STYLES = ROOT / "frontend/src/styles"
SCREEN = {"width": 1000, "height": 640}
COLOURS = 40
SETTLE = "document.fonts.ready"
CHANCE = re.compile(
    r"\b(?:[0-9a-f]{12,}|[A-Z0-9]{5}-[A-Z0-9]{5}|[\w-]{20,}|(?:[A-Z2-7]{4} )+[A-Z2-7]{1,4})\b", re.ASCII
)

Seen = dict[str, str]


@dataclass
class Reader:
    """Opens the pages of the guide as the people of the story, and keeps what is on them."""

    site: Site
    seen: dict[str, Seen] = field(default_factory=dict)

    def take(self, name: str, who: str | Visitor, path: str, *, telephone: bool = False, at: str = "") -> None:
        """`who`: a login, or somebody before his own browser. `at`: the element that the picture begins with."""
        assert name not in self.seen, f"two pictures are called {name}"
        visitor = self.site.as_(who) if isinstance(who, str) else who
        page = visitor.get(path)
        assert page.path == urlsplit(path).path, f"{name}: {path} leads to {page.path}"
        endpoint, _ = self.site.app.url_map.bind("localhost").match(page.path)
        self.seen[name] = {"page": str(endpoint), "what": what_is_on(page)}
        self.photograph(name, visitor, path, telephone=telephone, at=at)

    def photograph(self, name: str, visitor: Visitor, path: str, *, telephone: bool, at: str) -> None:
        """Nothing: only reads."""


@dataclass
class Photographer(Reader):
    """Keeps a picture of each page too: a new one where something has changed, else the one that is there."""

    person: Person | None = None
    folder: Path = PICTURES
    fresh: dict[str, Seen] = field(default_factory=dict)

    def photograph(self, name: str, visitor: Visitor, path: str, *, telephone: bool, at: str) -> None:
        person = self.person
        assert person is not None
        if self.fresh.get(name) == self.seen[name]:
            shutil.copy(PICTURES / f"{name}.webp", self.folder)
            return
        person.take_the_place_of(visitor, name)
        person.take(TELEPHONE if telephone else SCREEN)  # type: ignore[arg-type]
        page = person.open(path)
        page.evaluate(SETTLE)
        if page.locator("[data-diagram]").count():
            page.locator("[data-drawn]").wait_for()
        if at:
            page.locator(at).first.evaluate("element => element.scrollIntoView()")
        _save(page.screenshot(), self.folder / f"{name}.webp")


def what_is_on(page: Page) -> str:
    """One value for the words, the elements and their classes; what chance gave (keys, codes) is left out."""
    body = page.soup.find("body")
    assert isinstance(body, Tag)
    told = [each for node in body.descendants for each in _told(node)]
    return hashlib.sha256(CHANCE.sub("…", "\n".join(told)).encode()).hexdigest()[:16]


def _told(node: object) -> Iterator[str]:
    if isinstance(node, Tag):
        said = [node.get("data-tone"), node.get("aria-current")]
        yield " ".join([node.name, *node.get_attribute_list("class"), *(str(each) for each in said if each)])
    elif words := " ".join(str(node).split()):
        yield words


def what_it_looks_like() -> str:
    """One value for the style sheets of the screen."""
    sheets = sorted(path for path in STYLES.glob("*.css") if path.name != "print.css")
    return hashlib.sha256(b"".join(path.read_bytes() for path in sheets)).hexdigest()[:16]


def _save(png: bytes, path: Path) -> None:
    picture = Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    picture.save(path, "WEBP", lossless=True, quality=40, method=4)  # more takes a hundred times as long for a fiftieth


# -- what the guide names


def named() -> Iterator[str]:
    """The pictures that the chapters show."""
    for template in sorted((ROOT / "templates/web/help").glob("*.html")):
        yield from re.findall(r"\bpicture\(\"([a-z-]+)\"", template.read_text(encoding="utf-8"))


def kept() -> dict[str, Seen]:
    found: dict[str, Seen] = json.loads((PICTURES / SEEN).read_text())["pictures"]
    return found


def kept_look() -> str:
    return str(json.loads((PICTURES / SEEN).read_text())["look"])


def keep(seen: dict[str, Seen], folder: Path) -> None:
    told = {"look": what_it_looks_like(), "pictures": seen}
    (folder / SEEN).write_text(json.dumps(told, indent=1, sort_keys=True) + "\n")
