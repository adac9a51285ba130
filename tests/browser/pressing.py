"""How somebody presses a button of a page: by finger on a telephone, and once more where the page asks again."""

from playwright.sync_api import Locator, expect

from tests.browser.street import Person


def press(person: Person, verb: str, *, then: str = "", told: str = "", within: str = "main") -> None:
    """`then`: the button of the question, when it is another one; `told`: what the page tells afterwards."""
    page = person.page
    button = person.sees(page.locator(within).get_by_role("button", name=verb, exact=True).first)
    asks = button.get_attribute("data-opens")
    _touch(person, button)
    if asks:
        _touch(person, page.locator(f"#{asks}[open]").get_by_role("button", name=then or verb, exact=True))
    if told:
        expect(page.get_by_text(told).first).to_be_visible()


def follow(person: Person, words: str) -> None:
    """The first link of the desk with these words."""
    _touch(person, person.page.locator("main a", has_text=words).first)


def fill(person: Person, **typed: str) -> None:
    """Fields by their names, the first of a name; of choices the one with that value."""
    for name, value in typed.items():
        field = person.sees(person.page.locator(f"main [name={name}]:not([type=hidden])").first)
        match field.evaluate("field => field.type"):
            case "radio" | "checkbox":
                person.page.locator(f"main [name={name}][value='{value}']").check()
            case "select-one":
                field.select_option(value)
            case _:
                field.fill(value)


def tick(person: Person, name: str) -> None:
    """The first of several that may be ticked."""
    person.sees(person.page.locator(f"main [name={name}]").first).check()


def write(person: Person, **typed: str) -> None:
    """Fields that save themselves."""
    for name, value in typed.items():
        person.sees(person.page.locator(f"#field-{name}")).fill(value)
        expect(person.page.locator(f"#saved-{name}")).to_contain_text("已保存")


def _touch(person: Person, wanted: Locator) -> None:
    person.sees(wanted)
    if person.has_telephone:
        wanted.tap()
    else:
        wanted.click()
