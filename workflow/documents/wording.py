"""How values read on a Chinese paper: days, moments, lists, and text that must stay text.

Every placeholder of a template passes through `on_paper`, so a template needs no filters for dates, and
nothing a user typed can become markup.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime

from markupsafe import Markup, escape

from workflow.clock import BEIJING, aware, day_in_words, moment_in_words

# What XML 1.0 cannot carry at all: control characters and halves of surrogate pairs.
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BREAK = Markup('</w:t><w:br/><w:t xml:space="preserve">')
_TAB = Markup('</w:t><w:tab/><w:t xml:space="preserve">')


def on_paper(value: object) -> object:
    """The value as it reads: markup stays markup, everything else becomes escaped text."""
    if isinstance(value, Markup):
        return value
    return text(in_words(value))


def in_words(value: object) -> str:
    """A value in plain Chinese: 2017年11月28日, 2017年11月28日（星期二）16:00, 甲、乙; None is nothing."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return moment_in_words(value)
    if isinstance(value, date):
        return day_in_words(value)
    if isinstance(value, tuple | list):
        return "、".join(in_words(one) for one in value)
    return str(value)


def text(words: str) -> Markup:
    """Text for the inside of a `<w:t>`: escaped, line ends and tabs as Word has them, nothing XML cannot hold."""
    plain = NOT_XML.sub("", _LINE_END.sub("\n", words))
    return Markup(escape(plain).replace("\n", _BREAK).replace("\t", _TAB))  # noqa: S704 -- escaped; only breaks of our own are put in


def to_the_second(moment: datetime) -> str:
    """2017年11月28日（星期二）16:00:00."""
    return moment_in_words(moment, seconds=True)


def to_the_second_in_a_list(moment: datetime) -> str:
    """2017年11月28日16:00:00: one below the other, where the days of the week would only make each two lines."""
    local = aware(moment).astimezone(BEIJING)
    return f"{day_in_words(local.date())}{local:%H:%M:%S}"


def groups(names: Iterable[str]) -> str:
    """主送机关: groups that already contain 、 are set apart by a comma, single names by 、."""
    listed = tuple(names)
    return ("，" if any("、" in name for name in listed) else "、").join(listed)


FILTERS: dict[str, Callable[..., object]] = {
    "to_the_second": to_the_second,
    "to_the_second_in_a_list": to_the_second_in_a_list,
    "groups": groups,
}
