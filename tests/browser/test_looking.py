"""How every page is looked at: quickly, and yet nothing is overlooked."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.street import DESK, TELEPHONE, Person

PAGE = """<!doctype html><html lang="zh"><title>页面</title><style>
    .pale td { color: #ccc; background: #fff; }
    .narrow { display: none; }
    @media (max-width: 640px) { .narrow { display: block; } .only-here { color: #ccc; background: #fff; } }
</style><main><h1>页面</h1><table>%s</table>%s</main>"""
ROWS = "".join(f"<tr><td>第{number}行</td></tr>" for number in range(9))


@pytest.fixture
def person(chromium: Browser) -> Iterator[Person]:
    page = chromium.new_page()
    yield Person(page, "")
    page.close()


def shown(person: Person, rows: str = ROWS, more: str = "") -> Person:
    person.page.set_content(PAGE % (rows, more))
    person.take(DESK)
    return person


def test_rows_that_differ_in_words_only_are_looked_at_once(person: Person) -> None:
    assert shown(person).barriers() == []
    assert person.page.locator("[data-alike]").count() == 8


def test_a_row_that_looks_otherwise_is_looked_at_wherever_it_stands(person: Person) -> None:
    pale = ROWS.replace("<tr><td>第6", '<tr class="pale"><td>第6')
    [line] = shown(person, pale).barriers()
    assert line.startswith("color-contrast")


def test_what_a_telephone_shows_alone_is_looked_at_by_every_rule(person: Person) -> None:
    shown(person, more='<div class="narrow"><button></button></div>')
    assert person.barriers() == []
    person.remember_what_is_shown()
    person.take(TELEPHONE, dark=True)
    [line] = person.barriers_of_what_is_new()
    assert line.startswith("button-name")


def test_what_only_looks_otherwise_on_a_telephone_is_looked_at_too(person: Person) -> None:
    assert shown(person, more='<p class="only-here">浅色的字</p>').barriers() == []
    person.take(TELEPHONE)
    [line] = person.barriers_of_looks()
    assert line.startswith("color-contrast")
