"""Every page of the site, before somebody who may see it, at a desk and on a telephone, by day and by night.

The addresses come from the routes themselves, the things and people from the permission walk: a new page is looked
at from its first day. Each must be free of barriers (WCAG 2.2 AA), no wider than the screen, and silent.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.street import DESK, TELEPHONE, Person, Street, open_street
from tests.web.test_permission_walk import Visit, visits
from tests.web.walked import PEOPLE, District, a_district

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
    return list(found.values())


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
        wrong = [line for sight in sights for line in _wrong(street, sight)]
    assert len(sights) > 80
    assert not wrong, "\n".join(wrong)


def _wrong(street: Street, sight: Sight) -> Iterator[str]:
    person = next((known for known in street.people if known.login == sight.login), None) or street.person(sight.login)
    person.take(DESK)
    person.open(sight.url)
    found = [f"desk: {line}" for line in _seen(person, sight, "desk")]
    person.take(TELEPHONE, dark=True)
    found += [f"telephone at night: {line}" for line in _seen(person, sight, "telephone")]
    found += person.complaints + _too_heavy(person)
    person.complaints.clear()
    yield from (f"{sight.endpoint} ({sight.login}) {line}" for line in found)


def _seen(person: Person, sight: Sight, screen: str) -> list[str]:
    if PICTURES:
        person.page.screenshot(path=Path(PICTURES) / f"{sight.endpoint}-{screen}.png", full_page=True)
    return person.barriers() + ["wider than the screen"] * person.sticks_out()


def _too_heavy(person: Person) -> list[str]:
    if person.page.locator("[data-diagram]").count():
        return []
    weight = person.weight()
    return [f"{weight} bytes came over the wire"] if weight > HEAVIEST else []
