"""Every table of a page either is a list, which sorts, is remembered and goes out as .xlsx, or says here why it is none."""

import importlib
import pkgutil
import re

import web
from web import TEMPLATES
from web.lists import List

PART = "a few lines of a page about one thing, which goes out as a paper"
FORM = "a form in rows"
RULE = "what the law or the system lays down, the same for everybody"
PLAIN = {
    "accident/cases/appoint_team.html": FORM,
    "accident/cases/classify.html": RULE,
    "accident/cases/supplement.html": PART,
    "accident/cases/team.html": PART,
    "accident/evaluations/pieces.html": PART,
    "accident/reports/accountability.html": PART,
    "accident/reports/evidence.html": PART,
    "accident/reports/measures.html": PART,
    "accident/reports/sign_report.html": PART,
    "administration/handover.html": FORM,
    "administration/import.html": "what was uploaded as .xlsx",
    "administration/import_wrong.html": "what was uploaded as .xlsx",
    "administration/journal.html": "paged by the database, with an export of its own that the journal notes",
    "administration/keys.html": "the latest of very many, to be searched",
    "administration/officer.html": FORM,
    "administration/seals.html": "the latest of very many, to be searched",
    "administration/taking_over.html": PART,
    "administration/unit.html": PART,
    "consultation/checks/check.html": PART,
    "consultation/papers/list.html": "folders of a list that is not sorted",
    "consultation/replies/show.html": PART,
    "consultation/rounds/_plan.html": RULE,
    "consultation/rounds/board.html": PART,
    "operations/index.html": "which programs run now",
    "tasks/waiting.html": "what waits for others, below the list of one's own",
}


def declared() -> list[List[object]]:
    """Every list of the site."""
    modules = [importlib.import_module(found.name) for found in pkgutil.walk_packages(web.__path__, "web.")]
    found = {id(each): each for module in modules for each in vars(module).values() if isinstance(each, List)}
    return sorted(found.values(), key=lambda each: each.name)


def test_every_table_is_a_list_or_says_why_not() -> None:
    plain = {
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if re.search(r"call (?:table|frame)\(", path.read_text(encoding="utf-8"))
    }
    assert plain == set(PLAIN), "declare it in web.lists, or say here why it is no list"


def test_every_list_has_a_name_of_its_own() -> None:
    names = [each.name for each in declared()]
    assert len(names) == len(set(names)) >= 15
