"""Every page of the site, before somebody who may see it, at a desk and on a telephone, by day and by night.

The addresses come from the routes themselves, the things and people from the permission walk: a new page is looked
at from its first day. Each must be free of barriers (WCAG 2.2 AA), no wider than the screen, and silent.
"""

import io
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser
from sqlalchemy import select

from tests.browser.street import DESK, TELEPHONE, Person, open_street
from tests.repository.test_lists import declared
from tests.web.test_permission_walk import Visit, visits
from tests.web.walked import PEOPLE, District, a_district
from web.help.chapters import CHAPTERS
from workflow.administration.naming import KINDS
from workflow.journal import JournalLine

HEAVIEST = 200_000  # bytes of a page with all that it loads, as they are sent, the diagram's viewer aside
PICTURES = os.environ.get("ZHENGXUN_PICTURES")  # a folder: every page's picture is left there


@dataclass(frozen=True)
class Sight:
    """A page as somebody sees it."""

    endpoint: str
    login: str
    url: str


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory, settled_district: Path) -> Iterator[District]:
    with a_district(tmp_path_factory.mktemp("sights"), settled_district) as district:
        yield district


@pytest.fixture(scope="module")
def sights(district: District) -> list[Sight]:
    return sights_of(district)


def sights_of(district: District) -> list[Sight]:
    """One a page: the first thing it can be about, before the first person who may see it and gets a page."""
    found: dict[str, Sight] = {}
    for visit in visits(district):
        if visit.method == "GET" and visit.endpoint not in found:
            found |= _sight(district, visit)
    with district.app.test_request_context():
        chapters = [Sight("help.chapter", "bgs", district.app.url_for("help.chapter", name=name)) for name in CHAPTERS]
    return [*found.values(), *chapters]


def _sight(district: District, visit: Visit) -> dict[str, Sight]:
    """The page by its endpoint; nothing when it is a part of a page, a file, or elsewhere at this stage."""
    person = next((name for name in PEOPLE if _may(district, visit, name)), None)
    if person is None:
        return {}
    login = district.logins[person]
    with district.site.as_(login).client.get(visit.url) as answer:
        is_page = answer.status_code == 200 and b"<html" in answer.data
    return {visit.endpoint: Sight(visit.endpoint, login, visit.url)} if is_page else {}


def _may(district: District, visit: Visit, person: str) -> bool:
    return bool(district.standing(visit.line.thing.title, visit.name, person) & visit.line.may)


def test_every_page_is_open_to_everybody(district: District, sights: list[Sight], chromium: Browser) -> None:
    with open_street(district.site, chromium) as street:
        person = street.stranger()
        wrong = [line for sight in sights for line in _wrong(person, sight, district)]
    assert len(sights) > 80
    assert not wrong, "\n".join(wrong)


def test_every_list_goes_out_as_a_sheet(district: District, sights: list[Sight]) -> None:
    by_endpoint = {sight.endpoint: sight for sight in sights}
    for listed in declared():
        sight = by_endpoint[listed.endpoint]
        answer = district.site.as_(sight.login).client.get(sight.url, query_string={f"{listed.prefix}as": "xlsx"})
        sheet = load_workbook(io.BytesIO(answer.data)).worksheets[0]
        assert [cell.value for cell in sheet[2]] == [column.title for column in listed.columns], listed.name


def test_everything_that_the_journal_tells_of_has_its_words(district: District) -> None:
    with district.site.stage.office.desk(write=False) as desk:
        subjects = desk.session.scalars(select(JournalLine.subject).distinct()).all()
    assert {subject.partition(":")[0] for subject in subjects if subject} <= set(KINDS), (
        "workflow/administration/naming"
    )


def _wrong(person: Person, sight: Sight, district: District) -> Iterator[str]:
    person.take_the_place_of(district.site.as_(sight.login), sight.login)
    person.take(DESK)
    person.open(sight.url)
    found = [f"desk: {line}" for line in _seen(person, sight, "desk", person.barriers)]
    found += person.torn_rows()
    person.remember_what_is_shown()
    person.take(TELEPHONE, dark=True)
    found += [f"telephone at night: {line}" for line in _seen(person, sight, "telephone", person.barriers_of_looks)]
    found += [f"only on a telephone: {line}" for line in person.barriers_of_what_is_new()]
    found += person.wrong_cards()
    found += person.complaints + _too_heavy(person)
    person.complaints.clear()
    yield from (f"{sight.endpoint} ({sight.login}, {sight.url}) {line}" for line in found)


def _seen(person: Person, sight: Sight, screen: str, barriers: Callable[[], list[str]]) -> list[str]:
    if PICTURES:
        person.page.screenshot(path=Path(PICTURES) / f"{sight.endpoint}-{screen}.png", full_page=True)
    return barriers() + ["wider than the screen"] * person.sticks_out()


def _too_heavy(person: Person) -> list[str]:
    if person.page.locator("[data-diagram]").count():
        return []
    weight = person.weight()
    return [f"{weight} bytes came over the wire"] if weight > HEAVIEST else []
