"""Every page says what it is for, every list what to do when it is empty, and the guide knows the pages it tells of."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from web.help.chapters import CHAPTERS, PLACES
from web.permissions.table import TABLE

ROOT = Path(__file__).parents[2]
WEB = ROOT / "templates/web"
TEMPLATES = {path.relative_to(WEB).as_posix(): path.read_text(encoding="utf-8") for path in sorted(WEB.rglob("*.html"))}
GUIDE = {name: text for name, text in TEMPLATES.items() if name.startswith("help/")}
FRAMES = ("plain.html", "base.html", "consultation/replies/brief.html")
SAYS_WHAT_HAPPENED = ("errors/page.html",)  # nobody came for it
PURPOSE = re.compile(r"page_header\(|{%-? block purpose -?%}\s*\S|class=\"why-here\"")
LONGEST = 90  # characters: one line at a desk


def extended(name: str) -> str | None:
    found = re.search(r"{%-? extends \"([^\"]+)\"", TEMPLATES[name])
    return found.group(1) if found else None


PAGES = [
    name
    for name in TEMPLATES
    if extended(name) and name not in (*FRAMES, *SAYS_WHAT_HAPPENED) and not name.endswith("/frame.html")
]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_in_a_line_what_it_is_for(page: str) -> None:
    name: str | None = page
    while name is not None and not (PURPOSE.search(TEMPLATES[name]) and _own_purpose(name, page)):
        name = extended(name)
    assert name is not None, f"{page}: give it {{% block purpose %}}, or call page_header(title, purpose)"


def _own_purpose(name: str, page: str) -> bool:
    """A frame that leaves the purpose to its pages says nothing for them."""
    left_open = "block purpose %}{% endblock" in TEMPLATES[name] or "self.purpose()" in TEMPLATES[name]
    return name == page or not left_open


@pytest.mark.parametrize("page", PAGES)
def test_its_purpose_is_one_line(page: str) -> None:
    for sentence in re.findall(r"{%-? block purpose -?%}(.*?){% endblock", TEMPLATES[page], re.DOTALL):
        plain = re.sub(r"{[{%].*?[}%]}", "", sentence)
        assert len(plain.strip()) <= LONGEST, f"{page}: {len(plain.strip())} characters"


LISTS = ("table", "listed", "frame")  # the macros that draw a list


@pytest.mark.parametrize("page", PAGES)
def test_a_list_says_what_to_do_when_it_is_empty(page: str) -> None:
    """Each table whose rows come from a loop stands in a condition, or says beside it what is the case."""
    tree = Environment(extensions=["jinja2.ext.do"], autoescape=True).parse(TEMPLATES[page])
    for call, guarded in _calls(tree, guarded=False):
        loops = [loop for loop in call.find_all(nodes.For) if not loop.else_]
        assert guarded or not loops or page in NEVER_EMPTY, f"{page}: a list that may be empty shows nothing"


NEVER_EMPTY = {
    "accident/cases/supplement.html": "a case is registered with its first report",
    "accounts/show.html": "whoever looks has come in",
    "administration/import_wrong.html": "shown for what is wrong",
    "administration/units.html": "whoever looks belongs to one",
    "consultation/rounds/board.html": "its deadline is always foreseen",
    "consultation/decisions/release.html": "a round has units",
    "accident/cases/appoint_team.html": "a proposal names at least two",
    "accident/cases/classify.html": "the table of classes",
    "accident/evaluations/pieces.html": "an evaluation has the measures of its case",
    "permissions/index.html": "the table is part of the program",
}


def _calls(node: nodes.Node, *, guarded: bool) -> list[tuple[nodes.CallBlock, bool]]:
    """Every block that calls one of the macros of lists, and whether a condition around it looks at its lines."""
    found: list[tuple[nodes.CallBlock, bool]] = []
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.CallBlock) and getattr(child.call.node, "name", "") in LISTS:
            found.append((child, guarded))
        else:
            found += _calls(child, guarded=guarded or isinstance(child, nodes.If | nodes.For))
    return found


# -- the guide


def test_every_place_of_the_guide_is_there() -> None:
    for start, chapter, section in PLACES:
        assert any(endpoint.startswith(start) for endpoint in TABLE), f"no page is called {start}"
        assert f'id="{section}"' in GUIDE[f"help/{chapter.key}.html"], f"{chapter.key} has no section {section}"


def test_no_place_is_hidden_behind_an_earlier_one() -> None:
    starts = [start for start, _, _ in PLACES]
    for number, start in enumerate(starts):
        assert not [earlier for earlier in starts[:number] if start.startswith(earlier)], start


def test_every_chapter_is_written() -> None:
    assert {f"help/{key}.html" for key in CHAPTERS} | {"help/index.html", "help/frame.html"} == set(GUIDE)


@pytest.mark.parametrize("chapter", sorted(GUIDE))
def test_a_button_that_the_guide_names_is_on_a_page(chapter: str) -> None:
    pages = " ".join(text for name, text in TEMPLATES.items() if name not in GUIDE)
    for words in re.findall(r"press\(\"([^\"]+)\"\)", GUIDE[chapter]):
        assert words in pages, f"{chapter}: no page has the button {words}"
