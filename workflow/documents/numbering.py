"""Word's automatic numbers as text: what the reader of the page sees before a paragraph, （二十一） or 第三条.

Source: ECMA-376 Part 1, 17.9 (numbering) and 17.18.59 (number formats). Pure over the XML of numbering.xml and
styles.xml; only the formats that occur in Chinese papers are spelled out, any other is written as a decimal.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import cn2an
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_DIGITS = "〇一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def _chinese(n: int) -> str:
    return str(cn2an.an2cn(n))


def _chinese_formal(n: int) -> str:
    return str(cn2an.an2cn(n, "up"))


def _chinese_digits(n: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(n))


def _chinese_below_hundred(n: int) -> str:
    return _chinese(n) if n < 100 else _chinese_digits(n)


def _full_width(n: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(n))


def _letters(n: int) -> str:
    return chr(ord("a") + (n - 1) % 26) * ((n - 1) // 26 + 1) if n > 0 else ""


def _roman(n: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        text, n = text + sign * (n // value), n % value
    return text


def _circled(first: str, last: int) -> Callable[[int], str]:
    return lambda n: chr(ord(first) + n - 1) if 1 <= n <= last else str(n)


FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _circled("①", 20),
    "decimalEnclosedCircleChinese": _circled("①", 20),
    "decimalEnclosedParen": _circled("⑴", 20),
    "decimalEnclosedFullstop": _circled("⒈", 20),
    "ideographEnclosedCircle": _circled("㊀", 10),
    "numberInDash": lambda n: f"- {n} -",
    "chineseCounting": _chinese_below_hundred,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese_below_hundred,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "ideographDigital": _chinese_digits,
    "japaneseDigitalTenThousand": _chinese_digits,
    "taiwaneseDigital": _chinese_digits,
    "chineseLegalSimplified": _chinese_formal,
    "ideographLegalTraditional": _chinese_formal,
    "ideographTraditional": lambda n: _STEMS[(n - 1) % 10],
    "ideographZodiac": lambda n: _BRANCHES[(n - 1) % 12],
    "upperLetter": lambda n: _letters(n).upper(),
    "lowerLetter": _letters,
    "upperRoman": lambda n: _roman(n).upper(),
    "lowerRoman": _roman,
    "none": lambda _: "",
}


@dataclass(frozen=True)
class Level:
    """One level of a list: `text` is like （%2）; `restart` the level (from 1) after which it begins again, 0 never."""

    format: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    legal: bool = False  # all numbers of the text as decimals
    tight: bool = False  # nothing between number and text
    style: str | None = None


@dataclass
class _List:
    """The lists that share an abstract definition share its counters."""

    levels: dict[int, Level]
    counters: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


@dataclass(frozen=True)
class _Instance:
    abstract: str
    levels: dict[int, Level]  # overridden ones
    starts: dict[int, int]


class Numbering:
    """Gives each paragraph its number, in the order of the document; asking counts."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        """The roots of numbering.xml and styles.xml, None where the document has none."""
        self._styles = _by(styles, "style", "styleId")
        abstract = _by(numbering, "abstractNum", "abstractNumId")
        self._instances = {num_id: _instance(num) for num_id, num in _by(numbering, "num", "numId").items()}
        self._lists = {key: _List(self._levels_of(element, abstract)) for key, element in abstract.items()}
        self._started: set[tuple[str, int]] = set()

    def of(self, paragraph: etree._Element) -> str:
        """The number before this w:p as it is seen, "" for none; the counters move on."""
        place = self._place(paragraph)
        if place is None:
            return ""
        num_id, at = place
        instance = self._instances[num_id]
        shared = self._lists[instance.abstract]
        levels = shared.levels | instance.levels
        if at not in levels:
            return ""
        self._count(num_id, at, instance, levels, shared.counters)
        return _render(levels, shared.counters, at)

    def _count(
        self, num_id: str, at: int, instance: _Instance, levels: dict[int, Level], counters: list[int | None]
    ) -> None:
        before = counters[at]
        first_of_own_start = at in instance.starts and (num_id, at) not in self._started
        self._started.add((num_id, at))
        if before is None or first_of_own_start:
            counters[at] = instance.starts.get(at, levels[at].start)
        else:
            counters[at] = before + 1
        for deeper in range(at + 1, _LEVELS):
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or at < restart:
                counters[deeper] = None

    def _place(self, paragraph: etree._Element) -> tuple[str, int] | None:
        """The list and level of a paragraph: its own, or its style's, or that of a style below (basedOn)."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        style = _value(paragraph.find(f"{W}pPr/{W}pStyle")) or self._default_style()
        num_id, level = _value(_find(own, "numId")), _value(_find(own, "ilvl"))
        if num_id is None:
            num_id, inherited = self._of_style(style)
            level = level or inherited
        if num_id not in self._instances or self._instances[num_id].abstract not in self._lists:
            return None  # also numId 0: numbering taken off
        return num_id, int(level) if level and level.isdigit() else 0

    def _of_style(self, style: str | None) -> tuple[str | None, str | None]:
        level = None
        for name in self._ancestry(style):
            own = self._styles[name].find(f"{W}pPr/{W}numPr")
            level = level or _value(_find(own, "ilvl"))
            num_id = _value(_find(own, "numId"))
            if num_id is not None:
                return num_id, level or self._level_naming(name, num_id)
        return None, None

    def _level_naming(self, style: str, num_id: str) -> str | None:
        """A style's list may say only in its level which style stands there."""
        shared = self._lists.get(self._instances[num_id].abstract) if num_id in self._instances else None
        levels = shared.levels if shared else {}
        return next((str(at) for at, level in levels.items() if level.style == style), None)

    def _ancestry(self, style: str | None) -> list[str]:
        names: list[str] = []
        while style in self._styles and style not in names:
            names.append(style)
            style = _value(self._styles[style].find(f"{W}basedOn"))
        return names

    def _default_style(self) -> str | None:
        return next(
            (
                name
                for name, style in self._styles.items()
                if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true", "on"}
            ),
            None,
        )

    def _levels_of(self, element: etree._Element, abstract: Mapping[str, etree._Element]) -> dict[int, Level]:
        """The levels of an abstract list; one that merely points to a list style borrows that style's."""
        link = _value(element.find(f"{W}numStyleLink"))
        for other in abstract.values() if link else ():
            if _value(other.find(f"{W}styleLink")) == link:
                return _levels(other)
        return _levels(element)


def _render(levels: dict[int, Level], counters: list[int | None], at: int) -> str:
    level = levels[at]
    if level.format == "bullet":
        return level.text if not re.search(r"[\ue000-\uf8ff]", level.text) else ""

    def one(found: re.Match[str]) -> str:
        which = int(found[1]) - 1
        each = levels.get(which, Level())
        value = counters[which] if counters[which] is not None else each.start
        name = "decimal" if level.legal and each.format != "none" else each.format
        return FORMATS.get(name, str)(value or 0)

    text = re.sub(r"%([1-9])", one, level.text)
    return text if level.tight or re.search(r"[、）》】：。．]$|^$", text) else f"{text} "


def _instance(num: etree._Element) -> _Instance:
    levels: dict[int, Level] = {}
    starts: dict[int, int] = {}
    for override in num.findall(f"{W}lvlOverride"):
        at = int(override.get(f"{W}ilvl", "0"))
        start = _value(override.find(f"{W}startOverride"))
        if start is not None:
            starts[at] = int(start)
        if override.find(f"{W}lvl") is not None:
            levels |= _levels(override)
    return _Instance(_value(num.find(f"{W}abstractNumId")) or "", levels, starts)


def _levels(element: etree._Element) -> dict[int, Level]:
    return {int(level.get(f"{W}ilvl", "0")): _level(level) for level in element.findall(f"{W}lvl")}


def _level(element: etree._Element) -> Level:
    formats = [_value(each) for each in element.iter(f"{W}numFmt")]  # in a choice (mc) the plain one comes last
    restart = _value(element.find(f"{W}lvlRestart"))
    legal = element.find(f"{W}isLgl")
    return Level(
        format=(formats[-1] if formats else None) or "decimal",
        text=_value(element.find(f"{W}lvlText")) or "",
        start=int(_value(element.find(f"{W}start")) or "1"),
        restart=int(restart) if restart is not None else None,
        legal=legal is not None and _value(legal) not in {"0", "false"},
        tight=_value(element.find(f"{W}suff")) == "nothing",
        style=_value(element.find(f"{W}pStyle")),
    )


def _by(root: etree._Element | None, tag: str, key: str) -> dict[str, etree._Element]:
    return {each.get(f"{W}{key}", ""): each for each in root.findall(f"{W}{tag}")} if root is not None else {}


def _find(element: etree._Element | None, tag: str) -> etree._Element | None:
    return element.find(f"{W}{tag}") if element is not None else None


def _value(element: etree._Element | None) -> str | None:
    return element.get(f"{W}val") if element is not None else None
